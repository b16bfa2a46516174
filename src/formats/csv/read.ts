/**
 * Delimited text (CSV, TSV), read from front to back in pieces. Forgiving where nothing is lost (short rows, empty lines,
 * commas at the end of a line); strict where columns would shift.
 */
import { appError, type SourceFile } from '../../domain/index.ts';
import { base64Cells, imagesIn, isBase64Column, shortestImage } from '../table/base64-cells.ts';
import { digestOf } from '../table/digest.ts';
import { ownCopy } from '../table/own-copy.ts';
import type { CellContent, TableBatch, TableFile } from '../table/table-format.ts';
import { uniqueNames } from '../table/unique-names.ts';
import { decodeText } from './decode-text.ts';
import {
  carriageReturn,
  dialectOf,
  lineFeed,
  quote,
  rowSplitter,
  type Dialect,
  type SplitRows,
} from './split-rows.ts';

/** A row longer than this is a quotation mark that nobody closed. */
const longestRow = 64 * 1024 * 1024;
/** Rows by which it is told whether a column holds images. */
const sampledRows = 20;

/** Rows of one piece that are no empty lines. */
interface Piece {
  readonly split: SplitRows;
  /** Indices of these rows in `split`. */
  readonly rows: Int32Array;
  /** Characters before this piece. */
  readonly offset: number;
  /** Rows, empty lines included, before this piece. */
  readonly lines: number;
}

/**
 * Opens a table whose first row has the headings. Encoding (UTF-8, UTF-16 by its mark, GB18030, then Windows-1252) and delimiter
 * (comma, semicolon, tab, bar) are found out.
 *
 * @throws AppError `damaged-table` with a row counted as spreadsheets do (headings are row 1)
 */
export async function openCsv(file: SourceFile): Promise<TableFile> {
  const head = await file.slice(0, Math.min(file.size, 4096));
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!isWide && head.includes(0))
    throw appError('damaged-table', file.path, { row: null, detail: 'zero bytes: not a text file' });
  const dialect = await findDialect(file);
  const { headings, sample } = await readHead(file, dialect);
  const names = uniqueNames(headings);
  const columns = names.map(
    (name, i) =>
      ({
        name,
        // Bytes of UTF-16 can't be found by counting characters.
        kind: !isWide && isBase64Column(sample.map((row) => row[i] ?? '')) ? 'image' : 'text',
      }) as const,
  );
  return {
    path: file.path,
    columns,
    rows: null,
    firstRow: 2,
    batches: (_, signal) => batches(file, dialect, names, signal),
    contents: (column, signal) => contents(file, dialect, names, column, signal),
    async images(column) {
      const at = names.indexOf(column);
      const places = await findRows(file, dialect, names.length);
      return base64Cells(file, places, 2, (bytes) => {
        const split = rowSplitter(dialect)(new TextDecoder().decode(bytes), true);
        return split.rows === 0 ? '' : split.field(0, at);
      });
    },
  };
}

async function findDialect(file: SourceFile): Promise<Dialect> {
  for await (const text of decodeText(file.stream())) return dialectOf(text);
  return dialectOf('');
}

async function readHead(file: SourceFile, dialect: Dialect) {
  let headings: string[] | null = null;
  const sample: string[][] = [];
  for await (const { split, rows } of pieces(file, dialect, null)) {
    for (const row of rows) {
      const fields = Array.from({ length: split.fields(row) }, (_, i) => split.field(row, i));
      if (headings === null) headings = fields.map(ownCopy);
      else sample.push(fields);
      if (sample.length === sampledRows) break;
    }
    if (headings !== null) break;
  }
  return { headings: headings ?? [], sample };
}

async function* batches(
  file: SourceFile,
  dialect: Dialect,
  names: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<TableBatch, void, void> {
  let start = 0;
  for await (const { split, rows } of checkedPieces(file, dialect, names.length, signal)) {
    yield {
      start,
      rows: rows.length,
      column(name) {
        const at = names.indexOf(name);
        return Array.from(rows, (row) => split.field(row, at));
      },
    };
    start += rows.length;
  }
}

async function* contents(
  file: SourceFile,
  dialect: Dialect,
  names: readonly string[],
  column: string,
  signal?: AbortSignal,
): AsyncGenerator<readonly CellContent[], void, void> {
  const at = names.indexOf(column);
  for await (const { split, rows } of checkedPieces(file, dialect, names.length, signal)) {
    yield Array.from(rows, (row) => {
      const cell = split.field(row, at);
      const found = imagesIn(cell);
      return found
        .filter((one) => one.trim() !== '')
        .map((one) => ({
          digest: one === cell ? split.digest(row, at) : digestOfText(one),
          text: one.length < shortestImage ? ownCopy(one.trim()) : '',
        }));
    });
  }
}

function digestOfText(text: string): string {
  const codes = new TextEncoder().encode(text);
  return digestOf(codes, 0, codes.length);
}

/** Pieces without the headings. */
async function* checkedPieces(
  file: SourceFile,
  dialect: Dialect,
  width: number,
  signal?: AbortSignal,
): AsyncGenerator<Piece, void, void> {
  let isFirst = true;
  for await (const piece of pieces(file, dialect, null)) {
    signal?.throwIfAborted();
    const rows = isFirst ? piece.rows.subarray(1) : piece.rows;
    isFirst = false;
    checkWidths(piece, rows, width, file.path);
    yield { ...piece, rows };
  }
}

function checkWidths({ split, lines }: Piece, rows: Int32Array, width: number, path: string): void {
  for (const row of rows) {
    const fields = split.fields(row);
    for (let i = width; i < fields; i++) {
      if (split.field(row, i) !== '')
        throw appError('damaged-table', path, {
          row: lines + row + 1,
          detail: `${fields} fields, ${width} headings`,
        });
    }
  }
}

/** The bytes `[start, end)` of each row in turn, headings left out. */
async function findRows(file: SourceFile, dialect: Dialect, width: number): Promise<Float64Array> {
  const lines = dialect.isMac ? null : await findLines(file);
  if (lines !== null) return lines;
  const places: number[] = [];
  let isFirst = true;
  for await (const piece of pieces(file, dialect, 'windows-1252')) {
    const { split, offset } = piece;
    const rows = isFirst ? piece.rows.subarray(1) : piece.rows;
    isFirst = false;
    checkWidths(piece, rows, width, file.path);
    for (const row of rows) {
      const end = row + 1 < split.rows ? split.startOf(row + 1) : split.end;
      places.push(offset + split.startOf(row), offset + end);
    }
  }
  return Float64Array.from(places);
}

/**
 * The same where no quotation mark is in the file, so that every line is a row: lines are all that has to be found, which counts where cells hold images.
 * Null where there is one.
 */
async function findLines(file: SourceFile): Promise<Float64Array | null> {
  const places: number[] = [];
  let start = 0;
  let offset = 0;
  let last = -1;
  const add = (end: number, isEmpty: boolean) => {
    if (!isEmpty) places.push(start, end);
    start = end;
  };
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value.includes(quote)) return null;
      for (let at = value.indexOf(lineFeed); at >= 0; at = value.indexOf(lineFeed, at + 1)) {
        const length = offset + at - start;
        const before = at > 0 ? value[at - 1] : last;
        add(offset + at + 1, length === 0 || (length === 1 && before === carriageReturn));
      }
      offset += value.length;
      last = value.at(-1) ?? last;
    }
  } finally {
    await reader.cancel();
  }
  add(offset, offset === start);
  // Without the headings.
  return Float64Array.from(places.slice(2));
}

async function* pieces(
  file: SourceFile,
  dialect: Dialect,
  encoding: string | null,
): AsyncGenerator<Piece, void, void> {
  const split = rowSplitter(dialect);
  let rest = '';
  let offset = 0;
  let lines = 0;
  const take = (isLast: boolean): Piece => {
    const found = split(rest, isLast);
    if ((isLast && found.isOpen) || rest.length - found.end > longestRow)
      throw appError('damaged-table', file.path, {
        row: lines + found.rows + 1,
        detail: 'quotation mark not closed',
      });
    const piece = { split: found, rows: filledRows(found), offset, lines };
    offset += found.end;
    lines += found.rows;
    rest = rest.slice(found.end);
    return piece;
  };
  for await (const text of decodeText(file.stream(), encoding)) {
    rest += text;
    const piece = take(false);
    if (piece.rows.length > 0) yield piece;
  }
  if (rest !== '') {
    const piece = take(true);
    if (piece.rows.length > 0) yield piece;
  }
}

/** Rows that are no empty lines. */
function filledRows(split: SplitRows): Int32Array {
  const rows = new Int32Array(split.rows);
  let used = 0;
  for (let row = 0; row < split.rows; row++)
    if (split.fields(row) > 1 || split.field(row, 0) !== '') rows[used++] = row;
  return rows.subarray(0, used);
}
