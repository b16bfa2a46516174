/** Tables that a format can only be read whole: all columns are held, so whoever makes one has bounded its size. */
import type { TableBatch, TableFile } from './table-format.ts';

/** Rows in one batch. */
const batchRows = 16 * 1024;

/** @param columns values by name, of equal length */
export function smallTable(
  path: string,
  columns: ReadonlyMap<string, readonly string[]>,
  firstRow: number,
): TableFile {
  const rows = [...columns.values()][0]?.length ?? 0;
  async function* batches(_: readonly string[], signal?: AbortSignal): AsyncGenerator<TableBatch> {
    for (let start = 0; start < rows; start += batchRows) {
      signal?.throwIfAborted();
      const end = Math.min(rows, start + batchRows);
      yield { start, rows: end - start, column: (name) => columns.get(name)!.slice(start, end) };
    }
  }
  return {
    path,
    columns: [...columns.keys()].map((name) => ({ name, kind: 'text' })),
    rows,
    firstRow,
    batches,
    images: (column) => Promise.reject(new RangeError(`${column} has no images`)),
  };
}
