/**
 * Two runs on the same test samples. Both are measured on the same resamples, so that what makes a sample hard for both
 * cancels out: the interval of the difference is narrower than the two intervals suggest.
 */
import type { Difference, Estimate } from '../domain/index.ts';
import { bootstrap, numberUnits, type Estimates, type Measures } from './bootstrap.ts';
import { countSamples, decide, verdicts, type Outcome } from './decisions.ts';
import { accuracy, meanOfAll, prepareAreas, whyUndefined } from './metrics.ts';

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
