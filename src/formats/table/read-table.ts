/**
 * CSV and TSV to columns. Reads the file once from front to back and keeps values column by column, without an object a row.
 * Forgiving where nothing is lost (short rows, empty lines, commas at the end of a line); strict where columns would shift.
 */
import { appError, type SourceFile } from '../../domain/index.ts';
import { decodeText, likelyEncodings, WrongEncoding } from './decode-text.ts';
import { readRows } from './read-rows.ts';

/** Values by column, all as text. */
export interface Table {
  /** Headings, unique: a repeated one gets ` (2)`, a missing one is `column 3`. */
  readonly columns: readonly string[];
  /** Number of rows, the heading not counted. */
  readonly rows: number;
  /** Values of a column, '' where a row has none. Throws AppError `missing-column`. */
  column(name: string): readonly string[];
}

/**
 * Reads a table whose first row has the headings. Encoding (UTF-8, UTF-16 by its mark, GB18030, then Windows-1252) and delimiter
 * (comma, semicolon, tab) are found out.
 *
 * @throws AppError `empty-file`; `damaged-table` with a row counted as spreadsheets do (headings are row 1).
 */
export async function readTable(file: SourceFile): Promise<Table> {
  if (file.size === 0) throw appError('empty-file', file.path, {});
  const head = await file.slice(0, Math.min(file.size, 4096));
  const encodings = likelyEncodings(head);
  if (encodings.length > 1 && head.includes(0))
    throw appError('damaged-table', file.path, { row: 1, detail: 'zero bytes: not a text file' });
  for (const encoding of encodings) {
    try {
      return await collect(file, encoding);
    } catch (error) {
      if (!(error instanceof WrongEncoding)) throw error;
    }
  }
  throw appError('damaged-table', file.path, { row: 1, detail: `not ${encodings.join(', ')}` });
}

async function collect(file: SourceFile, encoding: string): Promise<Table> {
  let columns: string[] | null = null;
  let values: string[][] = [];
  let row = 0;
  for await (const fields of readRows(decodeText(file.stream(), encoding), file.path)) {
    row++;
    if (fields.length === 1 && fields[0] === '') continue;
    if (columns === null) {
      columns = uniqueNames(fields);
      values = columns.map(() => []);
      continue;
    }
    const width = columns.length;
    if (fields.length > width && fields.slice(width).some((field) => field !== ''))
      throw appError('damaged-table', file.path, {
        row,
        detail: `${fields.length} fields, ${width} headings`,
      });
    for (let column = 0; column < width; column++) values[column]!.push(fields[column] ?? '');
  }
  const names = columns ?? [];
  return {
    columns: names,
    rows: values[0]?.length ?? 0,
    column(name) {
      const found = values[names.indexOf(name)];
      if (found === undefined)
        throw appError('missing-column', file.path, { column: name, found: names.join(', ') });
      return found;
    },
  };
}

function uniqueNames(headings: readonly string[]): string[] {
  const taken = new Set<string>();
  return headings.map((heading, i) => {
    const name = heading.trim() === '' ? `column ${i + 1}` : heading.trim();
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}
