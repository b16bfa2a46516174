/**
 * Thresholds: chosen on val, never on the split that they are judged on. A threshold that was chosen where it is judged
 * looks better than it will ever be again.
 */
import type { ThresholdAim } from '../domain/index.ts';
import { oneVersusRest, type OneVersusRest, type Outcome } from './decisions.ts';
import { rankScores } from './ranking.ts';

/** What is asked of a threshold. */
export interface Aim {
  readonly aim: ThresholdAim;
  readonly wanted: number | null;
}

/** What readers of a medical paper look for. */
const aims: readonly Aim[] = [
  { aim: 'specificity', wanted: 0.9 },
  { aim: 'sensitivity', wanted: 0.9 },
  { aim: 'youden', wanted: null },
];

export interface ChosenThreshold extends Aim {
  readonly threshold: number;
}

/** By question of the outcome, see `oneVersusRest`; empty for a question that has one answer only. */
export function chooseThresholds(val: Outcome): ChosenThreshold[][] {
  return oneVersusRest(val).map(({ scores, positives }) =>
    aims.flatMap((aim) => {
      const threshold = chooseThreshold(scores, positives, aim);
      return threshold === null ? [] : [{ ...aim, threshold }];
    }),
  );
}

/**
 * The score at and above which yes is to be said, one of the scores themselves. Of thresholds that do what is wanted, the one
 * with the largest other rate; of equals the highest. Null where there is one class only, or where only saying no to
 * everything would do.
 */
export function chooseThreshold(
  scores: ArrayLike<number>,
  positives: ArrayLike<number>,
  { aim, wanted }: Aim,
): number | null {
  const { order, positive, tied } = rankScores(scores, positives);
  const total = positive.reduce((sum, yes) => sum + yes, 0);
  const others = order.length - total;
  if (total === 0 || others === 0) return null;
  let hits = 0;
  let best = -Infinity;
  let threshold: number | null = null;
  for (let place = 0; place < order.length; place++) {
    hits += positive[place]!;
    if (tied[place]) continue;
    const sensitivity = hits / total;
    const specificity = 1 - (place + 1 - hits) / others;
    const isWanted =
      aim === 'youden' || (aim === 'specificity' ? specificity : sensitivity) >= (wanted ?? 0);
    const value =
      aim === 'youden' ? sensitivity + specificity : aim === 'specificity' ? sensitivity : specificity;
    if (!isWanted || value <= best) continue;
    best = value;
    threshold = scores[order[place]!]!;
  }
  return threshold;
}

/** Sensitivity and specificity at a threshold for any weights of the samples; null where the side is empty. */
export function prepareRates(
  { samples, positives, scores }: OneVersusRest,
  threshold: number,
): (weights?: ArrayLike<number>) => {
  readonly sensitivity: number | null;
  readonly specificity: number | null;
} {
  // Truth in the lower bit, decision in the upper one.
  const kind = Uint8Array.from(scores, (score, i) => positives[i]! + (score >= threshold ? 2 : 0));
  return (weights) => {
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < kind.length; i++) sums[kind[i]!]! += weights ? weights[samples[i]!]! : 1;
    const [rejections, misses, falseAlarms, hits] = sums as [number, number, number, number];
    return {
      sensitivity: hits + misses > 0 ? hits / (hits + misses) : null,
      specificity: rejections + falseAlarms > 0 ? rejections / (rejections + falseAlarms) : null,
    };
  };
}
