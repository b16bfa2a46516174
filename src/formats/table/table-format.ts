/**
 * What a table is to the rest of the program: named columns that are walked from the first row to the last, a piece at a time.
 * A table may be larger than memory, so nothing here holds all rows; whoever walks decides what to keep.
 */
import type { SourceFile } from '../../domain/index.ts';

export interface TableColumn {
  /** Unique within its table. */
  readonly name: string;
  /** `image`: cells are image files, as bytes (parquet) or base64 (text); they are read by row with `images`, never as text. */
  readonly kind: 'text' | 'image';
  /** The file itself has names for the classes that are numbers in it, and these are the values. */
  readonly isNamed?: true;
}

/** Rows that lie next to each other. */
export interface TableBatch {
  /** Index of the first row, from 0. */
  readonly start: number;
  readonly rows: number;
  /**
   * Values of one of the columns that were asked for, '' where a row has none. They may be views into a larger text, which they
   * keep alive: copy what is kept (`ownCopy`).
   */
  column(name: string): readonly string[];
}

/** The image files in the cells of one column. */
export interface ImageCells {
  /** Number of rows. */
  readonly rows: number;
  /**
   * The bytes of the image file in a row (from 0).
   * @throws AppError `missing-file` where the cell is empty, `damaged-table` where it is not base64, and what reading may throw
   */
  bytes(row: number): Promise<Uint8Array>;
}

/** What stands in a cell of an image column: one image, of lists as many as they have, none where it is empty. Of several, the first is read. */
export type CellContent = readonly CellImageContent[];

interface CellImageContent {
  /** Equal where the image is. */
  readonly digest: string;
  /** What stands there where it is too short for an image, else ''. */
  readonly text: string;
}

export interface TableFile {
  readonly path: string;
  readonly columns: readonly TableColumn[];
  /** Number of rows where the file says it, else null until somebody walks it. */
  readonly rows: number | null;
  /** The number that people give row 0: 2 below headings, 1 where there are none. */
  readonly firstRow: number;
  /**
   * Walks the rows, reading no more than the given text columns need. Each walk starts anew.
   * @throws AppError `damaged-table`, `unsupported-table`, and what reading the file may throw
   */
  batches(columns: readonly string[], signal?: AbortSignal): AsyncIterable<TableBatch>;
  /**
   * Walks the cells of an image column, row by row, without decoding them; left out where that is no faster than reading each.
   * Throws like `batches`.
   */
  readonly contents?: (column: string, signal?: AbortSignal) => AsyncIterable<readonly CellContent[]>;
  /** Makes ready to read the cells of an image column in any order. */
  images(column: string): Promise<ImageCells>;
}

/** @throws AppError `damaged-table` or `unsupported-table` */
export type OpenTable = (file: SourceFile) => Promise<TableFile>;

export interface TableFormat {
  /** Short, lower case. */
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  /** Lower case, without a dot. */
  readonly extensions: readonly string[];
  /** Whether the first bytes of a file (`sniffedTableBytes`, fewer where the file is shorter) are of this format. */
  matches(head: Uint8Array): boolean;
  /** Loads the reader, which is kept out of what is fetched before the first table is read. */
  load(): Promise<OpenTable>;
}

/** Bytes that `matches` gets. */
export const sniffedTableBytes = 4096;
