/** The lines of the comparison: this run's AUC on each split, its accuracy against the majority, earlier runs. */
import type { Language, ResultsStep } from '../../state/index.ts';
import type { WhiskerInput } from '../plots/dot-whisker.ts';

/** AUC of a model that knows nothing. */
const chance = 0.5;

export function comparedRows(results: ResultsStep, { words, formats }: Language): WhiskerInput[] {
  const { splits, inputKinds } = words.target;
  const aucs = results.compared.map((one) => ({
    label:
      one.kind === 'this'
        ? words.results.headlineOn(splits[one.split])
        : words.results.earlier(inputKinds[one.inputs], formats.moment(one.started, 'brief')),
    estimate: one.auc,
    baseline: chance,
    isMain: one.kind === 'this' && one.split === results.split,
  }));
  const { figures } = results;
  const beaten = (results.beside?.baselines ?? []).map(({ kind, auc }): WhiskerInput => ({
    label: words.results.baselines[kind],
    estimate: auc,
    baseline: chance,
    isMain: false,
  }));
  if (figures === null) return aucs;
  const accuracy = {
    label: words.results.accOn(splits[results.split]),
    estimate: figures.acc,
    baseline: figures.majorityAcc,
    isMain: true,
  };
  const own = results.splits.length;
  return [...aucs.slice(0, own), ...beaten, ...aucs.slice(own), accuracy];
}
