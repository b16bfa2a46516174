import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auc, rankScores, rocCurve } from '../../src/evaluation/index.ts';

/** Scores on a coarse grid, so that ties are common, with truths and multiplicities. */
const scored = fc.array(
  fc.record({ score: fc.integer({ min: -8, max: 8 }), truth: fc.nat(1), count: fc.nat(3) }),
  { minLength: 1, maxLength: 40 },
);

/** The definition: the share of pairs that are in order, ties counting half. */
function pairCounting(scores: readonly number[], truths: readonly number[]): number | null {
  const positives = scores.filter((_, i) => truths[i] === 1);
  const negatives = scores.filter((_, i) => truths[i] === 0);
  let ordered = 0;
  for (const positive of positives)
    for (const negative of negatives)
      ordered += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  const pairs = positives.length * negatives.length;
  return pairs > 0 ? ordered / pairs : null;
}

function expectSame(found: number | null, expected: number | null): void {
  if (expected === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(expected, 12);
}

describe('the area under the ROC curve', () => {
  test('equals counting all pairs', () => {
    fc.assert(
      fc.property(scored, (samples) => {
        const scores = samples.map(({ score }) => score);
        const truths = samples.map(({ truth }) => truth);
        expectSame(auc(scores, truths), pairCounting(scores, truths));
      }),
    );
  });

  test('is not changed by a monotone map of the scores', () => {
    fc.assert(
      fc.property(scored, (samples) => {
        const scores = samples.map(({ score }) => score);
        const truths = samples.map(({ truth }) => truth);
        expect(
          auc(
            scores.map((s) => Math.exp(s) * 3 - 1),
            truths,
          ),
        ).toBe(auc(scores, truths));
      }),
    );
  });

  test('is turned around by turning the scores around', () => {
    fc.assert(
      fc.property(scored, (samples) => {
        const scores = samples.map(({ score }) => score);
        const truths = samples.map(({ truth }) => truth);
        const area = auc(scores, truths);
        expectSame(
          auc(
            scores.map((s) => -s),
            truths,
          ),
          area === null ? null : 1 - area,
        );
      }),
    );
  });

  test('counts a sample of weight w as w samples', () => {
    fc.assert(
      fc.property(scored, (samples) => {
        const repeated = samples.flatMap((sample) => Array<typeof sample>(sample.count).fill(sample));
        expectSame(
          auc(
            samples.map(({ score }) => score),
            samples.map(({ truth }) => truth),
            samples.map(({ count }) => count),
          ),
          auc(
            repeated.map(({ score }) => score),
            repeated.map(({ truth }) => truth),
          ),
        );
      }),
    );
  });

  test('ranks float32 scores of any sign as it ranks doubles', () => {
    const samples = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(samples, (scores) => {
        // Halves appear twice, so that there are ties, zeros of both signs among them.
        const doubled = [...scores, ...scores, 0, -0];
        const truths = doubled.map((_, i) => i % 2);
        expect(rankScores(Float32Array.from(doubled), truths)).toEqual(rankScores(doubled, truths));
      }),
    );
  });

  test('refuses a NaN, which has no rank, and truths of another length', () => {
    expect(() => auc([0.1, Number.NaN], [0, 1])).toThrow(RangeError);
    expect(() => auc([0.1], [0, 1])).toThrow(RangeError);
  });
});

describe('the ROC curve', () => {
  test('encloses the same area as the ranking, to what a plot can show', () => {
    fc.assert(
      fc.property(scored, (samples) => {
        const scores = samples.map(({ score }) => score);
        const truths = samples.map(({ truth }) => truth);
        const area = auc(scores, truths);
        const curve = rocCurve(rankScores(scores, truths));
        if (area === null) {
          expect(curve).toEqual([]);
          return;
        }
        let sum = 0;
        for (let i = 1; i < curve.length; i++) {
          const [from, to] = [curve[i - 1]!, curve[i]!];
          const width = to.falsePositiveRate - from.falsePositiveRate;
          expect(width).toBeGreaterThanOrEqual(0);
          sum += (width * (from.truePositiveRate + to.truePositiveRate)) / 2;
        }
        expect(curve.at(0)).toEqual({ falsePositiveRate: 0, truePositiveRate: 0 });
        expect(curve.at(-1)).toEqual({ falsePositiveRate: 1, truePositiveRate: 1 });
        expect(sum).toBeCloseTo(area, 2);
      }),
    );
  });

  test('of a hundred thousand samples has few points and still its area', () => {
    const count = 100_000;
    const truths = Uint8Array.from({ length: count }, (_, i) => i % 2);
    const scores = Float32Array.from({ length: count }, (_, i) => Math.sin(i * 1.7) + (i % 2));
    const curve = rocCurve(rankScores(scores, truths));
    expect(curve.length).toBeLessThan(1100);
    let sum = 0;
    for (let i = 1; i < curve.length; i++)
      sum +=
        ((curve[i]!.falsePositiveRate - curve[i - 1]!.falsePositiveRate) *
          (curve[i]!.truePositiveRate + curve[i - 1]!.truePositiveRate)) /
        2;
    expect(Math.abs(sum - auc(scores, truths)!)).toBeLessThan(0.002);
  });
});
