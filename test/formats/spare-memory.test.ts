import { describe, expect, it } from 'vitest';
import { giveBack, takeBytes } from '../../src/formats/spare-memory.ts';

const megabyte = 1 << 20;

describe('spare memory', () => {
  it('lends what was given back, if it is long enough', () => {
    const first = takeBytes(megabyte);
    giveBack(first);
    const longer = takeBytes(megabyte + 1);
    expect(longer.buffer).not.toBe(first.buffer);
    const shorter = takeBytes(megabyte - 1);
    expect(shorter.buffer).toBe(first.buffer);
    expect(shorter.length).toBe(megabyte - 1);
  });

  it('lends nothing twice, however often it is given back', () => {
    const first = takeBytes(2 * megabyte);
    giveBack(first);
    giveBack(first);
    expect(takeBytes(2 * megabyte).buffer).toBe(first.buffer);
    expect(takeBytes(2 * megabyte).buffer).not.toBe(first.buffer);
  });

  it('keeps nothing that it did not lend', () => {
    const own = new Uint8Array(3 * megabyte);
    giveBack(own);
    expect(takeBytes(3 * megabyte).buffer).not.toBe(own.buffer);
  });

  it('keeps a few of the largest', () => {
    const all = Array.from({ length: 20 }, (_, i) => takeBytes((4 + i / 20) * megabyte));
    all.forEach(giveBack);
    const kept = new Set(Array.from({ length: 20 }, () => takeBytes(megabyte).buffer));
    expect(all.map(({ buffer }) => kept.has(buffer))).toEqual(all.map((_, i) => i >= 12));
  });

  it('keeps no more than 64 MiB', () => {
    const large = takeBytes(65 * megabyte);
    giveBack(large);
    expect(takeBytes(65 * megabyte).buffer).not.toBe(large.buffer);
  });
});
