/** The geometry of the learning curve over training samples: AUC with its intervals, in a picture of 440 x 280 px. */
import type { LearningCurvePoint } from '../../domain/index.ts';
import { linearScale, linePath, ticks } from './scales.ts';

export const frame = { width: 440, height: 280, left: 62, right: 416, top: 12, bottom: 228 } as const;

/** A point of the curve, in px; what is null has no value or no interval. */
export interface SizeDot {
  readonly x: number;
  readonly y: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly samples: number;
  /** Whether there is room for its number below the axis. */
  readonly isNamed: boolean;
}

export interface SizePlot {
  readonly dots: readonly SizeDot[];
  readonly path: string;
  readonly yTicks: readonly { readonly at: number; readonly value: number }[];
}

/** About as wide as a number of six digits. */
const labelWidth = 48;

/**
 * Samples on a logarithmic axis, since a doubling counts about the same wherever it happens. The other axis ends at 1 and begins at
 * the next tenth below everything that is shown.
 */
export function sizePlot(points: readonly LearningCurvePoint[]): SizePlot {
  const counts = points.map(({ samples }) => Math.log(samples));
  const shown = points.flatMap(({ auc }) => (auc.value === null ? [] : [auc.low ?? auc.value]));
  const floor = Math.min(0.9, Math.floor(Math.min(1, ...shown) * 10) / 10);
  const x = linearScale([Math.min(...counts), Math.max(...counts)], [frame.left + 24, frame.right - 24]);
  const y = linearScale([floor, 1], [frame.bottom, frame.top]);
  const place = (value: number | null) => (value === null ? null : y(value));
  let named = Infinity;
  const dots = points
    .toReversed()
    .map(({ samples, auc }): SizeDot => {
      const at = x(Math.log(samples));
      const isNamed = named - at >= labelWidth;
      if (isNamed) named = at;
      const { low, high } = auc.value === null ? { low: null, high: null } : auc;
      return { x: at, y: place(auc.value), low: place(low), high: place(high), samples, isNamed };
    })
    .reverse();
  return {
    dots,
    path: linePath(dots.map((dot) => (dot.y === null ? null : [dot.x, dot.y]))),
    yTicks: ticks(floor, 1, 5).map((value) => ({ at: y(value), value })),
  };
}
