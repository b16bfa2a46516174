/** The learning rate of every step, as a pure function of the step: nothing to save and nothing to resume. */
import type { Recipe } from '../domain/index.ts';

export type ScheduleOptions = Pick<Recipe['training'], 'schedule' | 'learningRate' | 'warmUp'>;

/** One-cycle starts at a 25th of the learning rate and ends at a 1000th (a 40th of where it started). */
const oneCycleStart = 1 / 25;
const oneCycleEnd = 1 / 1000;

/**
 * - `one-cycle`: rises and falls along cosines, as PyTorch's `OneCycleLR` does with `final_div_factor=40`.
 * - `cosine`: rises in a straight line, then falls to 0 along a cosine.
 * @param step from 0
 * @param steps of the whole run
 */
export function learningRateAt(step: number, steps: number, options: ScheduleOptions): number {
  const { schedule, learningRate, warmUp } = options;
  const peak = Math.max(0, warmUp * steps - 1);
  const last = Math.max(peak, steps - 1);
  const rising = step < peak;
  const progress = rising ? step / peak : last > peak ? (step - peak) / (last - peak) : 0;
  switch (schedule) {
    case 'one-cycle':
      return (
        learningRate * (rising ? cosine(oneCycleStart, 1, progress) : cosine(1, oneCycleEnd, progress))
      );
    case 'cosine':
      // The first step already moves: a rate of 0 would waste it.
      return learningRate * (rising ? (step + 1) / (peak + 1) : cosine(1, 0, progress));
  }
}

/** From `start` to `end` along half a cosine. */
function cosine(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
