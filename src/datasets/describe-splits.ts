/** What came out of making splits: how many samples of each class are where, and what a person should know before training. */
import {
  splits,
  type LabelColumn,
  type Notice,
  type SampleTable,
  type Split,
  type Target,
} from '../domain/index.ts';
import { countClasses, hasLabel } from './labels.ts';
import { labelsOf } from './make-splits.ts';

export interface SplitDescription {
  /** Samples (multi-label: positives) of each class. */
  readonly counts: Readonly<Record<Split, readonly number[]>>;
  readonly samples: Readonly<Record<Split, number>>;
  readonly notices: readonly Notice[];
}

/** With fewer samples in all, intervals are so wide that most differences mean nothing. */
const fewSamples = 200;

/** @param sampleSplits what `makeSplits` returned for this table and target. */
export function describeSplits(
  table: SampleTable,
  target: Target,
  sampleSplits: readonly (Split | null)[],
): SplitDescription {
  const column = labelsOf(table, target);
  const counts = countClasses(column, sampleSplits);
  const samples = { train: 0, val: 0, test: 0 };
  const made = new Set<Split>();
  sampleSplits.forEach((split, row) => {
    if (split === null) return;
    samples[split]++;
    if (table.officialSplits[row] !== split) made.add(split);
  });
  const unlabelled = table.ids.filter((_, row) => !hasLabel(column, row)).length;
  const total = samples.train + samples.val + samples.test;
  const notices: Notice[] = [];
  for (const split of splits) {
    if (made.has(split)) {
      const byPatient = table.patients !== null;
      notices.push({ kind: 'split-made', split, samples: samples[split], byPatient });
    }
    const missing = target.classes.filter((_, index) => counts[split][index] === 0);
    if (samples[split] > 0 && missing.length > 0) {
      notices.push({ kind: 'class-missing-from-split', split, classes: missing });
    }
  }
  if (unlabelled > 0) notices.push({ kind: 'labels-missing', samples: unlabelled });
  if (total < fewSamples) notices.push({ kind: 'few-samples', samples: total });
  return { counts, samples, notices };
}

/** @param text the field that a model reads, null where it reads none */
export function textNotices({ minedFrom = [] }: LabelColumn, text: string | null): Notice[] {
  return text !== null && minedFrom.includes(text) ? [{ kind: 'text-tells-label', field: text }] : [];
}
