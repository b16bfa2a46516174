/** Made sample tables: clean ones, in which no check should find anything, to plant problems into. */
import {
  seededRandom,
  splits as allSplits,
  type LabelColumn,
  type SampleTable,
  type Split,
  type Target,
} from '../../src/domain/index.ts';
import type { Examined } from '../../src/health/examined.ts';

export const binary: Target = {
  name: 'finding',
  kind: 'binary',
  classes: ['absent', 'present'],
  mayFlip: false,
};

const words =
  'lung heart rib left right upper lower clear view film shadow border apex hilum base'.split(' ');

/**
 * Samples with an image, a patient of two samples each, a text of random words, a label and a split of its own, and covariates
 * that know nothing of the label.
 */
export function cleanSamples(length = 400, seed = 0): Examined {
  const random = seededRandom(seed, 'clean samples');
  const rows = [...Array(length).keys()];
  const labels = Int32Array.from(rows, () => (random() < 0.5 ? 0 : 1));
  const sentence = (row: number) =>
    [
      `case ${row}`,
      ...Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]!),
    ].join(' ');
  const table: SampleTable = {
    length,
    ids: rows.map((row) => `images/${row}.png`),
    images: rows.map((row) => ({ kind: 'file', path: `images/${row}.png` })),
    text: { report: rows.map(sentence) },
    patients: rows.map((row) => `p${row >> 1}`),
    officialSplits: rows.map((row) => splitOf(row >> 1)),
    labels: [],
    covariates: {
      site: rows.map(() => `site ${Math.floor(random() * 4)}`),
      age: rows.map(() => Math.floor(random() * 80)),
    },
  };
  return examined({ ...table, labels: [{ target: binary, width: 1, values: labels }] });
}

const splitOf = (patient: number): Split => allSplits[patient % 10 < 7 ? 0 : patient % 10 === 7 ? 1 : 2];

/** A table with its first target, learned from as it is. */
export function examined(table: SampleTable, change: Partial<Examined> = {}): Examined {
  const stated = table.labels[0]!;
  const settled: LabelColumn = { ...stated, values: stated.values.map((value) => Math.max(value, -1)) };
  const splits = table.officialSplits;
  const text = Object.keys(table.text)[0] ?? null;
  return { table, stated, settled, splits, text, readsImages: true, areTogether: false, ...change };
}

/** The values, with some of them changed. */
export function changed<T>(values: readonly T[], changes: Readonly<Record<number, T>>): T[] {
  return values.map((value, i) => (i in changes ? changes[i]! : value));
}
