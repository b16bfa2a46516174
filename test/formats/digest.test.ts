import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/formats/index.ts';

/** The same by whole numbers of any size, and with bytes put together one after the other. */
function expected(bytes: readonly number[]): string {
  const whole = (value: bigint) => BigInt.asUintN(32, value);
  const turned = (value: bigint, by: bigint) => whole((value << by) | (value >> (32n - by)));
  const words: bigint[] = [];
  const tail = bytes.length % 4;
  for (let at = 0; at < bytes.length - tail; at += 4)
    words.push(bytes.slice(at, at + 4).reduceRight((word, byte) => word * 256n + BigInt(byte), 0n));
  words.push(...bytes.slice(bytes.length - tail).map(BigInt));
  const hash = (start: bigint, by: bigint, prime: bigint) =>
    words.reduce((value, word) => whole((turned(value, by) ^ word) * prime), start);
  const [a, b] = [hash(0x811c9dc5n, 13n, 0x9e3779b1n), hash(0x9747b28cn, 17n, 0x85ebca77n)];
  return `${bytes.length.toString(16)}-${a.toString(16)}-${b.toString(16)}`;
}

const bytes = fc.array(fc.nat(255), { minLength: 1, maxLength: 40 });

describe('the digest of a cell', () => {
  it('is its length and two hashes, of bytes and of characters alike', () => {
    fc.assert(
      fc.property(bytes, fc.nat(9), fc.nat(9), (content, before, behind) => {
        const around = [
          ...new Array<number>(before).fill(7),
          ...content,
          ...new Array<number>(behind).fill(9),
        ];
        const [from, to] = [before, before + content.length];
        expect(digestOf(Uint8Array.from(around), from, to)).toBe(expected(content));
        expect(digestOf(Uint16Array.from(around), from, to)).toBe(expected(content));
      }),
    );
  });

  it('is another for every other byte, order and length', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (content, place, change) => {
        const at = place % content.length;
        const own = digestOf(Uint8Array.from(content), 0, content.length);
        const changed = content.map((byte, i) => (i === at ? byte ^ change : byte));
        const turned = [...content].reverse();
        for (const other of [changed, [...content, 0], content.slice(0, -1), turned])
          if (other.join() !== content.join())
            expect(digestOf(Uint8Array.from(other), 0, other.length)).not.toBe(own);
      }),
    );
  });

  it('is nothing for an empty cell', () => {
    expect(digestOf(Uint8Array.of(1, 2), 1, 1)).toBe('');
    expect(digestOf(Uint8Array.of(1, 2), 2, 1)).toBe('');
  });

  it('tells a hundred thousand cells apart that are almost the same', () => {
    const cell = new Uint8Array(48).fill(65);
    const digests = new Set<string>();
    for (let number = 0; number < 100_000; number++) {
      new DataView(cell.buffer).setUint32(4 * (number % 12), number);
      digests.add(digestOf(cell, 0, cell.length));
      cell.fill(65);
    }
    expect(digests.size).toBe(100_000);
  });
});
