import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TargetKind } from '../../src/domain/index.ts';
import { aucAndAcc, evaluateSplit } from '../../src/evaluation/index.ts';
import { randomOutcome, targetOf } from './outcomes.ts';

interface Case {
  readonly name: string;
  readonly kind: TargetKind;
  readonly classes: number;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly auc: number | null;
  readonly acc: number;
  readonly confusion: number[][] | null;
  readonly support: number[];
  readonly sensitivity: number[];
  readonly precision: number[];
}
const fixtures = new URL('../fixtures/metrics/cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixtures, 'utf8')) as { cases: Case[] };

const outcomeOf = ({ kind, classes, labels, probabilities }: Case) => ({
  target: targetOf(kind, classes),
  labels: Int32Array.from(labels),
  probabilities: Float32Array.from(probabilities),
});
const rest = { patients: null, trainLabels: Int32Array.of(0), seed: 0 };

describe('against scikit-learn', () => {
  test.each(cases)('$name', (expected) => {
    const outcome = outcomeOf(expected);
    const result = evaluateSplit({ ...outcome, ...rest, trainLabels: outcome.labels });
    if (expected.auc === null) expect(result.auc.value).toBeNull();
    else expect(result.auc.value).toBeCloseTo(expected.auc, 12);
    expect(result.acc.value).toBeCloseTo(expected.acc, 12);
    expect(result.confusion).toEqual(expected.confusion);
    expect(result.classes.map(({ samples }) => samples)).toEqual(expected.support);
    // scikit-learn gives 0 where there is nothing to divide by.
    result.classes.forEach(({ sensitivity, precision }, k) => {
      expect(sensitivity ?? 0).toBeCloseTo(expected.sensitivity[k]!, 12);
      expect(precision ?? 0).toBeCloseTo(expected.precision[k]!, 12);
    });
    expect(aucAndAcc(outcome)).toEqual({ auc: result.auc.value, acc: result.acc.value });
  });
});

describe('what is not defined says why', () => {
  const evaluate = (kind: TargetKind, classes: number, labels: number[], probabilities: number[]) =>
    evaluateSplit({
      target: targetOf(kind, classes),
      labels: Int32Array.from(labels),
      probabilities: Float32Array.from(probabilities),
      ...rest,
    });

  test('binary with one class names the class that is there', () => {
    const { auc } = evaluate('binary', 2, [0, 0], [0.5, 0.5, 0.2, 0.8]);
    expect(auc).toEqual({ value: null, reason: 'one-class', className: 'class 0' });
  });

  test('a class that is absent is named, and the other classes keep their areas', () => {
    const { auc, classes } = evaluate(
      'multi-class',
      3,
      [0, 1, 1],
      [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.4, 0.3],
    );
    expect(auc).toEqual({ value: null, reason: 'no-samples', className: 'class 2' });
    expect(classes.map((each) => each.auc.value)).toEqual([1, 1, null]);
    expect(classes[2]).toMatchObject({ samples: 0, sensitivity: null, specificity: 1, precision: null });
  });

  test('no samples at all', () => {
    expect(evaluate('ordinal', 3, [], [])).toMatchObject({
      samples: 0,
      auc: { value: null, reason: 'no-samples', className: null },
      acc: { value: null, reason: 'no-samples', className: null },
      majorityAcc: null,
    });
  });

  test('a missing label is left out of its column only', () => {
    const labels = [1, -1, 0, 0, 1, 1, 0, 1];
    const probabilities = [0.9, 0.1, 0.8, 0.2, 0.7, 0.9, 0.1, 0.8];
    const { auc, acc, classes } = evaluate('multi-label', 2, labels, probabilities);
    // Column 0: labels 1 0 1 0, scores .9 .8 .7 .1. Column 1: labels 0 1 1, scores .2 .9 .8.
    expect(auc.value).toBeCloseTo((3 / 4 + 1) / 2, 12);
    expect(acc.value).toBeCloseTo((3 / 4 + 1) / 2, 12);
    expect(classes.map(({ samples }) => samples)).toEqual([2, 2]);
  });

  test('arrays of different samples are a bug and throw', () => {
    expect(() => evaluate('binary', 2, [0, 1], [0.5, 0.5])).toThrow(RangeError);
  });
});

describe('the majority baseline', () => {
  test('says the most common training class', () => {
    const outcome = randomOutcome('multi-class', 3, 50, 1);
    const result = evaluateSplit({
      ...outcome,
      ...rest,
      trainLabels: Int32Array.of(0, 2, 2, 1, -1, -1, -1),
    });
    expect(result.majorityAcc).toBe(outcome.labels.filter((label) => label === 2).length / 50);
  });

  test('of an all-negative multi-label target is the share of negatives', () => {
    const target = targetOf('multi-label', 2);
    const labels = Int32Array.of(1, 0, 0, 0, 0, 0, 0, 1);
    const probabilities = new Float32Array(8).fill(0.1);
    const trainLabels = Int32Array.of(0, 0, 0, 0, 1, 0);
    const result = evaluateSplit({ ...rest, target, labels, probabilities, trainLabels });
    expect(result.majorityAcc).toBe(0.75);
    expect(result.acc.value).toBe(0.75);
  });
});

test('fourteen labels of the size of ChestMNIST take seconds, not minutes', () => {
  const outcome = randomOutcome('multi-label', 14, 22_433, 3);
  const start = process.cpuUsage();
  evaluateSplit({ ...outcome, ...rest, trainLabels: outcome.labels });
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(15);
}, 120_000);
