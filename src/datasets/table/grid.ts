/**
 * Tables as the reader works with them: named columns that are walked in batches, whether they came from one file, from one or
 * several files a split (`train.csv`, `test.csv`; `train-00000-of-00002.parquet`), or from a file without headings as MedMNIST
 * writes it.
 */
import type { Source, Split } from '../../domain/index.ts';
import { classNameOf, type CardNames } from '../hub-card.ts';
import { openTable, type TableBatch, type TableColumn, type TableFile } from '../../formats/index.ts';

/** Where a row is: its file, its index there from 0, and the number that people give it. */
export interface RowPlace {
  readonly table: string;
  readonly index: number;
  readonly row: number;
}

export interface Grid {
  /** The files it came from. */
  readonly paths: readonly string[];
  readonly columns: readonly TableColumn[];
  readonly rows: number;
  /** The split that each row's file is named after, null where files have no such names. */
  readonly splitOfRow: ((row: number) => Split) | null;
  /** Where numbers have names that are in no table; left out where there are none. Plain columns have these names already. */
  readonly card?: CardNames;
  batches(columns: readonly string[], signal: AbortSignal): AsyncIterable<TableBatch>;
  locate(row: number): RowPlace;
}

/** A file that was opened, and whose rows are yet to be counted. */
export type OpenGrid = Omit<Grid, 'rows'>;

/** First cells of the rows that MedMNIST writes. */
const medmnistSplits = new Set(['TRAIN', 'VALIDATION', 'TEST']);

/** Opens one file, whose rows are yet to be counted. Throws AppError `damaged-table` and what reading may throw. */
export async function openGrid(source: Source, path: string): Promise<OpenGrid> {
  const opened = await openTable(await source.open(path));
  const table = medmnistSplits.has(opened.columns[0]?.name ?? '') ? nameColumns(opened) : opened;
  return {
    paths: [path],
    columns: table.columns,
    splitOfRow: null,
    batches: (columns, signal) => table.batches(columns, signal),
    locate: (index) => ({ table: path, index, row: index + table.firstRow }),
  };
}

/** The same with names for the numbers of classes, also in a list of them, where the table has none of its own. */
export function withNames(grid: OpenGrid, { file, names: all }: CardNames): OpenGrid {
  const own = new Set(grid.columns.filter(({ isNamed }) => isNamed).map(({ name }) => name));
  const names = new Map([...all].filter(([column]) => !own.has(column)));
  async function* batches(columns: readonly string[], signal: AbortSignal): AsyncGenerator<TableBatch> {
    for await (const batch of grid.batches(columns, signal))
      yield {
        ...batch,
        column(name) {
          const given = names.get(name);
          const cells = batch.column(name);
          return given === undefined ? cells : cells.map((cell) => namedCell(given, cell));
        },
      };
  }
  return { ...grid, card: { file, names }, batches };
}

function namedCell(names: readonly string[], cell: string): string {
  if (!cell.includes(';')) return classNameOf(names, cell);
  const parts = cell.split(';').map((part) => part.trim());
  return parts.every((part) => /^-?\d+$/.test(part))
    ? parts.map((part) => classNameOf(names, part)).join('; ')
    : cell;
}

/**
 * `python -m medmnist save` writes split, file and label or labels without headings, so that what was read as headings is
 * the first row.
 */
function nameColumns(table: TableFile): TableFile {
  const { columns } = table;
  const labels = columns.length > 3 ? columns.slice(2).map((_, i) => `label ${i}`) : ['label'];
  const names = ['split', 'file', ...labels];
  const given = new Map(columns.map(({ name }, i) => [names[i]!, name]));
  // Reading made repeated headings unique: a second `0` became `0 (2)`.
  const first = (name: string) => given.get(name)!.replace(/ \(\d+\)$/, '');
  async function* batches(wanted: readonly string[], signal?: AbortSignal): AsyncGenerator<TableBatch> {
    yield { start: 0, rows: 1, column: (name) => [first(name)] };
    const names = wanted.map((name) => given.get(name)!);
    for await (const batch of table.batches(names, signal))
      yield {
        start: batch.start + 1,
        rows: batch.rows,
        column: (name) => batch.column(given.get(name)!),
      };
  }
  return {
    ...table,
    columns: names.slice(0, columns.length).map((name) => ({ name, kind: 'text' })),
    rows: table.rows === null ? null : table.rows + 1,
    firstRow: table.firstRow - 1,
    batches,
  };
}
