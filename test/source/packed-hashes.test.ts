/** Paths whose hashes are the same: words that are known to have equal FNV-1a hashes of 32 bits, and many that share their lower bits. */
import { describe, expect, it } from 'vitest';
import { PackedRecords } from '../../src/source/packed-records.ts';

/** As Fowler, Noll and Vo define it (draft-eastlake-fnv), of ASCII. */
function fnv1a(text: string): number {
  return Array.from(text).reduce(
    (hash, letter) =>
      Number(((BigInt(hash ^ letter.charCodeAt(0)) & 0xffffffffn) * 0x01000193n) % 0x100000000n) | 0,
    0x811c9dc5 | 0,
  );
}

const pairs = [
  ['declinate', 'macallums'],
  ['costarring', 'liquid'],
  ['altarage', 'zinke'],
] as const;

describe('records by path', () => {
  it.each(pairs)('are told apart where two paths have one hash: %s, %s', (first, second) => {
    expect(fnv1a(first)).toBe(fnv1a(second));
    const records = new PackedRecords(2);
    records.add(first, [1, 2]);
    expect(records.get(second)).toBeNull();
    records.add(second, [3, 4]);
    records.add(first, [5, 6]);
    expect([...records.paths()].sort()).toEqual([first, second].sort());
    expect([records.get(first), records.get(second)]).toEqual([
      [5, 6],
      [3, 4],
    ]);
    expect(records.get(first.slice(0, -1))).toBeNull();
  });

  it('are found where thousands of paths want the same slot, before and after it grows', () => {
    const slotOf = (path: string) => {
      const hash = fnv1a(path);
      return (hash ^ (hash >>> 15)) & 1023;
    };
    const wanted: string[] = [];
    for (let number = 0; wanted.length < 400; number++) {
      const path = `images/${number}.png`;
      if (slotOf(path) >= 1020) wanted.push(path);
    }
    const records = new PackedRecords(1);
    wanted.forEach((path, i) => {
      records.add(path, [i]);
      // Paths that were not added, of which many come upon the longer ones on the way to a free slot.
      for (const other of [`${path}/`, path.slice(0, -1)]) expect(records.get(other)).toBeNull();
    });
    expect(records.size).toBe(400);
    expect(wanted.map((path) => records.get(path)?.[0])).toEqual([...wanted.keys()]);
    for (const path of wanted) records.add(path, [-1]);
    expect(records.size).toBe(400);
    expect(new Set(wanted.map((path) => records.get(path)?.[0]))).toEqual(new Set([-1]));
  });

  it('keep paths of any letters', () => {
    const records = new PackedRecords(1);
    const paths = ['肺/é.png', '\ufeffa.png', 'a.png', ''];
    paths.forEach((path, i) => records.add(path, [i]));
    expect([...records.paths()]).toEqual(paths);
    expect(paths.map((path) => records.get(path))).toEqual([[0], [1], [2], [3]]);
  });
});
