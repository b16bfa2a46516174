/** Learning rates against PyTorch's OneCycleLR, and the cosine schedule against its definition. */
import { describe, expect, test } from 'vitest';
import { learningRateAt } from '../../src/training/schedule.ts';
import { expectations } from './expectations.ts';

describe('one-cycle', () => {
  test.each(expectations.oneCycle)(
    "is PyTorch's over $steps steps",
    ({ steps, learningRate, warmUp, rates }) => {
      const every = steps === rates.length ? 1 : 61;
      rates.forEach((rate, i) => {
        const actual = learningRateAt(i * every, steps, { schedule: 'one-cycle', learningRate, warmUp });
        expect(actual / rate).toBeCloseTo(1, 9);
      });
    },
  );

  test('has no rise without warm-up and survives a single step', () => {
    const options = { schedule: 'one-cycle', learningRate: 1, warmUp: 0 } as const;
    expect(learningRateAt(0, 10, options)).toBe(1);
    expect(learningRateAt(0, 1, options)).toBe(1);
    expect(learningRateAt(9, 10, options)).toBeCloseTo(0.001, 12);
  });
});

describe('cosine', () => {
  const options = { schedule: 'cosine', learningRate: 2, warmUp: 0.5 } as const;

  test('rises in a straight line to its peak and falls to 0', () => {
    const rates = Array.from({ length: 9 }, (_, step) =>
      learningRateAt(step, 9, { ...options, warmUp: 5 / 9 }),
    );
    expect(rates.slice(0, 5)).toEqual(
      [0.4, 0.8, 1.2, 1.6, 2].map((rate) => expect.closeTo(rate, 12) as number),
    );
    expect(rates[6]).toBeCloseTo(1, 12);
    expect(rates[8]).toBeCloseTo(0, 12);
  });

  test('only rises where all is warm-up', () => {
    expect(learningRateAt(9, 10, { ...options, warmUp: 1 })).toBeCloseTo(2, 12);
  });
});
