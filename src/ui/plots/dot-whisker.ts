/** The geometry of dots with whiskers on one axis, in percent of its width, so that it needs no measuring. */
import type { Estimate } from '../../domain/index.ts';
import { linearScale, ticks } from './scales.ts';

export interface WhiskerInput {
  readonly label: string;
  readonly estimate: Estimate;
  /** What to beat, on the same axis; null where there is nothing. */
  readonly baseline: number | null;
  /** Drawn first-class; others are there to compare with. */
  readonly isMain: boolean;
}

export interface Whisker extends WhiskerInput {
  /** Percent from the left; null where there is no value, or no interval. */
  readonly at: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly baselineAt: number | null;
}

export interface WhiskerPlot {
  readonly rows: readonly Whisker[];
  readonly ticks: readonly { readonly at: number; readonly value: number }[];
}

/** The axis ends at 1 and begins at the next tenth below everything that is shown. */
export function whiskerPlot(inputs: readonly WhiskerInput[]): WhiskerPlot {
  const shown = inputs.flatMap(({ estimate, baseline }) => [
    baseline ?? 1,
    ...(estimate.value === null ? [] : [estimate.low ?? estimate.value]),
  ]);
  const low = Math.floor(Math.min(0.5, ...shown) * 10) / 10;
  const scale = linearScale([low, 1], [0, 100]);
  const place = (value: number | null) => (value === null ? null : scale(value));
  return {
    rows: inputs.map((input) => {
      const { estimate, baseline } = input;
      const interval = estimate.value === null ? { low: null, high: null } : estimate;
      return {
        ...input,
        at: place(estimate.value),
        from: place(interval.low),
        to: place(interval.high),
        baselineAt: place(baseline),
      };
    }),
    ticks: ticks(low, 1, 5).map((value) => ({ at: scale(value), value })),
  };
}
