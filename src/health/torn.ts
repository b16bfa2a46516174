/**
 * What is in two splits and should be in one: patients, studies, images, texts; and one image with two labels. All from the
 * sample table alone; images with equal pixels under different names are found once they are cut (`duplicates.ts`).
 */
import type { Finding } from '../domain/index.ts';
import {
  finding,
  imageKey,
  labelsDiffer,
  rowsBy,
  rowsInUse,
  seenKey,
  type Examined,
} from './examined.ts';

export function tornFindings(examined: Examined): Finding[] {
  return [
    ...tornPatients(examined),
    ...tornStudies(examined),
    ...tornImages(examined),
    ...tornTexts(examined),
    ...conflictingImages(examined),
  ];
}

/** Names whose rows are in more than one split. */
function torn(groups: Map<string, number[]>, { splits }: Examined): [string, number[]][] {
  return [...groups].filter(([, rows]) => rows.some((row) => splits[row] !== splits[rows[0]!]));
}

function tornPatients(examined: Examined): Finding[] {
  const { patients } = examined.table;
  if (patients === null) return [];
  const found = torn(
    rowsBy(rowsInUse(examined), (row) => patients[row]!),
    examined,
  );
  if (found.length === 0) return [];
  return [
    finding(
      'torn-patients',
      'serious',
      found.length,
      { patients: found.length },
      examined,
      found.flatMap(([, rows]) => rows),
      { examples: found.map(([patient]) => patient), fix: 'regroup-split' },
    ),
  ];
}

/** Studies of which the patient is not known; the others are within a patient. */
function tornStudies(examined: Examined): Finding[] {
  const { patients, studies } = examined.table;
  if (studies === undefined) return [];
  const nameOf = (row: number) => ((patients?.[row] ?? '') === '' ? studies[row]! : '');
  const found = torn(rowsBy(rowsInUse(examined), nameOf), examined);
  if (found.length === 0) return [];
  return [
    finding(
      'torn-studies',
      'serious',
      found.length,
      { studies: found.length },
      examined,
      found.flatMap(([, rows]) => rows),
      { examples: found.map(([study]) => study), fix: 'regroup-split' },
    ),
  ];
}

function tornImages(examined: Examined): Finding[] {
  const { ids, images } = examined.table;
  if (images === null) return [];
  const found = torn(
    rowsBy(rowsInUse(examined), (row) => imageKey(images[row]!)),
    examined,
  );
  if (found.length === 0) return [];
  const examples = found.map(([, rows]) => rows.map((row) => ids[row]!).join(' = '));
  return [
    finding(
      'torn-images',
      'serious',
      found.length,
      { images: found.length },
      examined,
      found.flatMap(([, rows]) => rows),
      { examples, fix: 'regroup-split' },
    ),
  ];
}

/** Below this share of distinct texts, repeats are how people write: questions, captions from a form. */
const mostlyDistinct = 0.8;
/** A text of fewer characters comes twice by chance ("normal chest"). */
const shortestText = 24;

function tornTexts(examined: Examined): Finding[] {
  const { table } = examined;
  const rows = rowsInUse(examined);
  return Object.entries(table.text).flatMap(([field, texts]) => {
    const groups = rowsBy(rows, (row) => normalised(texts[row]!));
    const written = [...groups.values()].reduce((sum, group) => sum + group.length, 0);
    if (groups.size < mostlyDistinct * written) return [];
    const found = torn(groups, examined).filter(([text]) => width(text) >= shortestText);
    if (found.length === 0) return [];
    const concerned = found.flatMap(([, group]) => group);
    return [
      finding(
        'torn-texts',
        field === examined.text ? 'serious' : 'caution',
        found.length,
        { field, texts: found.length },
        examined,
        concerned,
      ),
    ];
  });
}

const normalised = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** Characters, a Chinese or Japanese one counted as two: it says as much as half a word. */
function width(text: string): number {
  return text.length + (text.match(/[\u3040-\u30ff\u4e00-\u9fff]/g)?.length ?? 0);
}

/** What a model is given is the same, and what it should say is not. */
function conflictingImages(examined: Examined): Finding[] {
  const { table, settled, text, readsImages } = examined;
  const { images, ids } = table;
  if (images === null || !readsImages) return [];
  const question = (row: number) => (text === null ? '' : (table.text[text]?.[row] ?? ''));
  const groups = rowsBy(rowsInUse(examined), (row) => seenKey(examined, row) + question(row));
  const found = [...groups.values()].filter((rows) => rows.length > 1 && labelsDiffer(settled, rows));
  if (found.length === 0) return [];
  const examples = found.map((rows) => rows.map((row) => ids[row]!).join(' ≠ '));
  return [
    finding(
      'conflicting-labels',
      'serious',
      found.length,
      { images: found.length },
      examined,
      found.flat(),
      { examples, fix: 'mask-conflicts' },
    ),
  ];
}
