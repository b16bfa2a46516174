/**
 * Parquet files: the footer says where the columns lie, and only the pages of the columns that are wanted are read, a few
 * thousand rows at a time. Structs become columns with dots in their names. Images (Hugging Face's structs of `bytes` and
 * `path`, or plain binary columns) are read page by page when a row is asked for.
 */
import type { Compressors, FileMetaData } from 'hyparquet';
import { appError, type SourceFile } from '../../domain/index.ts';
import { sniffImage } from '../read-image.ts';
import { cellOf } from '../table/flatten.ts';
import type { TableBatch, TableColumn, TableFile } from '../table/table-format.ts';
import { ParquetDamage } from './check-runs.ts';
import { guarded, type ParquetFile } from './file.ts';
import { firstValue, imagesOf } from './images.ts';
import { LeafCursor } from './leaf-cursor.ts';
import { leavesOf, type Leaf } from './leaves.ts';

/** Rows decoded at a time. */
const batchRows = 8192;
/** A footer describes columns and row groups: a few kB for each. */
const largestFooter = 64 * 1024 * 1024;
/** Rows for a byte of the file: a column of one value takes next to none. */
const rowsPerByte = 65_536;

interface Column extends TableColumn {
  readonly leaf: Leaf;
}

/** @throws AppError `damaged-table`, `unsupported-table` */
export async function openParquet(file: SourceFile): Promise<TableFile> {
  return guarded(file.path, async () => {
    const { compressors, decompressZstd } = await import('hyparquet-compressors');
    const metadata = await readFooter(file);
    const bounded: Compressors = {
      ...compressors,
      // Given the place to write to, it does not take the length from the compressed bytes.
      ZSTD: (bytes, length) => decompressZstd(bytes, new Uint8Array(length)),
    };
    const parquet = { file, groups: metadata.row_groups, compressors: bounded };
    const columns = await columnsOf(parquet, metadata);
    return {
      path: file.path,
      columns,
      rows: Number(metadata.num_rows),
      firstRow: 1,
      batches: (names, signal) => batches(parquet, pick(columns, names), signal),
      images: (name) => Promise.resolve(imagesOf(parquet, pick(columns, [name])[0]!.leaf)),
    };
  });
}

async function readFooter(file: SourceFile): Promise<FileMetaData> {
  const { parquetMetadataAsync } = await import('hyparquet');
  const tail = await file.slice(Math.max(0, file.size - 8), file.size);
  const footer = tail.length < 8 ? 0 : new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  const end = String.fromCharCode(...tail.subarray(4));
  if (end === 'PARE')
    throw appError('unsupported-table', file.path, { format: 'Parquet', detail: 'encrypted' });
  if (end !== 'PAR1') throw new ParquetDamage('it does not end as Parquet does, so it is cut off');
  if (footer > largestFooter) throw new ParquetDamage(`a footer of ${footer} bytes`);
  const buffer = {
    byteLength: file.size,
    slice: async (start: number, end = file.size) => {
      const bytes = await file.slice(start, end);
      return bytes.slice().buffer;
    },
  };
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== Number(metadata.num_rows) || !(rows >= 0 && rows <= file.size * rowsPerByte))
    throw new ParquetDamage(`${metadata.num_rows} rows, ${rows} in row groups`);
  return metadata;
}

/** Binary columns that are neither images nor text, and lists of fractions (embeddings) but for boxes, are of no use to anybody. */
async function columnsOf(parquet: ParquetFile, metadata: FileMetaData): Promise<Column[]> {
  const { parquetSchema } = await import('hyparquet');
  const columns: Column[] = [];
  for (const leaf of leavesOf(parquetSchema(metadata), featuresOf(metadata))) {
    const { repetitionLevels, isBinary, element, classNames } = leaf;
    if (!isBinary) {
      const isVector = repetitionLevels > 0 && (element.type === 'FLOAT' || element.type === 'DOUBLE');
      if (!isVector || /(?:^|\.)bbox$/.test(leaf.name))
        columns.push({
          name: leaf.name,
          kind: 'text',
          leaf,
          ...(classNames !== null && { isNamed: true }),
        });
      continue;
    }
    const kind = repetitionLevels > 0 ? 'text' : await kindOf(parquet, leaf);
    if (kind === null) continue;
    const name = kind === 'image' ? leaf.name.replace(/\.bytes$/, '') : leaf.name;
    columns.push({ name, kind, leaf });
  }
  return columns;
}

/** By the first value that is there. */
async function kindOf(parquet: ParquetFile, leaf: Leaf): Promise<'image' | 'text' | null> {
  const first = await firstValue(parquet, leaf);
  if (first === null) return null;
  return sniffImage(first) !== null ? 'image' : kindOfBytes(first);
}

function kindOfBytes(bytes: Uint8Array): 'text' | null {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'text';
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** What Hugging Face's `datasets` writes of the columns. */
function featuresOf({ key_value_metadata }: FileMetaData): Record<string, unknown> {
  const text = key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (text === undefined) return {};
  try {
    const { info } = JSON.parse(text) as { info?: { features?: Record<string, unknown> } };
    return info?.features ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function pick(columns: readonly Column[], names: readonly string[]): Column[] {
  return names.map((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new RangeError(`no column ${name}`);
    return column;
  });
}

async function* batches(
  parquet: ParquetFile,
  columns: readonly Column[],
  signal?: AbortSignal,
): AsyncGenerator<TableBatch, void, void> {
  let start = 0;
  for (const group of parquet.groups) {
    const cursors = await guarded(parquet.file.path, async () =>
      columns.map(({ leaf }) => new LeafCursor(parquet, leaf, group)),
    );
    const end = start + Number(group.num_rows);
    while (start < end) {
      signal?.throwIfAborted();
      const rows = Math.min(batchRows, end - start);
      const values = new Map<string, string[]>();
      for (const [i, { name, leaf }] of columns.entries()) {
        const taken = await guarded(parquet.file.path, () => cursors[i]!.take(rows));
        values.set(
          name,
          taken.map((value) => textOf(value, leaf)),
        );
      }
      yield { start, rows, column: (name) => values.get(name)! };
      start += rows;
    }
  }
}

function textOf(value: unknown, { classNames }: Leaf): string {
  if (Array.isArray(value)) {
    const inner = value.flat(Infinity).filter((item) => item !== null) as unknown[];
    return inner.map((item) => textOf(item, { classNames } as Leaf)).join('; ');
  }
  if (classNames !== null && (typeof value === 'number' || typeof value === 'bigint'))
    // -1 is a missing label.
    return classNames[Number(value)] ?? (value < 0 ? '' : String(value));
  return cellOf(value);
}
