/**
 * Tables as the reader works with them: named columns of equal length, whether they came from one file, from one file a
 * split (`train.csv`, `test.csv`), or from a file without headings as MedMNIST writes it.
 */
import type { Source, Split } from '../../domain/index.ts';
import { readTable } from '../../formats/index.ts';
import { baseName, folderOf, stemOf } from '../listing.ts';
import { splitOfName, splitOfWord } from '../split-words.ts';

export interface GridColumn {
  readonly name: string;
  readonly values: readonly string[];
}

export interface Grid {
  /** The files it came from. */
  readonly paths: readonly string[];
  readonly columns: readonly GridColumn[];
  readonly rows: number;
  /** The split that each row's file is named after, null where files have no such names. */
  readonly splitOfRow: ((row: number) => Split) | null;
  /** The file of a row, and the row's number there as spreadsheets count: headings are row 1. */
  locate(row: number): { table: string; row: number };
}

/** First cells of the rows that MedMNIST writes. */
const medmnistSplits = new Set(['TRAIN', 'VALIDATION', 'TEST']);

/** One file. Throws AppError `damaged-table` and what reading may throw. */
export async function readGrid(source: Source, path: string): Promise<Grid> {
  const table = await readTable(await source.open(path));
  const hasHeadings = !medmnistSplits.has(table.columns[0] ?? '');
  const columns = table.columns.map((name) => ({ name, values: table.column(name) }));
  return {
    paths: [path],
    columns: hasHeadings ? columns : nameColumns(columns),
    rows: hasHeadings ? table.rows : table.rows + 1,
    splitOfRow: null,
    locate: (row) => ({ table: path, row: row + (hasHeadings ? 2 : 1) }),
  };
}

/**
 * `python -m medmnist save` writes split, file and label or labels without headings, so that what was read as headings is
 * the first row.
 */
function nameColumns(columns: readonly GridColumn[]): GridColumn[] {
  const labels = columns.length > 3 ? columns.slice(2).map((_, i) => `label ${i}`) : ['label'];
  const names = ['split', 'file', ...labels];
  return columns.map((column, i) => ({
    name: names[i]!,
    // Reading made repeated headings unique: a second `0` became `0 (2)`.
    values: [column.name.replace(/ \(\d+\)$/, ''), ...column.values],
  }));
}

/**
 * Joins files with equal headings that are for different splits by their names (`train.csv` beside `test.csv`) or by their
 * folders' (`train/metadata.csv` and `test/metadata.csv`); the others stay as they are.
 */
export function joinSplitGrids(grids: readonly Grid[]): Grid[] {
  const groups = new Map<string, { grid: Grid; split: Split }[]>();
  const single: Grid[] = [];
  for (const grid of grids) {
    const place = placeOf(grid.paths[0]!);
    if (place === null) {
      single.push(grid);
      continue;
    }
    const key = JSON.stringify([place.folder, ...grid.columns.map(({ name }) => name)]);
    groups.set(key, [...(groups.get(key) ?? []), { grid, split: place.split }]);
  }
  const joined = [...groups.values()].flatMap((group) =>
    new Set(group.map(({ split }) => split)).size === group.length && group.length > 1
      ? [join(group)]
      : group.map(({ grid }) => grid),
  );
  return [...joined, ...single];
}

/** The split that a file is for, and the folder in which its siblings are looked for. */
function placeOf(path: string): { split: Split; folder: string } | null {
  const folder = folderOf(path);
  const byName = splitOfName(stemOf(baseName(path)));
  if (byName !== null) return { split: byName, folder };
  const byFolder = splitOfWord(baseName(folder));
  return byFolder && { split: byFolder, folder: `${folderOf(folder)}/*/${baseName(path)}` };
}

function join(group: readonly { grid: Grid; split: Split }[]): Grid {
  const grids = group.map(({ grid }) => grid);
  const starts: number[] = [];
  let rows = 0;
  for (const grid of grids) {
    starts.push(rows);
    rows += grid.rows;
  }
  const partOf = (row: number) => starts.findLastIndex((start) => start <= row);
  return {
    paths: grids.flatMap(({ paths }) => paths),
    columns: grids[0]!.columns.map(({ name }, i) => ({
      name,
      values: grids.flatMap(({ columns }) => columns[i]!.values),
    })),
    rows,
    splitOfRow: (row) => group[partOf(row)]!.split,
    locate: (row) => grids[partOf(row)]!.locate(row - starts[partOf(row)]!),
  };
}
