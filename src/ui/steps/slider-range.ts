/** Where the sliders of a window end: wide enough for what the picture holds and for what is set, in steps that can be felt. */
import type { OwnWindow } from '../../domain/index.ts';

export interface SliderRange {
  readonly centre: readonly [lowest: number, highest: number];
  /** The width's upper end; its lower one is a step. */
  readonly widest: number;
  /** A power of ten, 1 wherever that makes at least 50 steps. */
  readonly step: number;
}

/** @param values smallest and largest value of the picture */
export function sliderRange([low, high]: DeepValues, { centre, width }: OwnWindow): SliderRange {
  const span = high - low;
  const step = span >= 50 || span <= 0 ? 1 : 10 ** Math.max(-300, Math.floor(Math.log10(span / 50)));
  return {
    // Ends lie on steps: a slider counts its steps from its lower end.
    centre: [Math.min(downTo(low, step), low, centre), Math.max(-downTo(-high, step), high, centre)],
    widest: Math.max(-downTo(-2 * span, step), width, step),
    step,
  };
}

type DeepValues = readonly [lowest: number, highest: number];

function downTo(value: number, step: number): number {
  return Number((Math.floor(value / step) * step).toPrecision(12));
}
