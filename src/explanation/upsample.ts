/** Small maps to the size of the picture. */
import type { CellCentres } from './cell-centres.ts';

type Size = readonly [height: number, width: number];

/** Bilinear between the centres of the map's cells; beyond the outermost ones their values go on. */
export function upsample(map: Float32Array, from: Size, to: Size, cells: CellCentres): Float32Array {
  const [rows, columns] = [places(from[0], to[0], cells), places(from[1], to[1], cells)];
  const large = new Float32Array(to[0] * to[1]);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      const at = (i: number, j: number) => map[i * from[1] + j]!;
      const above = mix(at(row.low, column.low), at(row.low, column.high), column.share);
      const below = mix(at(row.high, column.low), at(row.high, column.high), column.share);
      large[y * to[1] + x] = mix(above, below, row.share);
    });
  });
  return large;
}

/** Trilinear, by the same places. */
export function upsampleVolume(
  map: Float32Array,
  [depth, ...plane]: readonly [depth: number, ...Size],
  [toDepth, ...toPlane]: readonly [depth: number, ...Size],
  cells: CellCentres,
): Float32Array {
  const length = plane[0] * plane[1];
  const slices = Array.from({ length: depth }, (_, z) =>
    upsample(map.subarray(z * length, (z + 1) * length), plane, toPlane, cells),
  );
  const large = new Float32Array(toDepth * toPlane[0] * toPlane[1]);
  places(depth, toDepth, cells).forEach(({ low, high, share }, z) => {
    const [front, back] = [slices[low]!, slices[high]!];
    const slice = front.map((value, i) => mix(value, back[i]!, share));
    large.set(slice, z * slice.length);
  });
  return large;
}

/** Smallest to 0, largest to 1; where all are equal nothing stands out, and all become 0. */
export function scaledToOne(map: Float32Array): Float32Array {
  const low = map.reduce((least, value) => Math.min(least, value), Infinity);
  const high = map.reduce((most, value) => Math.max(most, value), -Infinity);
  return map.map((value) => (high > low ? (value - low) / (high - low) : 0));
}

function places(from: number, to: number, { first, step }: CellCentres) {
  return Array.from({ length: to }, (_, i) => {
    const place = Math.min(from - 1, Math.max(0, (i + 0.5 - first) / step));
    const low = Math.floor(place);
    return { low, high: Math.min(from - 1, low + 1), share: place - low };
  });
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
