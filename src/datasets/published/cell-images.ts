/** Images in the cells of tables: which rows have the same one, by their bytes, for they have no names. */
import { AppError } from '../../domain/index.ts';
import type { NamedTable } from './named-table.ts';
import type { ReadingJob } from './published.ts';

export interface CellImage {
  /** Equal where the bytes are; '' where there are none. */
  readonly digest: string;
  /** The row that has the image, from 0: another one where a row only refers to it. */
  readonly row: number;
}

/**
 * Reads every image of a column once. A row whose cell is short refers to the row with that `index`.
 * @param column as `NamedTable.imageColumn` gives it
 */
export async function imageDigests(
  table: NamedTable,
  column: string,
  job: ReadingJob,
): Promise<CellImage[]> {
  const rowOf = await referredRows(table, column, job);
  const images = await table.images(column);
  const found: CellImage[] = [];
  for (let index = 0; index < images.rows; index++) {
    job.signal.throwIfAborted();
    const row = rowOf.get(index) ?? index;
    found.push({ row, digest: found[row]?.digest ?? (await digestOf(row)) });
  }
  return found;

  async function digestOf(row: number): Promise<string> {
    try {
      return digest(await images.bytes(row));
    } catch (error) {
      // The row's own damage is told when it is cut.
      if (error instanceof AppError) return '';
      throw error;
    }
  }
}

/** Rows by those that refer to them. Only delimited text has such. */
async function referredRows(
  table: NamedTable,
  column: string,
  job: ReadingJob,
): Promise<ReadonlyMap<number, number>> {
  const rowOf = new Map<number, number>();
  if (!/\.tsv(?:\.gz)?$/i.test(table.path)) return rowOf;
  const references = await table.referencesIn(column, job.signal);
  if (references.size === 0) return rowOf;
  const rows = new Map<string, number>();
  job.note(
    await table.eachRow(['index'], job.signal, (cell, _, index) => rows.set(cell('index'), index)),
  );
  for (const [index, reference] of references) {
    const row = rows.get(reference);
    if (row !== undefined) rowOf.set(index, row);
  }
  return rowOf;
}

/** Length and two 32-bit FNV-1a hashes of different starts: enough that no two of a hundred thousand images share one. */
function digest(bytes: Uint8Array): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x85ebca6b);
  }
  return [bytes.length, a >>> 0, b >>> 0].map((part) => part.toString(16)).join('-');
}
