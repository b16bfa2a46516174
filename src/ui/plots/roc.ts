/** The geometry of ROC curves in a square of 272 px with its lower left corner at (40, 280). */
import { linearScale, linePath } from './scales.ts';

export interface RocInput {
  readonly className: string;
  readonly points: readonly { readonly falsePositiveRate: number; readonly truePositiveRate: number }[];
}

export function rocPaths(
  curves: readonly RocInput[],
): { readonly className: string; readonly d: string }[] {
  const x = linearScale([0, 1], [40, 312]);
  const y = linearScale([0, 1], [280, 8]);
  return curves.map(({ className, points }) => ({
    className,
    d: linePath(points.map((point) => [x(point.falsePositiveRate), y(point.truePositiveRate)] as const)),
  }));
}
