import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/domain/index.ts';
import { drawResamples, numberUnits, Resampled } from '../../src/evaluation/bootstrap.ts';
import { evaluateSplit } from '../../src/evaluation/index.ts';
import { randomOutcome, targetOf } from './outcomes.ts';

interface Fixtures {
  readonly percentiles: { count: number; low: number; high: number };
  readonly clustered: {
    labels: number[];
    probabilities: number[];
    patients: string[];
    byPatient: Record<'auc' | 'acc', [number, number]>;
    bySample: Record<'auc' | 'acc', [number, number]>;
  };
}
const fixtures = new URL('../fixtures/metrics/cases.json', import.meta.url);
const { percentiles, clustered } = JSON.parse(readFileSync(fixtures, 'utf8')) as Fixtures;

const units = numberUnits(10, null);

function resampled(values: readonly (number | null)[]): Resampled {
  const all = new Resampled();
  for (const value of values) all.add(value);
  return all;
}

function interval(estimate: Estimate): [number, number] {
  if (estimate.value === null || estimate.low === null || estimate.high === null)
    throw new Error(`no interval: ${JSON.stringify(estimate)}`);
  return [estimate.low, estimate.high];
}

describe('the interval', () => {
  test("has numpy's percentiles for its ends, in whatever order the values come", () => {
    const values = Array.from({ length: percentiles.count }, (_, i) => ((i * i * 7919) % 10007) / 10007);
    const [low, high] = interval(resampled(values).estimate(0.5, units));
    expect(low).toBeCloseTo(percentiles.low, 12);
    expect(high).toBeCloseTo(percentiles.high, 12);
  });

  test('is left out where most resamples were not defined, or a single patient was there to draw', () => {
    const half = [...Array<number>(500).fill(0.7), ...Array<null>(500).fill(null)];
    expect(resampled(half).estimate(0.7, units)).toEqual({ value: 0.7, low: 0.7, high: 0.7 });
    expect(resampled(half.slice(1)).estimate(0.7, units)).toEqual({ value: 0.7, low: null, high: null });
    const one = numberUnits(3, ['a', 'a', 'a']);
    expect(resampled(Array<number>(1000).fill(1)).estimate(1, one)).toMatchObject({ low: null });
  });

  test('agrees with an independent bootstrap, by patient and by sample', () => {
    const outcome = {
      target: targetOf('binary', 2),
      labels: Int32Array.from(clustered.labels),
      probabilities: Float32Array.from(clustered.probabilities),
      trainLabels: Int32Array.of(0),
      seed: 1,
    };
    const byPatient = evaluateSplit({ ...outcome, patients: clustered.patients });
    const bySample = evaluateSplit({ ...outcome, patients: null });
    expect(byPatient.patients).toBe(30);
    expect(bySample.patients).toBeNull();
    const pairs = [
      [byPatient.auc, clustered.byPatient.auc],
      [byPatient.acc, clustered.byPatient.acc],
      [bySample.auc, clustered.bySample.auc],
      [bySample.acc, clustered.bySample.acc],
    ] as const;
    for (const [found, expected] of pairs)
      interval(found).forEach((end, i) => expect(Math.abs(end - expected[i]!)).toBeLessThan(0.025));
    const width = ([low, high]: [number, number]) => high - low;
    expect(width(interval(byPatient.auc))).toBeGreaterThan(2 * width(interval(bySample.auc)));
  });

  test('is the same for the same seed, and only then', () => {
    const outcome = {
      ...randomOutcome('multi-class', 3, 80, 5),
      patients: null,
      trainLabels: Int32Array.of(0),
    };
    expect(evaluateSplit({ ...outcome, seed: 4 })).toEqual(evaluateSplit({ ...outcome, seed: 4 }));
    expect(evaluateSplit({ ...outcome, seed: 4 }).auc).not.toEqual(
      evaluateSplit({ ...outcome, seed: 5 }).auc,
    );
  });
});

describe('resamples', () => {
  test('draw whole patients, as many as there are', () => {
    const patients = ['a', 'b', 'a', 'c', 'b', 'a'];
    const grouped = numberUnits(6, patients);
    for (const weights of drawResamples(grouped, 9)) {
      expect([weights[2], weights[5], weights[4]]).toEqual([weights[0], weights[0], weights[1]]);
      expect(weights[0]! + weights[1]! + weights[3]!).toBe(3);
    }
  });

  test('take a sample without a patient for a patient of its own', () => {
    expect(numberUnits(4, ['', 'a', '', 'a'])).toEqual({
      count: 3,
      ofSample: Int32Array.of(0, 1, 2, 1),
    });
  });
});
