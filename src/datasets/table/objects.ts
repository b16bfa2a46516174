/**
 * What is seen in each image and where, as Hugging Face's `imagefolder` has it: `objects` of a row are `{ "bbox": [[x, y, width, height],
 * …], "categories": […] }` in px of the image, or a list of `{ "bbox", "category" }`. JSON and parquet have a column for each of the two,
 * delimited text one cell of JSON, or of Python.
 * https://huggingface.co/docs/datasets/image_dataset#object-detection
 */
import type { Box, Evidence } from '../../domain/index.ts';
import { classNameOf } from '../hub-card.ts';
import type { CheckedLabels } from '../labels.ts';
import { inNaturalOrder } from '../natural-order.ts';
import { fromSize } from '../published/boxes.ts';
import { LabelValues, multiLabel } from '../published/label-values.ts';
import { keptOnce } from '../published/named-table.ts';
import { sampleValues, type ColumnFacts } from './column-facts.ts';
import type { Grid } from './grid.ts';

/** The columns of objects; one of both where a cell holds all of them. */
export interface ObjectColumns {
  readonly boxes: string;
  readonly classes: string;
}

/** What was found in the columns. */
export interface Objects {
  readonly boxes: readonly Box[];
  /** Null where no image has any. */
  readonly labels: CheckedLabels | null;
  readonly evidence: readonly Evidence[];
}

/** As a target among those of `label-columns.ts`: boxes are drawn to be learned from. */
export const rankOfObjects = 3;

const whole = 'objects';
/** Names of the part that says what is in a box, the documented one first. */
const classParts = ['categories', 'category', 'labels', 'label'];

/** Null where a table has none. */
export function objectColumns(columns: readonly ColumnFacts[]): ObjectColumns | null {
  const find = (wanted: string) =>
    columns.find(({ name, kind, present }) => kind === 'text' && present > 0 && name === wanted);
  const boxes = find(`${whole}.bbox`);
  const classes = classParts.map((part) => find(`${whole}.${part}`)).find((one) => one !== undefined);
  if (boxes !== undefined && classes !== undefined) return { boxes: boxes.name, classes: classes.name };
  const cell = find(whole);
  const isOfBoxes = cell !== undefined && sampleValues(cell, 20).some(({ value }) => /bbox/.test(value));
  return isOfBoxes ? { boxes: whole, classes: whole } : null;
}

/** Whether a column says something of the objects alone: their area, their number. */
export function isOfObjects(name: string): boolean {
  return name === whole || name.startsWith(`${whole}.`);
}

/**
 * The boxes of the given rows, and which classes have one in each. A row without objects is one that was looked through.
 * @param rows in rising order
 */
export async function collectObjects(
  grid: Grid,
  columns: ObjectColumns,
  rows: Int32Array,
  signal: AbortSignal,
): Promise<Objects> {
  const boxes: Box[] = [];
  const once = keptOnce();
  const seen: (readonly string[])[] = [];
  const left = { boxes: 0, example: '' };
  const names = [...new Set([columns.boxes, columns.classes])];
  // A column of classes has its names already.
  const given = columns.classes === whole ? classParts : [];
  const known = given.flatMap((part) => grid.card?.names.get(`${whole}.${part}`) ?? []);
  for await (const batch of grid.batches(names, signal)) {
    const places = batch.column(columns.boxes);
    const called = batch.column(columns.classes);
    const end = batch.start + batch.rows;
    for (let row = rows[seen.length]; row !== undefined && row < end; row = rows[seen.length]) {
      const sample = seen.length;
      const at = row - batch.start;
      const classes: string[] = [];
      for (const { corners, name } of objectsOf(places[at]!, called[at]!)) {
        const className = once(classNameOf(known, name));
        const box = className === '' ? null : fromSize(corners, className);
        if (box !== null) boxes.push({ sample, ...box });
        else if (left.boxes++ === 0) left.example = `${grid.locate(row).table}: ${name}`;
        if (box !== null) classes.push(className);
      }
      seen.push(classes);
    }
  }
  return {
    boxes,
    labels: presence(columns, seen, grid.paths[0]!),
    evidence: left.boxes === 0 ? [] : [{ kind: 'boxes-left-out', holds: false, parameters: left }],
  };
}

function presence(
  { classes: column }: ObjectColumns,
  seen: readonly (readonly string[])[],
  file: string,
): CheckedLabels | null {
  const classes = inNaturalOrder([...new Set(seen.flat())], String);
  if (classes.length === 0) return null;
  const labels = new LabelValues(classes.length);
  for (const some of seen) labels.add(classes.map((name) => (some.includes(name) ? 1 : 0)));
  return labels.toColumn(multiLabel(column, classes), file);
}

interface LooseObject {
  readonly corners: readonly [string, string, string, string];
  readonly name: string;
}

/** Boxes beyond the last class have no name, classes beyond the last box no corners. */
function objectsOf(places: string, called: string): LooseObject[] {
  if (/^\s*(?:\{|\[\s*\{)/.test(places)) return objectsOfCell(parsed(places));
  const listed = /^\s*\[/.test(places) ? parsed(places) : null;
  const corners = Array.isArray(listed) ? (listed as unknown[]) : inFours(words(places));
  return paired(corners, words(called));
}

function objectsOfCell(value: unknown): LooseObject[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => objectsOfCell(one));
  if (typeof value !== 'object' || value === null) return [];
  const of = new Map(Object.entries(value as Readonly<Record<string, unknown>>));
  const bbox = of.get('bbox');
  const called = classParts.map((part) => of.get(part)).find((one) => one !== undefined);
  const isOne = Array.isArray(bbox) && !Array.isArray(bbox[0]) && bbox.length > 0;
  if (!Array.isArray(bbox)) return [];
  return paired(isOne ? [bbox] : bbox, (Array.isArray(called) ? called : [called]).map(word));
}

function paired(boxes: readonly unknown[], names: readonly string[]): LooseObject[] {
  const length = Math.max(boxes.length, names.length);
  return Array.from({ length }, (_, i) => {
    const box: readonly unknown[] = Array.isArray(boxes[i]) ? (boxes[i] as unknown[]) : [];
    const [x, y, width, height] = [0, 1, 2, 3].map((side) => word(box[side]));
    return { corners: [x!, y!, width!, height!], name: names[i] ?? '' };
  });
}

function inFours(sides: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(sides.length / 4) }, (_, i) => sides.slice(4 * i, 4 * i + 4));
}

/** What the table readers make of a list of plain values. */
function words(cell: string): string[] {
  return cell.trim() === '' ? [] : cell.split(';').map((part) => part.trim());
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** Of JSON, or of the same as Python prints it; null where it is neither. */
function parsed(text: string): unknown {
  for (const one of [text, text.replaceAll("'", '"')])
    try {
      return JSON.parse(one) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  return null;
}
