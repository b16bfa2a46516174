/** What duplicates mean: the same image in two splits, more than once in one, and with two labels. */
import type { Check, Finding } from '../domain/index.ts';
import type { Duplicates } from './duplicates.ts';
import { finding, labelsDiffer, type Examined } from './examined.ts';
import { splitsOf, type Pictures } from './pictures.ts';

export function duplicateFindings(
  examined: Examined,
  pictures: Pictures,
  { exact, near }: Duplicates,
): Finding[] {
  const isTorn = (group: readonly number[]) => splitsOf(group, pictures, examined).size > 1;
  const isWhole = (group: readonly number[]) => !isTorn(group);
  const told = (check: DuplicateCheck, severity: 'serious' | 'caution', groups: Groups) =>
    duplicates(check, severity, groups, examined, pictures);
  return [
    ...told('duplicates-across-splits', 'serious', exact.filter(isTorn)),
    ...told('near-duplicates-across-splits', 'serious', near.filter(isTorn)),
    ...conflicts(examined, pictures, exact),
    ...told('duplicates-within-split', 'caution', exact.filter(isWhole)),
    ...told('near-duplicates-within-split', 'caution', near.filter(isWhole)),
  ];
}

type Groups = readonly (readonly number[])[];
type DuplicateCheck = Extract<Check, `${string}duplicates${string}`>;

/** Counted are the copies: all images of a group but one. */
function duplicates(
  check: DuplicateCheck,
  severity: 'serious' | 'caution',
  groups: Groups,
  examined: Examined,
  { first }: Pictures,
): Finding[] {
  if (groups.length === 0) return [];
  const { ids } = examined.table;
  const copies = groups.reduce((sum, group) => sum + group.length - 1, 0);
  const rows = groups.flatMap((group) => group.map((picture) => first[picture]!));
  const examples = groups.map((group) => group.map((picture) => ids[first[picture]!]!).join(' = '));
  return [
    finding(check, severity, copies, { groups: groups.length }, examined, rows, {
      examples,
      fix: 'drop-duplicates',
    }),
  ];
}

/** Different files of equal pixels; one file under two labels is seen without its pixels (`torn.ts`). */
function conflicts(examined: Examined, { all }: Pictures, exact: Groups): Finding[] {
  // Where a question decides the answer, one image has many labels.
  if (examined.text !== null) return [];
  const disputed = exact
    .map((group) => group.flatMap((picture) => all[picture]!))
    .filter((rows) => labelsDiffer(examined.settled, rows));
  if (disputed.length === 0) return [];
  const { ids } = examined.table;
  return [
    finding(
      'conflicting-labels',
      'serious',
      disputed.length,
      { images: disputed.length },
      examined,
      disputed.flat(),
      {
        examples: disputed.map((rows) => rows.map((row) => ids[row]!).join(' ≠ ')),
        fix: 'mask-conflicts',
      },
    ),
  ];
}
