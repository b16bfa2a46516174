/**
 * AUC and ACC as MedMNIST's evaluator defines them, prepared so that they can be computed again for any weights of the
 * samples. Where a metric is not defined it says why instead of giving a number.
 */
import type { Estimate } from '../domain/index.ts';
import {
  countSamples,
  decide,
  oneVersusRest,
  verdicts,
  type OneVersusRest,
  type Outcome,
  type Verdicts,
} from './decisions.ts';
import { rankingAreas, rankScores, type Areas, type Ranking } from './ranking.ts';

export type Undefined = Extract<Estimate, { value: null }>;

/** Areas under the curves, class by class, for any weights of the samples. */
export interface AreaParts {
  readonly questions: readonly OneVersusRest[];
  /** As long as `questions`. Weights are by sample. */
  areas(weights?: ArrayLike<number>): Areas[];
}

/** Sorts every question's scores, once. */
export function prepareAreas(outcome: Outcome): AreaParts {
  const asked = oneVersusRest(outcome);
  const rankings = asked.map(({ samples, positives, scores }): Ranking =>
    onSamples(rankScores(scores, positives), samples),
  );
  return {
    questions: asked,
    areas: (weights) => rankings.map((ranking) => rankingAreas(ranking, weights)),
  };
}

/** Lets a ranking of the known samples look weights up by sample. */
function onSamples(ranking: Ranking, samples: Int32Array): Ranking {
  return { ...ranking, order: ranking.order.map((element) => samples[element]!) };
}

/** The unweighted mean; null where there is nothing to average or one part is not defined. */
export function meanOfAll(parts: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return parts.length > 0 ? sum / parts.length : null;
}

/** Why there is no area under the ROC curve, or null where there is one. */
export function whyUndefined({ positives, className, opposite }: OneVersusRest): Undefined | null {
  if (positives.includes(0) && positives.includes(1)) return null;
  if (positives.length === 0) return { value: null, reason: 'no-samples', className };
  if (positives.includes(1)) return { value: null, reason: 'one-class', className };
  return opposite === null
    ? { value: null, reason: 'no-samples', className }
    : { value: null, reason: 'one-class', className: opposite };
}

/** The share of right decisions, averaged over label columns; null where a column has no known label. */
export function accuracy(columns: readonly Verdicts[], weights?: ArrayLike<number>): number | null {
  return meanOfAll(
    columns.map(({ samples, right }) => {
      let hits = 0;
      let total = 0;
      for (let i = 0; i < samples.length; i++) {
        const weight = weights ? weights[samples[i]!]! : 1;
        total += weight;
        hits += weight * right[i]!;
      }
      return total > 0 ? hits / total : null;
    }),
  );
}

/**
 * MedMNIST's AUC and ACC without intervals: what training watches on val.
 * The AUC is null where the evaluator would raise (a class without positives or without negatives).
 */
export function aucAndAcc(outcome: Outcome): {
  readonly auc: number | null;
  readonly acc: number | null;
} {
  countSamples(outcome);
  return {
    auc: meanOfAll(
      prepareAreas(outcome)
        .areas()
        .map(({ auc }) => auc),
    ),
    acc: accuracy(verdicts(outcome, decide(outcome))),
  };
}
