import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, shuffled } from '../../src/domain/index.ts';

/** From `test/fixtures/random/seeded_random.py`. */
const expected: readonly [seed: number, stream: (string | number)[], words: number[]][] = [
  [0, [], [2593750137, 3091607049, 3514785207]],
  [7, ['split'], [251845581, 781607459, 3644352658]],
  [7, ['shuffle', 3], [1817890512, 916972727, 804198605]],
];

describe('seededRandom', () => {
  it.each(expected)('seed %i, stream %j gives the words of the Python script', (seed, stream, words) => {
    const random = seededRandom(seed, ...stream);
    expect(words.map(() => random() * 2 ** 32)).toEqual(words);
  });

  it('is uniform: 100,000 numbers in ten bins, chi-squared below its 0.1 % point of 27.9', () => {
    const random = seededRandom(1, 'uniform');
    const bins = new Float64Array(10);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(random() * 10)]! += 1;
    const chiSquared = bins.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(27.9);
  });
});

describe('shuffled', () => {
  it('keeps every value, leaves its argument alone, and repeats with the seed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (values, seed) => {
        const before = [...values];
        const order = shuffled(values, seededRandom(seed, 'order'));
        expect(values).toEqual(before);
        expect(shuffled(values, seededRandom(seed, 'order'))).toEqual(order);
        expect(order.sort((a, b) => a - b)).toEqual(before.sort((a, b) => a - b));
      }),
    );
  });

  it('brings every value to every place about equally often', () => {
    const random = seededRandom(2);
    const places = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let i = 0; i < 8000; i++) {
      shuffled([0, 1, 2, 3], random).forEach((value, place) => (places[value]![place]! += 1));
    }
    // 2000 expected; five standard deviations of a binomial are 194.
    for (const n of places.flat()) expect(Math.abs(n - 2000)).toBeLessThan(194);
  });
});
