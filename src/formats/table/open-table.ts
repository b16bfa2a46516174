/**
 * Any table file to columns that can be walked. What a file is, is decided by its first bytes and never by its name. Adding
 * a format is one more line in `tableFormats`.
 */
import { appError, type SourceFile } from '../../domain/index.ts';
import { isGzip, openGzip } from '../../source/index.ts';
import { csvFormat } from '../csv/format.ts';
import { jsonFormat } from '../json/format.ts';
import { parquetFormat } from '../parquet/format.ts';
import { xlsxFormat } from '../xlsx/format.ts';
import { sniffedTableBytes, type TableFile, type TableFormat } from './table-format.ts';

/** The most particular first: delimited text has no mark. */
const tableFormats: readonly TableFormat[] = [parquetFormat, xlsxFormat, jsonFormat, csvFormat];

/** Extensions (lower case, without a dot) of the tables that can be read; all of them may be packed with gzip. */
export const tableExtensions: readonly string[] = tableFormats.flatMap((format) => format.extensions);

/**
 * Opens a table, which may itself be packed with gzip.
 * @throws AppError `empty-file`, `damaged-table`, `unsupported-table`, and what reading the file may throw
 */
export async function openTable(file: SourceFile): Promise<TableFile> {
  return open(file, true);
}

async function open(file: SourceFile, mayBeGzip: boolean): Promise<TableFile> {
  if (file.size === 0) throw appError('empty-file', file.path, {});
  const head = await file.slice(0, Math.min(file.size, sniffedTableBytes));
  // Once only: a gzip in a gzip is a bomb, not a table.
  if (mayBeGzip && isGzip(head))
    return { ...(await open(await openGzip(file), false)), path: file.path };
  const format = tableFormats.find((candidate) => candidate.matches(head))!;
  return (await format.load())(file);
}
