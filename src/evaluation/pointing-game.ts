/**
 * Whether a heat map looks where the boxes are. Maps are of one class, the boxes of the same class, both of one sample's cut.
 */
import type { Rectangle } from '../domain/index.ts';

/** A map of what a model's answer came from: the higher, the more. */
export interface HeatMap {
  /** `[height, width]`: a value for each pixel of the cut, row by row from the upper left corner. NaN counts as nowhere. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

/**
 * The pointing game (Zhang et al., Top-down neural attention by excitation backprop, ECCV 2016; no tolerance around the boxes): a hit
 * where the map's maximum lies in any of the boxes. A pixel lies in a box where its centre does, edges included; of several pixels with
 * the maximum the one nearest to their mean place counts, the first by rows of those: maps that were enlarged are level at the edges.
 * @param boxes in px of the cut, as `boxInCut` gives them
 * @returns null where there is nothing to hit (no boxes) or nothing to point with (all values equal, or none a number)
 * @throws RangeError where the sides don't fit the values
 */
export function pointsAtBox(map: HeatMap, boxes: readonly Rectangle[]): boolean | null {
  const { values, width } = checked(map);
  const numbers = values.filter((value) => !Number.isNaN(value));
  const maximum = numbers.reduce((most, value) => Math.max(most, value), -Infinity);
  if (boxes.length === 0 || numbers.every((value) => value === maximum)) return null;
  const highest = [...values.keys()].filter((i) => values[i] === maximum);
  const places = highest.map((i) => [i % width, Math.floor(i / width)] as const);
  const [meanX, meanY] = [0, 1].map(
    (axis) => places.reduce((sum, place) => sum + place[axis]!, 0) / places.length,
  );
  const away = places.map(([x, y]) => Math.hypot(x - meanX!, y - meanY!));
  const [x, y] = places[away.indexOf(Math.min(...away))]!;
  return boxes.some((box) => isIn(box, x, y));
}

/**
 * Intersection over union, in pixels, of the union of the boxes and of where the map is at least `share` of its maximum: 0 to 1.
 * @param share above 0, up to 1: thresholds are relative, since maps have no unit
 * @returns null where there is no box with a pixel in it, or no value above 0
 * @throws RangeError where the sides don't fit the values
 */
export function heatMapOverlap(map: HeatMap, boxes: readonly Rectangle[], share: number): number | null {
  const { values, width } = checked(map);
  const maximum = values.reduce((most, value) => (value > most ? value : most), 0);
  const [counted, boxed] = [new Uint8Array(values.length), new Uint8Array(values.length)];
  for (let i = 0; i < values.length; i++) {
    const x = i % width;
    const y = (i - x) / width;
    if (values[i]! >= share * maximum) counted[i] = 1;
    if (boxes.some((box) => isIn(box, x, y))) boxed[i] = 1;
  }
  if (maximum === 0 || !boxed.includes(1)) return null;
  const count = (isCounted: (i: number) => boolean) => boxed.filter((_, i) => isCounted(i)).length;
  return count((i) => (counted[i]! & boxed[i]!) === 1) / count((i) => (counted[i]! | boxed[i]!) === 1);
}

/** The share of the pixels of a map that lie in any of the boxes: how often a map that points anywhere hits. */
export function boxShare(
  { width, height }: Omit<HeatMap, 'values'>,
  boxes: readonly Rectangle[],
): number {
  let boxed = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if (boxes.some((box) => isIn(box, column, row))) boxed++;
  return boxed / (width * height);
}

/** Whether the centre of a pixel lies in a box. */
function isIn({ x, y, width, height }: Rectangle, column: number, row: number): boolean {
  const [across, down] = [column + 0.5 - x, row + 0.5 - y];
  return across >= 0 && across <= width && down >= 0 && down <= height;
}

function checked(map: HeatMap): HeatMap {
  const { values, width, height } = map;
  if (width < 1 || height < 1 || values.length !== width * height)
    throw new RangeError(`a heat map of ${width} x ${height} px has ${values.length} values`);
  return map;
}
