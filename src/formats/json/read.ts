/**
 * JSON as a table: a list of records, records one a line, records by their ids, or the longest list of records in an outermost
 * object (`{"data": […]}`, `{"images": […], "annotations": […]}`). Records are read one at a time; the columns are
 * those of the first thousand. How records inside records become columns: `flatten`.
 */
import { appError, type SourceFile } from '../../domain/index.ts';
import { decodeText } from '../csv/decode-text.ts';
import { base64Cells, isBase64Column } from '../table/base64-cells.ts';
import { cellOf, flatten, isRecord } from '../table/flatten.ts';
import { smallTable } from '../table/small-table.ts';
import type { TableBatch, TableFile } from '../table/table-format.ts';
import { JsonDamage, recordCutter, type CutRecord } from './cut-records.ts';
import { depthOf, findRecords, type RecordPlace } from './find-records.ts';

/** Records by whose fields the columns are found, and those by which images are told. */
const recordsForColumns = 1000;
const sampledRows = 20;
/** Columns are found by fewer records where these are long. */
const charactersForColumns = 16 * 1024 * 1024;
/** An object of columns has to be read whole. */
const largestColumns = 64 * 1024 * 1024;

type Cells = ReadonlyMap<string, string>;

/** Text that is one record. */
const single = { text: '', start: 0, end: 0, member: null, key: null, isList: false };

/** @throws AppError `damaged-table` with the number of the record, from 1; `unsupported-table` */
export async function openJson(file: SourceFile): Promise<TableFile> {
  const place = await placeOf(file);
  if (place.kind === 'columns') return columnTable(file);
  const names = new Set<string>();
  const sample: Cells[] = [];
  let characters = 0;
  let rows = 0;
  for await (const { start, records } of pieces(file, place, null)) {
    for (const [i, record] of records.entries()) {
      const cells = cellsOf(record, file.path, start + i);
      for (const name of cells.keys()) names.add(name);
      if (sample.length < sampledRows) sample.push(cells);
      characters += record.text.length;
    }
    rows += records.length;
    if (rows >= recordsForColumns || characters > charactersForColumns) break;
  }
  const columns = [...names].map((name) => ({ name, kind: kindOf(sample, name) }));
  return {
    path: file.path,
    columns,
    rows: null,
    firstRow: 1,
    batches: (wanted, signal) => batches(file, place, wanted, signal),
    async images(column) {
      const places: number[] = [];
      for await (const { records } of pieces(file, place, 'windows-1252'))
        for (const { start, end } of records) places.push(start, end);
      return base64Cells(file, Float64Array.from(places), 1, (bytes) => {
        const record = { ...single, text: new TextDecoder().decode(bytes) };
        return cellsOf(record, file.path, 0).get(column) ?? '';
      });
    },
  };
}

async function placeOf(file: SourceFile): Promise<RecordPlace> {
  try {
    const place = await findRecords(decodeText(file.stream()));
    if (place.kind !== 'entries') return place;
    // pandas writes `{"label": {"0": "a", "1": "b"}}`: columns, not records.
    for await (const piece of decodeText(file.stream())) {
      const [first] = recordCutter(1, true).push(piece);
      const keys = first === undefined ? [] : Object.keys(parse(first, file.path, 0) as object);
      if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return { kind: 'columns' };
      break;
    }
    return place;
  } catch (error) {
    throw asDamage(error, file.path, 1);
  }
}

async function* pieces(
  file: SourceFile,
  place: RecordPlace,
  encoding: string | null,
): AsyncGenerator<{ start: number; records: CutRecord[] }, void, void> {
  if (place.kind === 'none') return;
  const cutter = recordCutter(depthOf(place), encoding === null);
  let start = 0;
  try {
    for await (const text of decodeText(file.stream(), encoding)) {
      const found = cutter.push(text);
      const records = found.filter(
        (record) =>
          !record.isList &&
          (place.kind !== 'member' || (record.member === place.member && record.key === null)),
      );
      if (records.length > 0) yield { start, records };
      start += records.length;
    }
    cutter.end();
  } catch (error) {
    throw asDamage(error, file.path, start + 1);
  }
}

async function* batches(
  file: SourceFile,
  place: RecordPlace,
  wanted: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<TableBatch, void, void> {
  for await (const { start, records } of pieces(file, place, null)) {
    signal?.throwIfAborted();
    const columns = new Map(wanted.map((name) => [name, new Array<string>(records.length).fill('')]));
    for (const [i, record] of records.entries()) {
      const cells = cellsOf(record, file.path, start + i);
      for (const [name, values] of columns) values[i] = cells.get(name) ?? '';
    }
    yield { start, rows: records.length, column: (name) => columns.get(name)! };
  }
}

function cellsOf(record: CutRecord, path: string, row: number): Cells {
  const cells = new Map<string, string>();
  flatten(parse(record, path, row), '', cells);
  if (record.key !== null && !cells.has('id')) cells.set('id', record.key);
  return cells;
}

function parse(record: CutRecord, path: string, row: number): unknown {
  try {
    return JSON.parse(record.text);
  } catch (error) {
    throw asDamage(error, path, row + 1);
  }
}

function asDamage(error: unknown, path: string, row: number): unknown {
  if (error instanceof JsonDamage || error instanceof SyntaxError)
    return appError('damaged-table', path, { row, detail: error.message }, error);
  return error;
}

function kindOf(sample: readonly Cells[], name: string): 'image' | 'text' {
  return isBase64Column(sample.map((cells) => cells.get(name) ?? '')) ? 'image' : 'text';
}

/** `{"file": ["a.png", …], "label": [0, …]}`, or with an object of row numbers for each list. */
async function columnTable(file: SourceFile): Promise<TableFile> {
  if (file.size > largestColumns)
    throw appError('unsupported-table', file.path, {
      format: 'JSON',
      detail: `${file.size} bytes column by column`,
    });
  let text = '';
  for await (const piece of decodeText(file.stream())) text += piece;
  const content = parse({ ...single, text }, file.path, 0);
  const columns = new Map<string, string[]>();
  for (const [name, values] of Object.entries(isRecord(content) ? content : {})) {
    if (Array.isArray(values)) columns.set(name, values.map(cellOf));
    else if (isRecord(values)) columns.set(name, Object.values(values).map(cellOf));
  }
  const rows = Math.max(0, ...[...columns.values()].map(({ length }) => length));
  for (const [name, { length }] of columns) if (length !== rows) columns.delete(name);
  return smallTable(file.path, columns, 1);
}
