/**
 * Texts that belong to samples as something to choose from (which of these captions is this picture's?): a target without labels, since
 * what is right is known.
 */
import {
  missingLabel,
  seededRandom,
  type LabelColumn,
  type SampleTable,
  type Split,
} from '../domain/index.ts';
import { checkLabels, type CheckedLabels } from './labels.ts';
import type { SampleRows } from './published/sample-rows.ts';

/** The own text and four others: chance is right one time in five. */
const places = 5;

/** Draws that may fail before a place stays empty: texts and groups of most datasets differ. */
const mostDraws = 50;

/**
 * The target `name`: which of five texts is the sample's own. The place of the own one is drawn here, the others by `dealOptions`.
 * @param field of the samples' texts; one without has no label
 * @returns nothing where the field is not there
 */
export function ownText(
  name: string,
  field: string,
  samples: Pick<SampleRows, 'length' | 'hasText' | 'textOf'>,
  file: string,
): CheckedLabels[] {
  if (!samples.hasText(field)) return [];
  const random = seededRandom(0, 'places of options', name);
  const values = Int32Array.from({ length: samples.length }, (_, sample) => {
    const place = Math.floor(random() * places);
    return samples.textOf(sample, field) === '' ? missingLabel : place;
  });
  const classes = Array.from({ length: places }, (_, place) => String(place + 1));
  const target = { name, kind: 'choice', classes, mayFlip: false } as const;
  return [checkLabels({ target, width: 1, values, options: { kind: 'drawn', field } }, file)];
}

/**
 * Draws the other options of each sample from its own split: never a text that is among them already, nor one of the same patient or
 * study, which may be as right.
 * @param assigned split of each row
 */
export function dealOptions(
  table: SampleTable,
  column: LabelColumn,
  field: string,
  assigned: readonly (Split | null)[],
  seed: number,
): LabelColumn {
  const { classes } = column.target;
  const texts = table.text[field]!;
  const rowsOf = new Map<Split | null, number[]>();
  assigned.forEach((split, row) => {
    if (column.values[row]! < 0) return;
    const rows = rowsOf.get(split);
    if (rows) rows.push(row);
    else rowsOf.set(split, [row]);
  });
  const isRelated = (a: number, b: number) =>
    [table.patients, table.studies].some((ids) => Boolean(ids?.[a]) && ids?.[a] === ids?.[b]);
  const random = seededRandom(seed, 'options');
  const samples = new Int32Array(assigned.length * classes.length).fill(-1);
  assigned.forEach((split, row) => {
    const place = column.values[row]!;
    if (place < 0 || split === null) return;
    const among = rowsOf.get(split)!;
    const used = new Set([texts[row]]);
    const options = samples.subarray(row * classes.length, (row + 1) * classes.length);
    options[place] = row;
    let draws = 0;
    for (let i = 0; i < options.length; i++) {
      while (options[i]! < 0 && draws++ < mostDraws) {
        const other = among[Math.floor(random() * among.length)]!;
        if (used.has(texts[other]) || isRelated(row, other)) continue;
        used.add(texts[other]);
        options[i] = other;
      }
    }
  });
  return { ...column, options: { kind: 'dealt', texts, samples } };
}
