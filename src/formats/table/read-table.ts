/** A table that is known to be small, held whole. */
import { appError, type SourceFile } from '../../domain/index.ts';
import { openTable } from './open-table.ts';
import { ownCopy } from './own-copy.ts';

/** Values by column, all as text. */
export interface Table {
  /** Unique. Columns of images are left out. */
  readonly columns: readonly string[];
  /** Number of rows, headings not counted. */
  readonly rows: number;
  /** Values of a column, '' where a row has none. Throws AppError `missing-column`. */
  column(name: string): readonly string[];
}

/** Throws like `openTable` and `TableFile.batches`. */
export async function readTable(file: SourceFile): Promise<Table> {
  const table = await openTable(file);
  const columns = table.columns.filter(({ kind }) => kind === 'text').map(({ name }) => name);
  const values = new Map<string, string[]>(columns.map((name) => [name, []]));
  let rows = 0;
  for await (const batch of table.batches(columns)) {
    for (const [name, kept] of values) for (const value of batch.column(name)) kept.push(ownCopy(value));
    rows += batch.rows;
  }
  return {
    columns,
    rows,
    column(name) {
      const found = values.get(name);
      if (found !== undefined) return found;
      throw appError('missing-column', file.path, { column: name, found: columns.join(', ') });
    },
  };
}
