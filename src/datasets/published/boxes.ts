/** Boxes of every convention in the one form that the program has: left, top, width and height in px of the original image. */
import type { Box } from '../../domain/index.ts';

/** A box that is not yet a sample's. */
export type LooseBox = Omit<Box, 'sample'>;

/** Narrower than this is a slip of the mouse: SpineXR's own loader drops these too. */
const thinnest = 1e-3;

type Space = readonly [width: number, height: number];

/**
 * A box between two corners, cut off at the image's edges where they are known, else at the upper left ones.
 * @param corners left, top, right, bottom as a table has them
 * @returns null where a corner is blank or nothing is left
 */
export function fromCorners(
  corners: readonly [string, string, string, string],
  className: string,
  reader: string | null,
  space: Space | null = null,
): LooseBox | null {
  if (corners.some((cell) => cell === '')) return null;
  const [left, top, right, bottom] = corners.map(Number) as [number, number, number, number];
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const width = Math.min(right, space?.[0] ?? right) - x;
  const height = Math.min(bottom, space?.[1] ?? bottom) - y;
  if (!(width >= thinnest && height >= thinnest)) return null;
  return { x, y, width, height, className, reader, shape: 'rectangle' };
}

/** A box by its upper left corner and its size. */
export function fromSize(
  [x, y, width, height]: readonly [string, string, string, string],
  className: string,
  space: Space | null = null,
): LooseBox | null {
  if ([x, y, width, height].some((cell) => cell === '')) return null;
  const right = Number(x) + Number(width);
  const bottom = Number(y) + Number(height);
  return fromCorners([x, y, String(right), String(bottom)], className, null, space);
}

/** The box around an ellipse or a polygon, with the polygon's corners; those beyond the left and upper edge come to lie on it. */
export function aroundShape(
  shape: Box['shape'],
  points: readonly number[],
  className: string,
): LooseBox | null {
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  if (xs.length < 2 || xs.length !== ys.length || !points.every(Number.isFinite)) return null;
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [right, bottom] = [Math.max(...xs), Math.max(...ys)];
  const corners = [left, top, right, bottom].map(String) as [string, string, string, string];
  const box = fromCorners(corners, className, null);
  if (box === null) return null;
  return shape === 'polygon'
    ? { ...box, shape, points: points.map((one) => Math.max(0, one)) }
    : { ...box, shape };
}
