/** What PyTorch and scikit-learn computed (test/fixtures/explanation/make_expectations.py). */
import type { TargetKind } from '../../src/domain/index.ts';
import json from '../fixtures/explanation/expectations.json' with { type: 'json' };

interface GradCamCase {
  readonly kind: TargetKind;
  readonly row: number;
  readonly classIndex: number;
  readonly score: number;
  readonly map: readonly number[];
}

export const { components } = json;
export const gradCam = json.gradCam as readonly GradCamCase[];

/** Largest difference between two rows of numbers of equal length. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  return Array.from(actual, (value, i) => Math.abs(value - expected[i]!)).reduce((a, b) =>
    // Written so that NaN is the largest difference of all.
    b <= a ? a : b,
  );
}
