/** Our inflate and CRC against zlib's, over all levels and strategies, and with damage. */
import { constants, crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grow, inflateZlib, withZlib, ZlibError } from '../../src/formats/zlib/zlib.ts';
import { seededRandom } from '../../src/domain/index.ts';

type Next = () => number;

/** Kinds of data that deflate treats differently: noise, an image's differences, periods, copies from afar, few values, zeros. */
const kinds: readonly ((next: Next, at: number, before: Uint8Array) => number)[] = [
  (next) => next() * 256,
  (next) => 128 + (next() + next() + next() - 1.5) * 20,
  (_, at) => (at % 7) * 31,
  (next, at, before) => (next() < 0.02 ? next() * 256 : before[at - 900]!),
  (next) => -Math.log(next()) * 6,
  () => 0,
];

function made(kind: number, length: number, seed: number): Uint8Array {
  const next = seededRandom(seed);
  const data = new Uint8Array(length);
  for (let at = 0; at < length; at++) data[at] = kinds[kind]!(next, at, data);
  return data;
}

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

it.each([...kinds.keys()])('inflates what zlib deflated, of kind %i', async (kind) => {
  for (const [i, length] of [0, 1, 300, 5000, 70_000, 200_000].entries()) {
    const data = made(kind, length, i);
    for (const strategy of strategies)
      for (const level of [0, 1, 6, 9]) {
        const stored = deflateSync(data, { level, strategy, memLevel: 1 + ((i + level) % 9) });
        expect(Buffer.compare(await inflateZlib(stored, length + 7), data)).toBe(0);
        const half = length >> 1;
        expect(Buffer.compare(await inflateZlib(stored, half), data.subarray(0, half))).toBe(0);
      }
  }
});

it('has the CRC-32 of zlib at every length and alignment', async () => {
  const data = made(0, 400, 3);
  for (let start = 0; start < 20; start++)
    for (let end = start; end < data.length; end += 7)
      expect(
        await withZlib((zlib) => {
          const at = zlib.firstFree();
          grow(zlib, at + data.length).set(data, at);
          return zlib.crc32(at + start, at + end) >>> 0;
        }),
      ).toBe(crc32(data.subarray(start, end)));
});

it('says that data are damaged or cut off, and never gives others', async () => {
  const data = made(3, 5000, 8);
  const stored = deflateSync(data);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(stored.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (at, by, cut) => {
        const bytes = new Uint8Array(stored);
        bytes[at]! ^= by;
        const given = cut ? new Uint8Array(stored).subarray(0, at) : bytes;
        const most = 10 * data.length;
        const found = await inflateZlib(given, most).catch((error: unknown) => error);
        if (found instanceof Uint8Array && found.length < most)
          expect(Buffer.compare(found, data)).toBe(0);
        else if (!(found instanceof Uint8Array)) expect(found).toBeInstanceOf(ZlibError);
      },
    ),
    { numRuns: 2000 },
  );
});
