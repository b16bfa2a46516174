/** Facts about a person or a picture that a plain table has beside its labels, told by their headings or chosen by hand. */
import { appError } from '../../domain/index.ts';
import type { CodedColumn } from './collect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { speaksOf } from './headings.ts';

export type CovariateValues = readonly (string | number | null)[];

/** Of a covariate that is no number: with more it tells single samples apart, as dates do. */
const mostCategories = 50;
/** Corners and sides of a box are no facts about all of a picture. */
const ofBoxes = /^[xywh]$/i;

/** Columns that are covariates by what they are called. */
export function covariateColumns(columns: readonly ColumnFacts[]): ColumnFacts[] {
  return columns.filter((facts) => {
    const { name, counts } = facts;
    if (!isUsable(facts) || counts.size < 2) return false;
    if (!speaksOf(name, 'covariate') || ofBoxes.test(name)) return false;
    return counts.size <= mostCategories || areNumbers(facts);
  });
}

/**
 * Columns that a person chose.
 * @param file the table, for problems
 * @throws AppError `recipe-does-not-fit` where one holds images, or more values than are counted
 */
export function chosenCovariates(
  chosen: readonly ColumnFacts[],
  columns: readonly ColumnFacts[],
  file: string,
): readonly ColumnFacts[] {
  const unfit = chosen.find((facts) => !isUsable(facts));
  if (unfit === undefined) return chosen;
  const available = columns.filter(isUsable).map(({ name }) => name);
  throw appError('recipe-does-not-fit', file, {
    path: 'reading.columns.covariates',
    found: unfit.name,
    available: available.join(', '),
  });
}

function isUsable({ kind, isMany }: ColumnFacts): boolean {
  return kind !== 'image' && !isMany;
}

/** The values of samples, by their rows: numbers where all of the column are, null where a row has none. */
export function covariateValues(
  facts: ColumnFacts,
  { values, codes }: CodedColumn,
  rows: Int32Array,
): CovariateValues {
  const read = areNumbers(facts) ? Number : String;
  const known = values.map((value) => (value.trim() === '' ? null : read(value)));
  return Array.from(rows, (row) => known[codes[row]!] ?? null);
}

function areNumbers({ counts }: ColumnFacts): boolean {
  return [...counts.keys()].every((value) => value.trim() !== '' && Number.isFinite(Number(value)));
}
