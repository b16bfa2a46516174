import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PackedNumbers, pageLength } from '../../src/source/packed-numbers.ts';
import { PackedRecords } from '../../src/source/packed-records.ts';

const largest = 2 ** 52;

it('gives back numbers of every size, packed or not', () => {
  const number = fc.oneof(
    fc.nat(255),
    fc.nat(2 ** 16),
    fc.nat(2 ** 31 - 1).map((value) => 2 * value),
    fc.integer({ min: -largest, max: largest }),
  );
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), fc.boolean(), (few, isPacked) => {
      const numbers = Array.from({ length: 2 * pageLength + 7 }, (_, i) => few[i % few.length]!);
      const list = new PackedNumbers();
      for (const value of numbers) list.add(value);
      if (isPacked) list.pack();
      expect(numbers.map((_, i) => list.at(i))).toEqual(numbers);
    }),
    { numRuns: 40 },
  );
});

it.each([0, 1, 255, 256, 2 ** 16 - 1, 2 ** 16, 2 ** 32 - 1, 2 ** 32])(
  'gives back a page whose numbers are %d apart, and the next one by its own least number',
  (apart) => {
    const list = new PackedNumbers();
    const numbers = Array.from({ length: 2 * pageLength }, (_, i) =>
      i < pageLength ? 2 ** 40 + apart * (i % 2) : 7,
    );
    for (const value of numbers) list.add(value);
    expect(numbers.map((_, i) => list.at(i))).toEqual(numbers);
  },
);

it('finds records by path as a map does, whatever the paths and their number', () => {
  const path = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.nat(5000).map(String));
  fc.assert(
    fc.property(fc.array(path, { maxLength: 50 }), fc.nat(9000), (given, more) => {
      const paths = [...given, ...Array.from({ length: more }, (_, i) => `images/${i % 7000}.png`)];
      const records = new PackedRecords(2);
      const expected = new Map<string, number[]>();
      for (const [i, one] of paths.entries()) {
        records.add(one, [i, 2 ** 33 + i]);
        expected.set(one, [i, 2 ** 33 + i]);
      }
      records.pack();
      expect(records.size).toBe(expected.size);
      expect([...records.paths()].sort()).toEqual([...expected.keys()].sort());
      for (const [one, numbers] of expected) expect(records.get(one)).toEqual(numbers);
      expect(records.get('images/none.png')).toBeNull();
    }),
    { numRuns: 20 },
  );
});

it('tells paths apart by what all of a page begin with', () => {
  const records = new PackedRecords(1);
  const characters = Array.from({ length: 80 }, (_, i) => String.fromCharCode(40 + i));
  for (const [i, one] of characters.entries()) records.add(`-${one}`, [i]);
  records.pack();
  // So many that some come upon a path that differs in nothing else.
  for (const first of characters)
    for (const [i, one] of characters.entries())
      expect(records.get(first + one)).toEqual(first === '-' ? [i] : null);
});

it('gives back paths of which some are the beginning of others', () => {
  const records = new PackedRecords(1);
  for (const path of ['aa', 'a', 'aaa']) records.add(path, [0]);
  records.pack();
  expect([...records.paths()]).toEqual(['aa', 'a', 'aaa']);
});

it('gives back pages of paths with different beginnings', () => {
  const records = new PackedRecords(1);
  const paths = Array.from({ length: 3 * pageLength }, (_, i) => `${Math.floor(i / 900)}/images/${i}`);
  for (const path of paths) records.add(path, [7]);
  expect([...records.paths()]).toEqual(paths);
});
