/** The same table in every format, as Python's libraries write it (`test/fixtures/table/make.py`). */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, type SourceFile } from '../../src/domain/index.ts';
import { openTable, readImage, readTable, type TableFile } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';

const folder = new URL('../fixtures/table/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  columns: string[];
  rows: string[][];
  pixels: number[];
  classes: string[];
};

function fixture(name: string): SourceFile {
  return bytesFile(name, new Uint8Array(readFileSync(new URL(name, folder))));
}

const withImages = /^(?:base64|images|binary|train|test)/;
const tables = readdirSync(folder).filter(
  (name) => /\.(?:csv|tsv|gz|jsonl?|xlsx|parquet)$/.test(name) && name !== 'expected.json',
);

async function firstPixels(table: TableFile, column: string): Promise<number[]> {
  const cells = await table.images(column);
  const pixels: number[] = [];
  for (let row = 0; row < cells.rows; row++) {
    const { data } = await readImage(bytesFile(`${table.path}#${row}`, await cells.bytes(row)));
    pixels.push(data[0]!);
  }
  return pixels;
}

describe('a table', () => {
  it.each(tables.filter((name) => !withImages.test(name)))('is read from %s', async (name) => {
    const table = await readTable(fixture(name));
    expect(table.columns).toEqual(expected.columns);
    for (const [i, column] of table.columns.entries())
      expect(table.column(column), column).toEqual(expected.rows.map((row) => row[i]));
  });

  it.each([
    ['base64.tsv', 'image', ['index', 'question', 'answer']],
    ['base64.jsonl', 'image', ['label', 'note']],
    ['base64.json', 'image', ['label', 'note']],
    ['images.parquet', 'image', ['image.path', 'label', 'tags']],
    ['binary.parquet', 'picture', ['label']],
  ])('has images in %s', async (name, column, others) => {
    const table = await openTable(fixture(name));
    expect(table.columns.filter(({ kind }) => kind === 'image').map((one) => one.name)).toEqual([
      column,
    ]);
    expect((await readTable(fixture(name))).columns).toEqual(others);
    expect(await firstPixels(table, column)).toEqual(expected.pixels);
    const cells = await table.images(column);
    for (const row of [20, 3, 11]) {
      const { data } = await readImage(bytesFile('one', await cells.bytes(row)));
      expect(data[0]).toBe(expected.pixels[row]);
    }
    await expect(cells.bytes(expected.pixels.length)).rejects.toMatchObject({
      problem: { kind: 'missing-file' },
    });
  });

  it('has the names of classes and joined lists in parquet', async () => {
    const table = await readTable(fixture('images.parquet'));
    expect(table.column('label').slice(0, 4)).toEqual([...expected.classes, expected.classes[0]]);
    expect(table.column('tags')[3]).toBe('3; 4');
    expect(table.column('image.path')[23]).toBe('23.png');
  });

  it('reads only the columns that are asked for', async () => {
    const file = fixture('images.parquet');
    let bytes = 0;
    const counted: SourceFile = {
      ...file,
      slice(start, end) {
        bytes += Math.min(end, file.size) - start;
        return file.slice(start, end);
      },
    };
    const table = await openTable(counted);
    bytes = 0;
    for await (const batch of table.batches(['label']))
      expect(batch.column('label')).toHaveLength(batch.rows);
    expect(bytes).toBeLessThan(file.size / 4);
  });

  it('stops when it is told to', async () => {
    for (const name of ['comma.csv', 'list.json', 'book.xlsx', 'zstd-v2.parquet']) {
      const table = await openTable(fixture(name));
      const walk = table.batches(['label'], AbortSignal.abort())[Symbol.asyncIterator]();
      await expect(walk.next()).rejects.toMatchObject({ name: 'AbortError' });
    }
  });
});

/** Reads everything there is, and says how it ended. */
async function outcome(name: string, bytes: Uint8Array): Promise<string> {
  try {
    const table = await openTable(bytesFile(name, bytes));
    const columns = table.columns.filter(({ kind }) => kind === 'text').map((column) => column.name);
    for await (const batch of table.batches(columns)) for (const one of columns) batch.column(one);
    for (const { name: column, kind } of table.columns) {
      if (kind !== 'image') continue;
      const cells = await table.images(column);
      for (let row = 0; row < Math.min(cells.rows, 3); row++) await cells.bytes(row);
    }
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.problem.kind;
    throw error;
  }
}

const problems = new Set([
  'read',
  'empty-file',
  'damaged-table',
  'unsupported-table',
  'damaged-archive',
  'unsupported-archive',
  'missing-file',
]);

describe('half a Parquet file', () => {
  it('is said to be cut off', async () => {
    const whole = fixture('snappy-v1.parquet');
    const half = bytesFile('half.parquet', await whole.slice(0, whole.size >> 1));
    await expect(openTable(half)).rejects.toMatchObject({
      problem: {
        kind: 'damaged-table',
        parameters: { detail: expect.stringContaining('cut off') as string },
      },
    });
  });
});

it('says what is wrong with half a workbook in the words of its archive', async () => {
  const whole = fixture('book.xlsx');
  const half = bytesFile('half.xlsx', await whole.slice(0, whole.size >> 1));
  await expect(openTable(half)).rejects.toMatchObject({
    problem: {
      kind: 'damaged-table',
      parameters: { detail: expect.stringMatching(/^no end of/) as string },
    },
  });
});

describe('a damaged table', { timeout: 120_000 }, () => {
  it.each(tables)('ends in a problem or is read: %s', async (name) => {
    const whole = new Uint8Array(readFileSync(new URL(name, folder)));
    const isBinary = /\.(?:xlsx|parquet|gz)$/.test(name);
    const step = Math.max(1, Math.floor(whole.length / 24));
    for (let length = 0; length < whole.length; length += step) {
      const end = await outcome(name, whole.slice(0, length));
      expect(problems).toContain(end);
      if (isBinary && length > 0 && length < whole.length - 1)
        expect(['damaged-table', 'damaged-archive', 'unsupported-table', 'read']).toContain(end);
    }
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let i = 0; i < 30; i++) {
      const bytes = whole.slice();
      for (let flips = 1 + next(4); flips > 0; flips--) bytes[next(bytes.length)] = next(256);
      if (i % 3 === 0) bytes.fill(0xff, next(bytes.length), bytes.length - next(4));
      expect(problems).toContain(await outcome(name, bytes));
    }
  });
});
