/**
 * Reads a table with a sample a row: with the images that it names or holds, with texts, or with both. Samples come in
 * the order of the rows. A row that names a missing image is rejected and the others are kept; an image that several
 * rows name is a sample for each.
 */
import {
  AppError,
  appError,
  type Evidence,
  type ImageReference,
  type Problem,
  type Source,
} from '../../domain/index.ts';
import { toRecognised } from '../inspection.ts';
import type { Listing } from '../listing.ts';
import { cellImages, type CellImage } from '../published/cell-images.ts';
import { openNamedTable } from '../published/named-table.ts';
import type { DatasetReader, Recognised } from '../reader.ts';
import { codeColumns, collectTexts, type CodedColumn } from './collect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { covariateValues } from './covariates.ts';
import { rolesOf, splitOfRow, type Parts } from './guess-roles.ts';
import { columnsOfLabels, toLabels } from './label-columns.ts';
import { lookAtTables, type TablePlan } from './look-at-tables.ts';
import { collectObjects, rankOfObjects } from './objects.ts';

/** Rows without their image that are listed one by one. */
const mostRejected = 10_000;

export const table: DatasetReader = {
  name: 'table',
  isCostly: true,
  async *look(source, listing, columns, signal) {
    const plan = yield* lookAtTables(source, listing, columns, signal);
    if (plan === null) return null;
    const { score } = plan;
    return { score, read: () => read(source, listing, plan, columns !== null, signal) };
  },
};

/**
 * @throws AppError `missing-file` where no row names an image that is there; `text-too-large` where texts are all there is, or were
 * asked for
 */
async function read(
  source: Source,
  listing: Listing,
  plan: TablePlan,
  isByHand: boolean,
  signal: AbortSignal,
): Promise<Recognised> {
  const { grid, columns } = plan;
  let { parts } = plan;
  const kept = keepRows(plan);
  const rejected = await rejectRows(plan, kept, signal);
  const path = grid.paths[0]!;
  const splitOf = splitOfRow(grid, parts.split);
  const evidence = [...plan.evidence, ...unnamedImages(listing, parts)];
  const shared = await sharedImages(source, plan, kept, rejected, signal);
  if (shared !== null) evidence.push(...severalInCells(plan, kept, shared));
  const { patient } = parts;
  // Before the rest: it is what may be too large.
  let texts: string[] | null = null;
  try {
    texts = parts.text && (await collectTexts(grid, parts.text, kept, signal));
  } catch (error) {
    const hasImages = parts.file !== null || parts.cells !== null;
    if (!(error instanceof AppError && error.problem.kind === 'text-too-large')) throw error;
    if (isByHand || !hasImages) throw error;
    parts = { ...parts, text: null };
    evidence.push({ kind: 'text-left-out', holds: false, parameters: error.problem.parameters });
  }
  const beside = parts.covariates;
  const wanted = [...columnsOfLabels(parts.labels), ...beside];
  const coded = await codeColumns(grid, patient === null ? wanted : [...wanted, patient], signal);
  const objects = parts.objects && (await collectObjects(grid, parts.objects, kept, signal));
  const labels = parts.labels.map((candidate) => toLabels(candidate, coded, kept, path));
  // Behind what is called a label, and what a person chose.
  const before = parts.labels.filter(({ rank }) => isByHand || rank > rankOfObjects).length;
  if (objects?.labels) labels.splice(before, 0, objects.labels);
  return toRecognised({
    reader: 'table',
    dataset: 'table',
    title: source.name,
    licence: null,
    evidence: [...evidence, ...(objects?.evidence ?? [])],
    columns: { all: columns.map(summarise), roles: rolesOf(parts) },
    imageSize: null,
    rejected: [...plan.broken, ...rejected],
    samples: {
      ...placesOf(plan, listing, kept, shared),
      ...(shared && { studies: shared.map(({ group }) => group) }),
      text: parts.text === null ? {} : { [parts.text.name]: texts! },
      ...(beside.length > 0 && {
        covariates: Object.fromEntries(
          beside.map((facts) => [facts.name, covariateValues(facts, coded.get(facts.name)!, kept)]),
        ),
      }),
      patients: patient && valuesOf(coded.get(patient.name)!, kept),
      officialSplits: Array.from(kept, splitOf),
      ...(objects !== null && objects.boxes.length > 0 && { boxes: objects.boxes }),
    },
    labels,
  });
}

/** Rows that have an image, or all where they need none. */
function keepRows({ grid, parts: { file } }: TablePlan): Int32Array {
  const kept = new Int32Array(file === null ? grid.rows : file.matched);
  let used = 0;
  for (let row = 0; row < grid.rows; row++)
    if (file === null || file.rows[row]! >= 0) kept[used++] = row;
  return kept;
}

/** Why the other rows are left out. */
async function rejectRows(plan: TablePlan, kept: Int32Array, signal: AbortSignal): Promise<Problem[]> {
  const { grid, columns, parts } = plan;
  if (parts.file === null || kept.length === grid.rows) return [];
  const { rows, column } = parts.file;
  const without: number[] = [];
  for (let row = 0; row < grid.rows && without.length < mostRejected; row++)
    if (rows[row]! < 0) without.push(row);
  const facts = columns.find(({ name }) => name === column)!;
  const names = await collectTexts(grid, facts, Int32Array.from(without), signal);
  const rejected = without.map((row, i) => {
    const name = names[i]!;
    const { table: path, row: number } = grid.locate(row);
    return appError('missing-file', name === '' ? null : name, { table: path, row: number }).problem;
  });
  if (kept.length === 0 && rejected[0] !== undefined) throw new AppError(rejected[0]);
  return rejected;
}

/**
 * Which rows have the same image, where a table holds images and rows may refer to others: VLMEvalKit's tables, which are known by their
 * ending. Null for any other.
 */
async function sharedImages(
  source: Source,
  { grid, parts: { cells } }: TablePlan,
  rows: Int32Array,
  rejected: Problem[],
  signal: AbortSignal,
): Promise<CellImage[] | null> {
  if (cells === null || !grid.paths.every((path) => /\.tsv(?:\.gz)?$/i.test(path))) return null;
  const tables = await Promise.all(grid.paths.map((path) => openNamedTable(source, path)));
  const note = (problem: Problem | null) => problem && rejected.push(problem);
  const found = await cellImages(tables, cells.name, signal, note);
  const byPath = new Map(Array.from(found, ([{ path }, images]) => [path, images]));
  return Array.from(rows, (row) => {
    const { table: path, index } = grid.locate(row);
    return byPath.get(path)?.[index] ?? { row: index, group: '', isList: false };
  });
}

function severalInCells(
  { grid }: TablePlan,
  rows: Int32Array,
  images: readonly CellImage[],
): Evidence[] {
  const first = images.findIndex(({ isList }) => isList);
  if (first < 0) return [];
  const place = grid.locate(rows[first]!);
  const parameters = {
    samples: images.filter(({ isList }) => isList).length,
    example: `${place.table}, ${place.row}`,
  };
  return [{ kind: 'several-in-cell', holds: false, parameters }];
}

/** The images of the rows and the samples' ids: the image's path, with `#2` and so on where further rows name it, else table and row. */
function placesOf(
  { grid, parts: { file, cells } }: TablePlan,
  { images: paths }: Listing,
  rows: Int32Array,
  shared: readonly CellImage[] | null,
): { ids: string[]; images: ImageReference[] | null } {
  if (file === null) {
    const places = Array.from(rows, (row) => grid.locate(row));
    const column = cells?.name;
    return {
      ids: places.map(({ table: path, row }) => `${path}/${row}`),
      images:
        column === undefined
          ? null
          : places.map(({ table: path, index }, i) => {
              const row = shared?.[i]?.row ?? index;
              return { kind: 'cell', path, column, row };
            }),
    };
  }
  const times = new Int32Array(paths.length);
  const named = Array.from(rows, (row) => file.rows[row]!);
  return {
    ids: named.map((image) => {
      const time = ++times[image]!;
      return time === 1 ? paths[image]! : `${paths[image]!}#${time}`;
    }),
    images: Array.from(rows, (row) => {
      const others = file.further.get(row);
      const further = others?.map((one) => (typeof one === 'number' ? paths[one]! : one));
      return { kind: 'file', path: paths[file.rows[row]!]!, ...(further && { further }) };
    }),
  };
}

function valuesOf({ values, codes }: CodedColumn, rows: Int32Array): string[] {
  return Array.from(rows, (row) => values[codes[row]!] ?? '');
}

function unnamedImages({ images }: Listing, { file }: Parts): Evidence[] {
  const isNamed = new Uint8Array(images.length);
  for (const image of file?.rows ?? []) if (image >= 0) isNamed[image] = 1;
  for (const others of file?.further.values() ?? [])
    for (const one of others) if (typeof one === 'number') isNamed[one] = 1;
  const ignored = images.filter((_, i) => isNamed[i] === 0);
  if (ignored[0] === undefined) return [];
  const parameters = { files: ignored.length, example: ignored[0] };
  return [{ kind: 'ignored-files', holds: false, parameters }];
}

/** Of a column with more values than are counted, so many are known. */
function summarise({ name, counts }: ColumnFacts) {
  return { name, distinct: counts.size, examples: [...counts.keys()].slice(0, 3).map(shortened) };
}

const longestExample = 200;

function shortened(value: string): string {
  return value.length > longestExample ? `${value.slice(0, longestExample)}…` : value;
}
