/** Pages that are too large to be held, as pyarrow writes them of images: gone through instead, and no value is another. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/index.ts';
import { openTable } from '../../src/formats/index.ts';
import { ParquetDamage } from '../../src/formats/parquet/check-runs.ts';
import { SnappyStream } from '../../src/formats/parquet/snappy-stream.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';

const random = seededRandom(3, 'pages');
const rows = 300;

/** A JPEG by its first bytes; a third is noise, a third repeats closely and a third from afar. */
function made(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const third = Math.floor(length / 3);
  for (let i = 0; i < third; i++) bytes[i] = random() * 256;
  for (let i = third; i < 2 * third; i++) bytes[i] = bytes[i - 1 - (i % 3)]!;
  bytes.copyWithin(2 * third, third - 20_000, 2 * third - 20_000);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return bytes;
}

const images = Array.from({ length: rows }, (_, i) => (i % 7 === 3 ? null : made(100_000 + i)));

/** One row group with one page of all values. */
function written(
  codec: 'SNAPPY' | 'UNCOMPRESSED',
  values: readonly (Uint8Array | null)[],
  dictionary = false,
) {
  const buffer = parquetWriteBuffer({
    columnData: [
      {
        name: 'image',
        data: [...values],
        encoding: dictionary ? 'RLE_DICTIONARY' : 'PLAIN',
      },
      { name: 'label', data: values.map((_, i) => i % 2) },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'image', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'label', type: 'INT32', repetition_type: 'REQUIRED' },
    ],
    codec,
    rowGroupSize: rows,
    pageSize: 2 ** 30,
    statistics: false,
  });
  return bytesFile('large.parquet', new Uint8Array(buffer));
}

async function expectAll(file: ReturnType<typeof written>, values: readonly (Uint8Array | null)[]) {
  const table = await openTable(file);
  expect(table.columns[0]).toMatchObject({ name: 'image', kind: 'image' });
  const cells = await table.images('image');
  // In order, then from the back, several at a time, and a null.
  const inOrder = values.flatMap((value, row) => (value === null ? [] : [row]));
  for (const row of [...inOrder, inOrder.at(-2), 0])
    expect(Buffer.compare(await cells.bytes(row), values[row]!), `row ${row}`).toBe(0);
  const together = await Promise.all([250, 4, 120].map((row) => cells.bytes(row)));
  expect(together.map(({ length }) => length)).toEqual([250, 4, 120].map((row) => values[row]!.length));
  if (values[3] === null)
    expect(await problemOf(cells.bytes(3))).toMatchObject({ kind: 'missing-file' });
}

describe('a large page', () => {
  it.each(['SNAPPY', 'UNCOMPRESSED'] as const)(
    'gives the values that were written: %s',
    async (codec) => {
      await expectAll(written(codec, images), images);
    },
  );

  it('may be a dictionary', async () => {
    const few = Array.from({ length: 100 }, (_, i) => made(300_000 + i));
    const values = Array.from({ length: rows }, (_, i) => few[(i * 7) % few.length]!);
    await expectAll(written('SNAPPY', values, true), values);
  });

  it('that is cut off or says too much is damaged, and no more memory is taken', async () => {
    const file = written('UNCOMPRESSED', images);
    const bytes = (await file.slice(0, file.size)).slice();
    // The length of the second value, behind the first one.
    const first = Buffer.from(bytes).indexOf(Buffer.from(images[0]!.subarray(0, 64)));
    bytes.set([0xff, 0xff, 0xff, 0x7f], first + images[0]!.length);
    const cells = await (await openTable(bytesFile('lies.parquet', bytes))).images('image');
    expect(await problemOf(cells.bytes(1))).toMatchObject({ kind: 'damaged-table' });
    expect((await cells.bytes(0)).length).toBe(images[0]!.length);
  });
});

describe('Snappy in pieces', () => {
  const stream = (...bytes: number[]) =>
    new SnappyStream(bytesFile('snappy', Uint8Array.from(bytes)), 0, bytes.length);

  it('follows literals and copies of each kind', async () => {
    // 'abc', 4 bytes from 3 back, 5 from 1 back (2-byte offset), 2 from 12 back (4-byte offset).
    const packed = [14, 2 << 2, 97, 98, 99, 1, 3, (4 << 2) | 2, 1, 0, (1 << 2) | 3, 12, 0, 0, 0];
    const text = new TextDecoder().decode(await stream(...packed).take(14));
    expect(text).toBe('abcabcaaaaaaab');
  });

  it.each([
    ['a copy from before the beginning', [4, 1, 1]],
    ['a literal without its end', [9, 8 << 2, 97]],
    ['a length without end', [255, 255, 255, 255, 255, 255]],
    ['nothing', []],
  ])('says what is wrong: %s', async (_, bytes) => {
    await expect(stream(...bytes).take(9)).rejects.toThrow(ParquetDamage);
  });
});
