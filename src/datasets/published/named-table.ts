/**
 * A table of a published dataset: columns are found by their names, never by their places, because releases and copies differ in
 * order. Rows are walked and never held.
 */
import { AppError, appError, type Problem, type Source } from '../../domain/index.ts';
import {
  digestOf,
  openTable,
  ownCopy,
  type CellContent,
  type ImageCells,
  type TableFile,
} from '../../formats/index.ts';

/** The value of a column in the row at hand, trimmed; '' where the row or the table has none. */
export type Cell = (column: string) => string;

export class NamedTable {
  readonly path: string;
  readonly #file: TableFile;
  /** The table's own names by the folded ones. */
  readonly #names: ReadonlyMap<string, string>;

  constructor(file: TableFile) {
    this.path = file.path;
    this.#file = file;
    this.#names = new Map(
      file.columns.filter(({ kind }) => kind === 'text').map(({ name }) => [fold(name), name]),
    );
  }

  /** Names of all columns, in their order. */
  get columns(): readonly string[] {
    return this.#file.columns.map(({ name }) => name);
  }

  has(column: string): boolean {
    return this.#names.has(fold(column));
  }

  /** The table's own name of a column whose cells hold images, null where it has none of that name. */
  imageColumn(column: string): string | null {
    const found = this.#file.columns.find(
      ({ name, kind }) => kind === 'image' && fold(name) === fold(column),
    );
    return found?.name ?? null;
  }

  /**
   * What stands in each row of a column of images. Only delimited text has images that are too short: VLMEvalKit writes one once, and
   * the index of its row where it comes again.
   * @param column as `imageColumn` gives it
   */
  async contents(column: string, signal: AbortSignal): Promise<CellContent[]> {
    const found: CellContent[] = [];
    if (this.#file.contents !== undefined) {
      for await (const some of this.#file.contents(column, signal))
        for (const one of some) found.push(one);
      return found;
    }
    const images = await this.#file.images(column);
    for (let row = 0; row < images.rows; row++) {
      signal.throwIfAborted();
      const digest = await digestOfImage(images, row);
      found.push(digest === '' ? [] : [{ digest, text: '' }]);
    }
    return found;
  }

  /** The first of these names that the table has. @throws AppError `missing-column` */
  nameOf(...names: readonly string[]): string {
    const found = names.find((name) => this.has(name));
    if (found !== undefined) return found;
    throw appError('missing-column', this.path, {
      column: names.join(' / '),
      found: this.columns.join(', '),
    });
  }

  /**
   * Walks all rows. Columns that the table lacks read as ''.
   * @param visit gets the number of the row as people count it, and as references to cells do, from 0
   * @returns what ended the walk early, null where it went to the end
   */
  async eachRow(
    columns: readonly string[],
    signal: AbortSignal,
    visit: (cell: Cell, row: number, index: number) => void,
  ): Promise<Problem | null> {
    const present = columns.filter((column) => this.has(column));
    const own = present.map((column) => this.#names.get(fold(column))!);
    try {
      for await (const batch of this.#file.batches(own, signal)) {
        const cells = new Map(present.map((column, i) => [column, batch.column(own[i]!)]));
        let at = 0;
        const cell: Cell = (column) => (cells.get(column)?.[at] ?? '').trim();
        for (; at < batch.rows; at++) {
          const index = batch.start + at;
          visit(cell, index + this.#file.firstRow, index);
        }
      }
    } catch (error) {
      // What was read so far is good.
      if (error instanceof AppError) return error.problem;
      throw error;
    }
    return null;
  }
}

async function digestOfImage(images: ImageCells, row: number): Promise<string> {
  try {
    const bytes = await images.bytes(row);
    return digestOf(bytes, 0, bytes.length);
  } catch (error) {
    // The row's own damage is told when it is cut.
    if (error instanceof AppError) return '';
    throw error;
  }
}

/** @throws AppError like `openTable` */
export async function openNamedTable(source: Source, path: string): Promise<NamedTable> {
  return new NamedTable(await openTable(await source.open(path)));
}

/** A cell that outlives its batch. */
export function kept(value: string): string {
  return ownCopy(value);
}

/** The same for cells with few different values: equal ones become one string. */
export function keptOnce(): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const own = kept(value);
    known.set(own, own);
    return own;
  };
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
