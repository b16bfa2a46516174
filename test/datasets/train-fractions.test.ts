/** Parts of a training split: how many of each class, whole patients, each part within the next. */
import { describe, expect, it } from 'vitest';
import { trainFraction } from '../../src/datasets/index.ts';
import { missingLabel, type LabelColumn, type SampleTable } from '../../src/domain/index.ts';

/** Patients of one class each, with as many samples each. */
function tableOf(patients: readonly { readonly label: number; readonly samples: number }[]) {
  const rows = patients.flatMap(({ label, samples }, i) =>
    Array.from({ length: samples }, () => ({ label, patient: `p${i}` })),
  );
  const column: LabelColumn = {
    target: { name: 'finding', kind: 'multi-class', classes: ['a', 'b', 'c'], mayFlip: false },
    width: 1,
    values: Int32Array.from(rows, ({ label }) => label),
  };
  const table: SampleTable = {
    length: rows.length,
    ids: rows.map((_, i) => `s${i}`),
    images: null,
    text: {},
    patients: rows.map(({ patient }) => patient),
    officialSplits: rows.map(() => null),
    labels: [column],
  };
  return { table, column, all: Int32Array.from(rows.keys()) };
}

const patients = [
  ...Array.from({ length: 40 }, () => ({ label: 0, samples: 3 })),
  ...Array.from({ length: 20 }, () => ({ label: 1, samples: 2 })),
  ...Array.from({ length: 3 }, () => ({ label: 2, samples: 1 })),
];
const { table, column, all } = tableOf(patients);
const part = (fraction: number, seed = 0) => trainFraction(table, column, all, fraction, seed);
const countsOf = (rows: Int32Array) =>
  [0, 1, 2].map((k) => rows.filter((row) => column.values[row] === k).length);

describe('a part of the training split', () => {
  it.each([
    [0.1, [12, 4, 1]],
    [0.25, [30, 10, 1]],
    [0.5, [60, 20, 2]],
    [1, [120, 40, 3]],
  ])('of %d has that part of the patients of each class, rounded up', (fraction, counts) => {
    expect(countsOf(part(fraction))).toEqual(counts);
  });

  it('lies within every larger one, whichever those are', () => {
    const parts = [0.05, 0.1, 0.3, 0.31, 0.8, 1].map((fraction) => new Set(part(fraction)));
    parts.slice(1).forEach((larger, i) => {
      expect([...parts[i]!].filter((row) => !larger.has(row))).toEqual([]);
    });
    expect([...part(1)]).toEqual([...all]);
  });

  it('never parts a patient, and keeps the order of the rows', () => {
    const rows = part(0.25);
    const taken = new Set(Array.from(rows, (row) => table.patients![row]));
    const left = all.filter((row) => !rows.includes(row));
    expect(left.some((row) => taken.has(table.patients![row]))).toBe(false);
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
  });

  it('is the same for the same seed, and another for another', () => {
    expect([...part(0.25, 7)]).toEqual([...part(0.25, 7)]);
    expect([...part(0.25, 7)]).not.toEqual([...part(0.25, 8)]);
  });

  it('takes of the rows that it is given only, and counts a patient with its rarest class', () => {
    const mixed = { ...table, patients: table.ids.map((_, row) => `q${row % 40}`) };
    const given = all.filter((row) => row % 2 === 0);
    const rows = trainFraction(mixed, column, given, 0.5, 0);
    expect([...rows].every((row) => given.includes(row))).toBe(true);
    // The even rows are of 20 patients, all with class b: two with c too (rows 160 and 162) are half of those with c.
    const groups = new Set(Array.from(rows, (row) => mixed.patients[row]));
    expect(groups.size).toBe(10);
  });

  it('spreads multi-label samples without any class evenly too', () => {
    const target = {
      name: 'findings',
      kind: 'multi-label',
      classes: ['x', 'y'],
      mayFlip: false,
    } as const;
    const length = 100;
    const values = new Int32Array(2 * length);
    for (let row = 0; row < length; row++) {
      values[2 * row] = row < 20 ? 1 : 0;
      values[2 * row + 1] = row >= 90 ? missingLabel : 0;
    }
    const wide: LabelColumn = { target, width: 2, values };
    const ids = Array.from({ length }, (_, i) => `s${i}`);
    const alone: SampleTable = {
      length,
      ids,
      images: null,
      text: {},
      patients: null,
      officialSplits: ids.map(() => null),
      labels: [wide],
    };
    const rows = trainFraction(alone, wide, Int32Array.from(ids.keys()), 0.3, 0);
    expect([rows.filter((row) => row < 20).length, rows.length]).toEqual([6, 30]);
  });
});
