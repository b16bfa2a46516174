/** Covariates as numbers: by hand, with numpy's population deviation. */
import { describe, expect, test } from 'vitest';
import { covariateWidth, encodeCovariates, fitCovariates } from '../../src/models/index.ts';

const covariates = {
  age: [40, 60, null, 80, 1000, null],
  sex: ['F', 'M', 'F', null, 'X', 'F'],
  view: ['PA', 'PA', 'AP', 'PA', 'LAT', null],
};
const table = { covariates, patients: null };
const trainRows = Int32Array.of(0, 1, 2, 3);
const names = Object.keys(covariates);

describe('covariates', () => {
  test('are standardised and named by train alone', () => {
    const columns = fitCovariates(table, names, trainRows, 1);
    expect(columns).toEqual([
      { name: 'age', kind: 'number', mean: 60, deviation: Math.sqrt(800 / 3) },
      { name: 'sex', kind: 'category', values: ['F', 'M'], mayMiss: true },
      { name: 'view', kind: 'category', values: ['PA', 'AP'], mayMiss: false },
    ]);
    expect(covariateWidth(columns)).toBe(2 + 3 + 2);
    const age = (value: number) => Math.fround((value - 60) / Math.sqrt(800 / 3));
    const rows = encodeCovariates(columns, covariates, [0, 3, 4, 5]);
    expect(Array.from(rows)).toEqual([
      ...[age(40), 0, 1, 0, 0, 1, 0],
      ...[age(80), 0, 0, 0, 1, 1, 0],
      // Never seen in train: no value of its own, and not missing either.
      ...[age(1000), 0, 0, 0, 0, 0, 0],
      ...[0, 1, 1, 0, 0, 0, 0],
    ]);
  });

  test('values of too few patients are not named, however many samples they have', () => {
    const patients = ['a', 'b', 'c', 'c', 'd', 'e'];
    const all = Int32Array.of(0, 1, 2, 3, 4, 5);
    const ward = { ward: ['east', 'east', 'west', 'west', 'east', 'south'] };
    const named = (fewest: number) =>
      fitCovariates({ covariates: ward, patients }, ['ward'], all, fewest);
    expect(named(1)[0]).toMatchObject({ values: ['east', 'west', 'south'] });
    expect(named(2)[0]).toMatchObject({ values: ['east'] });
  });

  test('that train does not know are left out, and constant ones do no harm', () => {
    const columns = fitCovariates(
      { covariates: { none: [null, null, 3], same: [5, 5, 9] }, patients: null },
      ['none', 'same', 'absent'],
      Int32Array.of(0, 1),
      1,
    );
    expect(columns).toEqual([{ name: 'same', kind: 'number', mean: 5, deviation: 1 }]);
    expect(Array.from(encodeCovariates(columns, {}, [0]))).toEqual([0, 1]);
  });
});
