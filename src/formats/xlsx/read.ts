/**
 * Excel workbooks (ECMA-376): the sheet with most rows, its first row that is not empty as headings. A workbook is a zip of XML that
 * has to be unpacked whole, so its size is bounded before anything is.
 */
import { AppError, appError, type SourceFile } from '../../domain/index.ts';
import { openZip } from '../../source/index.ts';
import { cellOf } from '../table/flatten.ts';
import { smallTable } from '../table/small-table.ts';
import type { TableFile } from '../table/table-format.ts';
import { uniqueNames } from '../table/unique-names.ts';
import { isOldWorkbook } from './format.ts';
import { storedZip } from './stored-zip.ts';

/** Bytes of XML: about two million cells. */
const largestXml = 128 * 1024 * 1024;
/** Cells from the first to the last row and column, empty ones counted: they are all held. */
const mostCells = 8_000_000;

/** The `r` of rows and cells. */
const addresses = /<[^<>]*?\sr\s*=\s*["']([^"']*)["']/g;

const partsThatCount = /^xl\/(?:workbook|styles|sharedStrings|worksheets\/[^/]+)\.xml$|\.rels$/i;

/** @throws AppError `unsupported-table` for .xls and what is too large, `damaged-table` */
export async function openXlsx(file: SourceFile): Promise<TableFile> {
  const head = await file.slice(0, Math.min(file.size, 8));
  const refuse = (detail: string) =>
    appError('unsupported-table', file.path, { format: 'Excel', detail });
  if (isOldWorkbook(head)) throw refuse('.xls, the format before 2007');
  const parts = await readParts(file, refuse);
  for (const [path, bytes] of parts) {
    if (!path.includes('worksheets/')) continue;
    const cells = countCells(bytes);
    if (cells === null)
      throw appError('damaged-table', file.path, {
        row: null,
        detail: `${path}: cells without a place`,
      });
    if (cells > mostCells) throw refuse(`${path}: ${cells} cells, the limit is ${mostCells}`);
  }
  const { default: readWorkbook } = await import('read-excel-file/universal');
  let sheets;
  try {
    sheets = await readWorkbook(storedZip(parts));
  } catch (error) {
    throw damage(file.path, error);
  }
  const [longest] = sheets.sort((a, b) => b.data.length - a.data.length);
  const rows = longest?.data ?? [];
  const isFilled = (row: readonly unknown[]) => row.some((cell) => cell !== null && cell !== '');
  const headingRow = rows.findIndex(isFilled);
  const names = uniqueNames((rows[headingRow] ?? []).map(cellOf));
  const body = rows.slice(headingRow + 1).filter(isFilled);
  const columns = new Map(names.map((name, i) => [name, body.map((row) => textOf(row[i]))]));
  return smallTable(file.path, columns, headingRow + 2);
}

async function readParts(file: SourceFile, refuse: (detail: string) => AppError) {
  const entries = await openZip(file).catch((error: unknown) => {
    throw error instanceof AppError ? damage(file.path, error) : error;
  });
  const wanted = [...entries.values()].filter(({ path }) => partsThatCount.test(path));
  const size = wanted.reduce((sum, entry) => sum + entry.size, 0);
  if (size > largestXml) throw refuse(`${size} bytes of XML, the limit is ${largestXml}`);
  if (!entries.has('xl/workbook.xml'))
    throw appError('damaged-table', file.path, {
      row: null,
      detail: 'a zip archive without a workbook',
    });
  const parts: [string, Uint8Array][] = [];
  for (const entry of wanted) {
    try {
      parts.push([entry.path, await entry.slice(0, entry.size)]);
    } catch (error) {
      throw error instanceof AppError ? damage(file.path, error) : error;
    }
  }
  return parts;
}

/** Rows times columns of the area in use, by the addresses that rows and cells give themselves; null for what is none. */
function countCells(sheet: Uint8Array): number | null {
  let lastRow = 0;
  let lastColumn = 0;
  for (const [, address] of new TextDecoder().decode(sheet).matchAll(addresses)) {
    const [, letters, digits] = /^([A-Z]{0,3})(\d{1,7})$/i.exec(address!) ?? [];
    if (letters === undefined) return null;
    lastRow = Math.max(lastRow, Number(digits));
    let column = 0;
    for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
    lastColumn = Math.max(lastColumn, column);
  }
  return lastRow * Math.max(1, lastColumn);
}

/** Days without a time of day are dates. */
function textOf(cell: unknown): string {
  return cell instanceof Date ? cellOf(cell).replace(/T00:00:00\.000Z$/, '') : cellOf(cell ?? null);
}

/** The library's errors are its own classes, or what its parser throws on XML that is none. */
function damage(path: string, error: unknown): AppError {
  const inner = error instanceof AppError ? error.problem.parameters : {};
  const message = error instanceof Error ? error.message : String(error);
  const detail = 'detail' in inner ? inner.detail : message;
  return appError('damaged-table', path, { row: null, detail }, error);
}
