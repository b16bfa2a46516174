/** Our inflate and CRC against zlib's, over all levels and strategies, and with damage. */
import { constants, crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InflateError } from '../../src/source/inflater.ts';
import { crc32 as ownCrc32, inflateZlib, mostInflated } from '../../src/source/zlib.ts';
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

/** At most `most` bytes of a zlib stream, given in pieces of `pieceBytes`. */
function inflated(stored: Uint8Array, most: number, pieceBytes = Infinity): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < stored.length; at += pieceBytes)
    pieces.push(stored.subarray(at, at + pieceBytes));
  const stretches: Uint8Array[] = [];
  for (const stretch of inflateZlib(pieces, most)) {
    expect(stretch.length).toBeLessThanOrEqual(mostInflated);
    stretches.push(stretch.slice());
  }
  return Buffer.concat(stretches).subarray(0, most);
}

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

it.each([...kinds.keys()])('inflates what zlib deflated, of kind %i', (kind) => {
  for (const [i, length] of [0, 1, 300, 5000, 70_000, 200_000].entries()) {
    const data = made(kind, length, i);
    for (const strategy of strategies)
      for (const level of [0, 1, 6, 9]) {
        const stored = deflateSync(data, { level, strategy, memLevel: 1 + ((i + level) % 9) });
        expect(Buffer.compare(inflated(stored, length + 7), data)).toBe(0);
        expect(Buffer.compare(inflated(stored, length + 7, 1 + ((7 * level + i) % 90)), data)).toBe(0);
        const half = length >> 1;
        expect(Buffer.compare(inflated(stored, half), data.subarray(0, half))).toBe(0);
      }
  }
});

it('has the CRC-32 of zlib at every length and alignment', () => {
  const data = made(0, 400, 3);
  for (let start = 0; start < 20; start++)
    for (let end = start; end < data.length; end += 7)
      expect(ownCrc32(0, data.subarray(start, end))).toBe(crc32(data.subarray(start, end)));
});

it('says that data are damaged or cut off, and never gives others', () => {
  const data = made(3, 5000, 8);
  const stored = deflateSync(data);
  fc.assert(
    fc.property(
      fc.nat(stored.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      (at, by, cut) => {
        const bytes = new Uint8Array(stored);
        bytes[at]! ^= by;
        const given = cut ? new Uint8Array(stored).subarray(0, at) : bytes;
        const most = 10 * data.length;
        try {
          const found = inflated(given, most);
          if (found.length < most) expect(Buffer.compare(found, data)).toBe(0);
        } catch (error) {
          if (!(error instanceof InflateError)) throw error;
        }
      },
    ),
    { numRuns: 2000 },
  );
});
