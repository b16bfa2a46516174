/** Images in the cells of tables: which rows have the same one, by their content, for they have no names. */
import type { CellContent } from '../../formats/index.ts';
import type { NamedTable } from './named-table.ts';
import type { ReadingJob } from './published.ts';

export interface CellImage {
  /** Equal where the images are; '' where there is none. */
  readonly digest: string;
  /** The row that has the image, from 0: another one where a row only refers to it. */
  readonly row: number;
  /** Whether there are more in its cell. */
  readonly isList: boolean;
}

/**
 * Walks the images of a column once. A row whose cell is short refers to the row with that `index`.
 * @param column as `NamedTable.imageColumn` gives it
 */
export async function imageDigests(
  table: NamedTable,
  column: string,
  job: ReadingJob,
): Promise<CellImage[]> {
  const contents = await table.contents(column, job.signal);
  const rowOf = await referredRows(table, contents, job);
  return contents.map((_, index) => {
    const row = rowOf.get(index) ?? index;
    const { digest, text, isList } = contents[row]!;
    return { row, digest: text === '' ? digest : '', isList };
  });
}

/** Rows by those that refer to them. Only VLMEvalKit's tables have such. */
async function referredRows(
  table: NamedTable,
  contents: readonly CellContent[],
  job: ReadingJob,
): Promise<ReadonlyMap<number, number>> {
  const rowOf = new Map<number, number>();
  if (!/\.tsv(?:\.gz)?$/i.test(table.path) || contents.every(({ text }) => text === '')) return rowOf;
  const rows = new Map<string, number>();
  job.note(
    await table.eachRow(['index'], job.signal, (cell, _, index) => rows.set(cell('index'), index)),
  );
  for (const [index, { text }] of contents.entries()) {
    const row = text === '' ? undefined : rows.get(text);
    if (row !== undefined) rowOf.set(index, row);
  }
  return rowOf;
}
