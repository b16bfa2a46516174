/** Facts about a person or a picture that a plain table has beside its labels, told by their headings. */
import type { CodedColumn } from './collect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { rolesOf, type Parts } from './guess-roles.ts';
import { speaksOf } from './headings.ts';

export type CovariateValues = readonly (string | number | null)[];

/** Of a covariate that is no number: with more it tells single samples apart, as dates do. */
const mostCategories = 50;
/** Corners and sides of a box are no facts about all of a picture. */
const ofBoxes = /^[xywh]$/i;

/** Columns that are covariates; those that are given another part are not. */
export function covariateColumns(columns: readonly ColumnFacts[], parts: Parts): ColumnFacts[] {
  const { file, text, patient, split } = rolesOf(parts);
  return columns.filter((facts) => {
    const { name, kind, counts, isMany } = facts;
    if (kind === 'image' || isMany || counts.size < 2) return false;
    if (!speaksOf(name, 'covariate') || ofBoxes.test(name)) return false;
    if ([file, text, patient, split].includes(name)) return false;
    return counts.size <= mostCategories || areNumbers(facts);
  });
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
