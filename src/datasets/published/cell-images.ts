/**
 * Images in the cells of tables: which rows have the same one, by their content, for they have no names. A list of images belongs with
 * every row that has any of them, not the first one alone: what is in train is in no other split then, whichever of them is read.
 */
import type { Problem } from '../../domain/index.ts';
import type { CellContent } from '../../formats/index.ts';
import { Groups } from './groups.ts';
import type { NamedTable } from './named-table.ts';

export interface CellImage {
  /** Equal where rows have an image in common, or others that connect them; '' where there is none. */
  readonly group: string;
  /** The row that has the image, from 0: another one where a row only refers to it. */
  readonly row: number;
  /** Whether there are more in its cell. */
  readonly isList: boolean;
}

/**
 * The images of each row by table: walks a column of each once. What is short in a cell refers to the row with that `index`.
 * @param heading of the column; tables where it holds no images are left out
 * @param note gets what ended the walk over a table early
 */
export async function cellImages(
  tables: readonly NamedTable[],
  heading: string,
  signal: AbortSignal,
  note: (problem: Problem | null) => void,
): Promise<ReadonlyMap<NamedTable, readonly CellImage[]>> {
  const groups = new Groups();
  const found = new Map<NamedTable, { row: number; digests: readonly string[] }[]>();
  for (const table of tables) {
    const column = table.imageColumn(heading);
    if (column === null) continue;
    const contents = await table.contents(column, signal);
    const rowOf = await referredRows(table, contents, signal, note);
    const rows = contents.map((content, row) => {
      const images = content.flatMap((_, i) => imageAt(contents, rowOf, row, i));
      const digests = images.map(({ digest }) => digest);
      groups.join(digests);
      return { row: images[0]?.row ?? row, digests };
    });
    found.set(table, rows);
  }
  return new Map(
    Array.from(found, ([table, rows]) => [
      table,
      rows.map(({ row, digests }) => ({
        row,
        group: groups.of(digests[0] ?? ''),
        isList: digests.length > 1,
      })),
    ]),
  );
}

/** References that lead to another one are followed so far. */
const mostSteps = 4;

/** An image of a row: its own, or the first one of the row that it refers to; none where that is not there. */
function imageAt(
  contents: readonly CellContent[],
  rowOf: ReadonlyMap<string, number>,
  row: number,
  place: number,
  steps = 0,
): { row: number; digest: string }[] {
  const image = contents[row]?.[place];
  if (image === undefined || steps > mostSteps) return [];
  if (image.text === '') return [{ row, digest: image.digest }];
  const other = rowOf.get(image.text);
  return other === undefined ? [] : imageAt(contents, rowOf, other, 0, steps + 1);
}

/** Rows by the index by which others refer to them. Only VLMEvalKit's tables have such. */
async function referredRows(
  table: NamedTable,
  contents: readonly CellContent[],
  signal: AbortSignal,
  note: (problem: Problem | null) => void,
): Promise<ReadonlyMap<string, number>> {
  const rows = new Map<string, number>();
  const wanted = new Set(contents.flatMap((content) => content.map(({ text }) => text)));
  wanted.delete('');
  if (!/\.tsv(?:\.gz)?$/i.test(table.path) || wanted.size === 0) return rows;
  const problem = await table.eachRow(['index'], signal, (cell, _, at) => {
    const index = cell('index');
    if (wanted.has(index)) rows.set(index, at);
  });
  note(problem);
  return rows;
}
