/** The geometry of curves over two shares, in a square of 272 px with its lower left corner at (40, 280). */
import { linearScale, linePath } from './scales.ts';

/** A curve whose places are shares from 0 to 1, to the right and upwards. */
export interface SquareCurve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const x = linearScale([0, 1], [40, 312]);
const y = linearScale([0, 1], [280, 8]);

export function squarePaths(curves: readonly SquareCurve[]): {
  readonly name: string;
  readonly d: string;
  readonly dots: readonly (readonly [number, number])[];
}[] {
  return curves.map(({ name, points }) => {
    const dots = points.map(([right, up]) => [x(right), y(up)] as const);
    return { name, d: linePath(dots), dots };
  });
}

/** About this many lines are read in a table on the page; the file has all. */
const mostLines = 24;

/** Evenly spread lines of a long table, its first and last among them. */
export function thinned<T>(lines: readonly T[]): readonly T[] {
  if (lines.length <= mostLines) return lines;
  const step = (lines.length - 1) / (mostLines - 1);
  return Array.from({ length: mostLines }, (_, i) => lines[Math.round(i * step)]!);
}
