/** Image files in the cells of tables. A table is opened once, and its rows are found once. */
import type { ImageReference, Source, SourceFile } from '../domain/index.ts';
import { openTable, type ImageCells } from '../formats/index.ts';
import { bytesFile } from '../source/index.ts';

type CellReference = Extract<ImageReference, { kind: 'cell' }>;

/** Reads the cells of one source: each as a file that is called after its table and row. Throws like `ImageCells.bytes`. */
export function cellReader(source: Source): (reference: CellReference) => Promise<SourceFile> {
  const opened = new Map<string, Promise<{ cells: ImageCells; firstRow: number }>>();

  async function open(path: string, column: string) {
    const table = await openTable(await source.open(path));
    return { cells: await table.images(column), firstRow: table.firstRow };
  }

  return async ({ path, column, row }) => {
    const key = JSON.stringify([path, column]);
    const opening = opened.get(key) ?? open(path, column);
    opened.set(key, opening);
    const { cells, firstRow } = await opening;
    return bytesFile(`${path}/${row + firstRow}`, await cells.bytes(row));
  };
}
