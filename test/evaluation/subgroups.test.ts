import { expect, test } from 'vitest';
import { evaluateSplit, subgroups } from '../../src/evaluation/index.ts';
import { randomOutcome } from './outcomes.ts';

const samples = 120;
const outcome = {
  ...randomOutcome('binary', 2, samples, 4),
  patients: Array.from({ length: samples }, (_, i) => `p${i >> 1}`),
  trainLabels: Int32Array.of(0, 1),
  seed: 1,
};
const rows = Int32Array.from({ length: samples }, (_, i) => samples - 1 - i);

test('sexes by size, ages in order, what is not known last', () => {
  const covariates = {
    'Patient Age': Array.from({ length: samples }, (_, i) => (i % 10 === 0 ? null : i)),
    gender: Array.from({ length: samples }, (_, i) => (i % 3 === 0 ? 'F' : 'M')),
    note: Array.from({ length: samples }, (_, i) => `${i}`),
  };
  const groups = subgroups(outcome, covariates, rows);
  expect(groups.map(({ field, name, samples: count }) => [field, name, count])).toEqual([
    ['sex', 'M', 80],
    ['sex', 'F', 40],
    ['age', '0–17', 16],
    ['age', '18–39', 20],
    ['age', '40–59', 18],
    ['age', '60–79', 18],
    ['age', '80+', 36],
    ['age', null, 12],
  ]);
});

test('the figures of a group are those of its samples alone', () => {
  const view = Array.from({ length: samples }, (_, row) => (row < 50 ? 'PA' : 'AP'));
  const [ap, pa] = subgroups(outcome, { view }, rows);
  // Row 119 is sample 0: the first 70 samples are AP.
  const alone = evaluateSplit({
    ...outcome,
    labels: outcome.labels.subarray(70),
    probabilities: outcome.probabilities.subarray(140),
    patients: outcome.patients.slice(70),
  });
  expect(pa).toEqual({
    field: 'view',
    name: 'PA',
    samples: 50,
    patients: 25,
    auc: alone.auc,
    acc: alone.acc,
  });
  expect(ap!.samples).toBe(70);
});

test('one group only is no comparison', () => {
  expect(subgroups(outcome, { sex: Array<string>(samples).fill('F') }, rows)).toEqual([]);
});
