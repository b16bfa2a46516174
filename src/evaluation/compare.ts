/**
 * Two runs on the same test samples. Both are measured on the same resamples, so that what makes a sample hard for both
 * cancels out: the interval of the difference is narrower than the two intervals suggest.
 */
import type { Estimate, Target } from '../domain/index.ts';
import { bootstrap, numberUnits, type Estimates, type Measures } from './bootstrap.ts';
import { countSamples, decide, verdicts, type Outcome } from './decisions.ts';
import { accuracy, meanOfAll, prepareAreas, whyUndefined } from './metrics.ts';

/** What one run has more than the other; below 0 where it has less. */
export interface Difference {
  readonly auc: Estimate;
  readonly acc: Estimate;
}

/**
 * By how much `ours` is better than `theirs`, with 95 % intervals from 1000 resamples of the patients. Labels are ours.
 * @param patients by sample, as for `evaluateSplit`
 * @throws RangeError where the two don't have as many samples of as many classes
 */
export function comparePaired(
  ours: Outcome,
  theirs: Pick<Outcome, 'probabilities'>,
  patients: readonly string[] | null,
  seed: number,
): Difference {
  const samples = countSamples(ours);
  const other: Outcome = { ...ours, probabilities: theirs.probabilities };
  countSamples(other);
  const [first, second] = [aucAndAccOf(ours), aucAndAccOf(other)];
  const differences: Measures = (weights) => {
    const before = second(weights);
    return first(weights).map((value, place) => {
      const from = before[place] ?? null;
      return value === null || from === null ? null : value - from;
    });
  };
  const [estimates] = bootstrap([differences], numberUnits(samples, patients), seed) as [Estimates];
  return {
    auc: estimates(0, () => whyNoAuc(ours)),
    acc: estimates(1, () => ({ value: null, reason: 'no-samples', className: null })),
  };
}

function aucAndAccOf(outcome: Outcome): Measures {
  const parts = prepareAreas(outcome);
  const columns = verdicts(outcome, decide(outcome));
  return (weights) => [
    meanOfAll(parts.areas(weights).map(({ auc }) => auc)),
    accuracy(columns, weights),
  ];
}

function whyNoAuc(outcome: Outcome): Extract<Estimate, { value: null }> {
  const { questions } = prepareAreas(outcome);
  const why = questions.map(whyUndefined).find((reason) => reason !== null);
  return why ?? { value: null, reason: 'no-samples', className: null };
}

/** Whether two runs answered the same question on the same samples: only then can they be paired. */
export function canBePaired(
  ours: { readonly target: Target; readonly rows: Int32Array; readonly labels: Int32Array },
  theirs: { readonly target: Target; readonly rows: Int32Array; readonly labels: Int32Array },
): boolean {
  const same = (a: Int32Array, b: Int32Array) => a.length === b.length && a.every((v, i) => v === b[i]);
  return (
    ours.target.kind === theirs.target.kind &&
    ours.target.classes.length === theirs.target.classes.length &&
    ours.target.classes.every((name, k) => name === theirs.target.classes[k]) &&
    same(ours.rows, theirs.rows) &&
    same(ours.labels, theirs.labels)
  );
}
