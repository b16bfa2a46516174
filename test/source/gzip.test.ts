/** Gzip files made by test/fixtures/gzip/make.py, and larger ones made here: whole, in ranges, cut off and damaged. */
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { appError, seededRandom } from '../../src/domain/index.ts';
import { Checkpoints } from '../../src/source/checkpoints.ts';
import { DeflateReader } from '../../src/source/deflate-reader.ts';
import { bytesFile, gzipHead, isGzip, openGzip } from '../../src/source/index.ts';
import expected from '../fixtures/gzip/expected.json' with { type: 'json' };
import { problemOf } from './problem-of.ts';
import { readAll, textOf } from './read-whole.ts';

const numbers = Array.from({ length: 4000 }, (_, i) => i).join(' ');
const fixture = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../fixtures/gzip/${name}`, import.meta.url)));
const opened = async (name: string) => openGzip(bytesFile(name, await fixture(name)));
const cases = Object.entries(expected as Readonly<Record<string, string>>);

describe('a gzip', () => {
  it.each(cases.filter(([, problem]) => problem === ''))('is read: %s', async (name) => {
    const text = name === 'empty.gz' ? '' : numbers;
    expect(isGzip(await fixture(name))).toBe(true);
    const file = await opened(name);
    expect(file.path).toBe(name.slice(0, -3));
    expect(file.size).toBe(text.length);
    expect(textOf(await file.slice(0, file.size))).toBe(text);
    expect(textOf(await file.slice(6990, 7010))).toBe(text.slice(6990, 7010));
    expect(textOf(await readAll(file))).toBe(text);
    expect(textOf(await gzipHead(bytesFile(name, await fixture(name)), 20))).toBe(text.slice(0, 20));
  });

  it.each(cases.filter(([, problem]) => problem !== '' && problem !== 'ZEROS'))(
    'is refused: %s',
    async (name, detail) => {
      expect(await problemOf(opened(name))).toMatchObject({
        kind: 'damaged-archive',
        file: name,
        parameters: { detail: expect.stringContaining(detail) as string },
      });
    },
  );

  it('that unpacks to a thousand times its length is read in ranges', async () => {
    const file = await opened('bomb.gz');
    expect(file.size).toBe(4_000_000);
    expect(await file.slice(3_999_990, 4_000_010)).toEqual(new Uint8Array(10));
  });

  it('is damaged wherever it is cut off', async () => {
    for (const name of ['bgzip.gz', 'stored.gz']) {
      const whole = await fixture(name);
      for (let length = 0; length < whole.length; length += 101) {
        const opening = openGzip(bytesFile(name, whole.subarray(0, length)));
        expect(await problemOf(opening)).toMatchObject({ kind: 'damaged-archive' });
      }
    }
  });

  it('never breaks in another way, whatever bytes are wrong', { timeout: 60_000 }, async () => {
    const whole = await fixture('two-members.gz');
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, by] of changes) bytes[at]! ^= by;
        try {
          const file = await openGzip(bytesFile('x.gz', bytes));
          // What is not under a checksum: times, the system, the level.
          expect(textOf(await file.slice(0, file.size))).toBe(numbers);
        } catch (error) {
          expect(await problemOf(Promise.reject(error as Error))).toMatchObject({
            kind: 'damaged-archive',
          });
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Bytes of every kind that deflate treats differently: noise, runs, text, repetitions from far away. */
function mixture(length: number): Uint8Array {
  const random = seededRandom(7);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const kind = Math.floor(random() * 4);
    const part = bytes.subarray(at, at + 1 + Math.floor(random() * 40_000));
    if (kind === 0) part.forEach((_, i) => (part[i] = random() * 256));
    else if (kind === 1) part.fill(random() * 256);
    else if (kind === 2) part.forEach((_, i) => (part[i] = 48 + ((at + i) % 97) * random() * 0.1));
    else part.set(bytes.subarray(at - Math.min(at, 32_768), at).subarray(0, part.length));
    at += part.length;
  }
  return bytes;
}

describe('deflated data of 40 MB', { timeout: 120_000 }, () => {
  const data = mixture(40e6);
  const strategies = {
    usual: {},
    fixed: { strategy: constants.Z_FIXED },
    huffman: { strategy: constants.Z_HUFFMAN_ONLY },
    fast: { level: 1 },
    stored: { level: 0 },
    smallWindow: { windowBits: 9 },
  };

  it.each(Object.entries(strategies))('unpack as zlib does: %s', async (_, options) => {
    const part = data.subarray(0, 4e6);
    const packed = new Uint8Array(deflateRawSync(part, options));
    const reader = new DeflateReader({
      file: bytesFile('', packed),
      start: 0,
      end: packed.length,
      wrapping: 'raw',
      damaged: (detail) => appError('damaged-archive', '', { detail }),
    });
    const unpacked = await reader.read(0, part.length + 1);
    expect(Buffer.compare(unpacked, part)).toBe(0);
  });

  it('are read from anywhere at the cost of what lies before it since the last place to go on', async () => {
    const half = data.length / 2;
    const packed = Buffer.concat([gzipSync(data.subarray(0, half)), gzipSync(data.subarray(half))]);
    const counted = { read: 0 };
    const bytes = bytesFile('x.gz', packed);
    const file = await openGzip({
      ...bytes,
      slice(start, end) {
        counted.read += Math.min(end, packed.length) - start;
        return bytes.slice(start, end);
      },
    });
    expect(file.size).toBe(data.length);
    const random = seededRandom(1);
    counted.read = 0;
    const reads = 60;
    for (let i = 0; i < reads; i++) {
      const start = Math.floor(random() * data.length);
      const end = Math.min(data.length, start + 5000);
      expect(Buffer.compare(await file.slice(start, end), data.subarray(start, end))).toBe(0);
    }
    expect(counted.read / reads).toBeLessThan(1.5 * 1024 * 1024);
    expect(Buffer.compare(await readAll(file), data)).toBe(0);
  });
});

describe('places to go on from', () => {
  it('move apart where there are many, in all streams together', () => {
    const lists = [new Checkpoints(0), new Checkpoints(0)];
    const mega = 1024 * 1024;
    for (let at = 0; at < 5000 * mega; at += mega / 2) {
      for (const list of lists) list.note({ at, from: 0, bits: 0, history: null, crc: 0, memberAt: 0 });
    }
    const [first, second] = lists.map(({ length }) => length);
    expect(first! + second!).toBeLessThanOrEqual(768);
    expect(Math.min(first!, second!)).toBeGreaterThan(150);
    expect(lists[0]!.before(3000.2 * mega).at / mega).toBeGreaterThan(2970);
    expect(lists[0]!.before(0).at).toBe(0);
  });
});
