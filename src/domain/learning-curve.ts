/** How good the same recipe is with fewer training samples. */
import type { Estimate } from './run.ts';
import type { Split } from './samples.ts';

export interface LearningCurvePoint {
  /** What was asked for, above 0, up to 1. */
  readonly fraction: number;
  /** Training samples that it came to: groups (patients) are whole. */
  readonly samples: number;
  readonly auc: Estimate;
  readonly acc: Estimate;
}

/** Points by rising fraction, all on the same samples of one split: the last that was measured, which is test where there is one. */
export interface LearningCurve {
  readonly split: Split;
  readonly points: readonly LearningCurvePoint[];
}

export type LearningCurveEvent =
  | {
      readonly kind: 'training';
      readonly fraction: number;
      readonly samples: number;
      readonly epoch: number;
      readonly epochs: number;
      /** Of all points that are still to come. */
      readonly secondsLeft: number;
    }
  /** A point was added: the curve as it is now, which is kept. */
  | { readonly kind: 'point'; readonly curve: LearningCurve };

/** Where nothing else is asked for. */
export const defaultFractions: readonly number[] = [0.1, 0.25, 0.5, 1];
