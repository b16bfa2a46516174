/** Covariates as numbers that a network or a regression can read, prepared on the training split alone. */
import type { CovariateColumn, CovariateReader, SampleTable } from '../domain/index.ts';

type Values = readonly (string | number | null)[];

/** Values that are rarer than the most common ones of a covariate have no number of their own. */
const mostValues = 50;

/**
 * How each covariate becomes numbers: a numeric one standardised, with a number that says where it is missing; any other one
 * with a number for each of its most common values, and one for missing where it ever is.
 * @param fewest patients (samples, where those are not known) of train that a value needs to have to be named
 */
export function fitCovariates(
  { covariates = {}, patients }: Pick<SampleTable, 'covariates' | 'patients'>,
  names: readonly string[],
  trainRows: Int32Array,
  fewest: number,
): CovariateColumn[] {
  return names.flatMap((name) => fit(name, covariates[name] ?? [], trainRows, patients, fewest));
}

function fit(
  name: string,
  values: Values,
  trainRows: Int32Array,
  patients: readonly string[] | null,
  fewest: number,
): CovariateColumn[] {
  const rows = trainRows.filter((row) => (values[row] ?? null) !== null);
  if (rows.length === 0) return [];
  const known = Array.from(rows, (row) => values[row]!);
  const numbers = known.filter((value) => typeof value === 'number');
  if (numbers.length === known.length) {
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
    return [{ name, kind: 'number', mean, deviation: Math.sqrt(variance) || 1 }];
  }
  const counts = new Map<string | number, number>();
  const owners = new Map<string | number, Set<string | number>>();
  for (const row of rows) {
    const value = values[row]!;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    owners.set(value, (owners.get(value) ?? new Set()).add(patients?.[row] ?? row));
  }
  const common = [...counts]
    .filter(([value]) => owners.get(value)!.size >= fewest)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostValues)
    .map(([value]) => value);
  return [{ name, kind: 'category', values: common, mayMiss: rows.length < trainRows.length }];
}

/** Numbers that stand for the covariates of one sample. */
export function covariateWidth(columns: readonly CovariateColumn[]): number {
  return columns.reduce((sum, column) => sum + numbersOf(column, null).length, 0);
}

/** @returns `[rows, covariateWidth]` */
export function encodeCovariates(
  columns: readonly CovariateColumn[],
  covariates: Readonly<Record<string, Values>>,
  rows: ArrayLike<number>,
): Float32Array {
  return Float32Array.from(
    Array.from(rows).flatMap((row) =>
      columns.flatMap((column) => numbersOf(column, covariates[column.name]?.[row] ?? null)),
    ),
  );
}

/** Values that are rare or were never seen are all zeros. */
function numbersOf(column: CovariateColumn, value: string | number | null): number[] {
  if (column.kind === 'number') {
    if (typeof value !== 'number') return [0, 1];
    return [(value - column.mean) / column.deviation, 0];
  }
  const named = column.values.map((one) => (one === value ? 1 : 0));
  return column.mayMiss ? [...named, value === null ? 1 : 0] : named;
}

/** The covariates of a table as a model reads them that was fitted to `columns`. */
export function covariateReader(
  columns: readonly CovariateColumn[],
  covariates: Readonly<Record<string, Values>>,
): CovariateReader {
  return { columns, read: (rows) => encodeCovariates(columns, covariates, rows) };
}
