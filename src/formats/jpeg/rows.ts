/** One row of the result: the components' rows stretched to full width, then turned into colours and interleaved. */
import type { Plane } from './geometry.ts';
import type { Ring } from './scans.ts';
import type { JpegLoops } from './simd/jpeg-simd.ts';

/** What happens to the first three components: nothing, YCbCr to RGB, or YCCK to CMYK (which is RGB inverted). */
export type ColourConversion = 'none' | 'rgb' | 'cmyk';

/** Writes row `y` of several components to `to`. @param wide a row of room for each component @param sums see `widen` */
export function writeRow(
  loops: JpegLoops,
  planes: readonly Plane[],
  rings: readonly Ring[],
  wide: readonly number[],
  sums: number,
  y: number,
  width: number,
  conversion: ColourConversion,
  to: number,
  sampleBytes: number,
): void {
  const rows = planes.map((plane, i) =>
    fullRow(loops, plane, rings[i]!, wide[i]!, sums, y, sampleBytes),
  );
  const [a = 0, b = 0, c = 0] = rows;
  if (rows.length === 3 && sampleBytes === 1) {
    if (conversion === 'rgb') loops.colourToRgb(a, b, c, width, to);
    else loops.interleaveThree(a, b, c, width, to);
    return;
  }
  for (const [i, row] of rows.entries())
    if (sampleBytes === 1) loops.dealBytes(row, width, to + i, rows.length);
    else loops.dealDeep(row, width, to + 2 * i, rows.length);
  if (conversion === 'rgb') loops.colourInPlaceDeep(to, width);
  else if (conversion === 'cmyk' && sampleBytes === 1) loops.invertedInPlace(to, width);
  else if (conversion === 'cmyk') loops.invertedInPlaceDeep(to, width);
}

/** Address of row `y` of a component at full width. */
function fullRow(
  loops: JpegLoops,
  plane: Plane,
  ring: Ring,
  wide: number,
  sums: number,
  y: number,
  sampleBytes: number,
): number {
  const { upsampling, width, height } = plane;
  const own = Math.floor(y / upsampling.down);
  const address = (row: number) => ring.at + (row % ring.rows) * ring.stride;
  const from = address(own);
  if (upsampling.kind === 'repeat') {
    if (upsampling.across === 1) return from;
    if (sampleBytes === 1) loops.repeat(from, width, wide, upsampling.across);
    else loops.repeatDeep(from, width, wide, upsampling.across);
    return wide;
  }
  const isLower = y % 2 === 1;
  const neighbour = isLower ? Math.min(own + 1, height - 1) : Math.max(own - 1, 0);
  const further = upsampling.down === 1 ? from : address(neighbour);
  if (sampleBytes === 2) {
    const across = Number(upsampling.across === 2);
    loops.smoothDeep(from, further, width, wide, across, Number(upsampling.down === 2), Number(isLower));
  } else if (upsampling.down === 1) loops.widen(from, width, wide, sums);
  else if (upsampling.across === 1) loops.between(from, further, width, wide, isLower ? 2 : 1);
  else loops.widenBetween(from, further, width, wide, sums);
  return wide;
}
