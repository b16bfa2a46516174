/** Rows of the result: the components' rows stretched to full width, then turned into colours and interleaved. */
import type { Geometry, Plane } from './geometry.ts';
import type { Ring } from './scans.ts';
import type { JpegLoops, Layout } from './simd/jpeg-simd.ts';

/** What happens to the first three components: nothing, YCbCr to RGB, or YCCK to CMYK (which is RGB inverted). */
export type ColourConversion = 'none' | 'rgb' | 'cmyk';

/** Where stretched rows lie while they are worked on. */
export interface RowSpace {
  /** A row for each component. */
  readonly wide: readonly number[];
  /** See `widen` in `upsample.part.as`. */
  readonly sums: number;
}

export function rowSpace(layout: Layout, { planes }: Geometry, sampleBytes: number): RowSpace {
  const longest = Math.max(...planes.map((plane) => plane.width));
  return {
    // Repeated samples fill whole units, and the loops a little more.
    wide: planes.map(({ width, upsampling }) =>
      layout.take((width * upsampling.across + 64) * sampleBytes),
    ),
    sums: layout.take(2 * (longest + 64)) + 32,
  };
}

/** Gives a function that writes row `y` of several components to `to`. */
export function rowWriter(
  loops: JpegLoops,
  { planes, width }: Geometry,
  rings: readonly Ring[],
  { wide, sums }: RowSpace,
  conversion: ColourConversion,
  sampleBytes: number,
): (y: number, to: number) => void {
  const row = (component: number, y: number) =>
    fullRow(loops, planes[component]!, rings[component]!, wide[component]!, sums, y, sampleBytes);
  if (planes.length === 3 && sampleBytes === 1) {
    if (conversion === 'rgb')
      return (y, to) => loops.colourToRgb(row(0, y), row(1, y), row(2, y), width, to);
    return (y, to) => loops.interleaveThree(row(0, y), row(1, y), row(2, y), width, to);
  }
  return (y, to) => {
    for (let component = 0; component < planes.length; component++)
      if (sampleBytes === 1) loops.dealBytes(row(component, y), width, to + component, planes.length);
      else loops.dealDeep(row(component, y), width, to + 2 * component, planes.length);
    if (conversion === 'rgb') loops.colourInPlaceDeep(to, width);
    else if (conversion === 'cmyk' && sampleBytes === 1) loops.invertedInPlace(to, width);
    else if (conversion === 'cmyk') loops.invertedInPlaceDeep(to, width);
  };
}

function rowAddress({ at, rows, stride }: Ring, row: number): number {
  return at + (row % rows) * stride;
}

/** Address of row `y` of a component at full width. */
function fullRow(
  loops: JpegLoops,
  { upsampling: { kind, across, down }, width, height }: Plane,
  ring: Ring,
  wide: number,
  sums: number,
  y: number,
  sampleBytes: number,
): number {
  const own = Math.floor(y / down);
  const from = rowAddress(ring, own);
  if (kind === 'repeat') {
    if (across === 1) return from;
    if (sampleBytes === 1) loops.repeat(from, width, wide, across);
    else loops.repeatDeep(from, width, wide, across);
    return wide;
  }
  const isLower = y % 2 === 1;
  const neighbour = isLower ? Math.min(own + 1, height - 1) : Math.max(own - 1, 0);
  const further = down === 1 ? from : rowAddress(ring, neighbour);
  if (sampleBytes === 2)
    loops.smoothDeep(
      from,
      further,
      width,
      wide,
      Number(across === 2),
      Number(down === 2),
      Number(isLower),
    );
  else if (down === 1) loops.widen(from, width, wide, sums);
  else if (across === 1) loops.between(from, further, width, wide, isLower ? 2 : 1);
  else loops.widenBetween(from, further, width, wide, sums);
  return wide;
}
