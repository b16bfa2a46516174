/** Which epoch counts as best, and when patience ends. */
import { describe, expect, test } from 'vitest';
import type { EpochResult } from '../../src/domain/index.ts';
import { isBetter, isExhausted } from '../../src/training/progress.ts';

const epoch = (valAuc: number | null, valLoss: number | null): EpochResult => ({
  epoch: 1,
  trainLoss: 1,
  valLoss,
  valAuc,
  learningRate: 1,
  seconds: 1,
});

describe('the best epoch', () => {
  test('has the highest AUC, even with a higher loss', () => {
    expect(isBetter(epoch(0.9, 0.8), epoch(0.8, 0.1))).toBe(true);
    expect(isBetter(epoch(0.8, 0.1), epoch(0.9, 0.8))).toBe(false);
  });
  test('of equal AUC has the lower loss, and the earlier wins where both are equal', () => {
    expect(isBetter(epoch(0.9, 0.1), epoch(0.9, 0.2))).toBe(true);
    expect(isBetter(epoch(0.9, 0.2), epoch(0.9, 0.2))).toBe(false);
  });
  test('goes by loss where AUC is not defined, and is the latest without validation', () => {
    expect(isBetter(epoch(null, 0.1), epoch(null, 0.2))).toBe(true);
    expect(isBetter(epoch(null, 0.3), epoch(null, 0.2))).toBe(false);
    expect(isBetter(epoch(null, null), epoch(null, null))).toBe(true);
    expect(isBetter(epoch(0.1, 9), undefined)).toBe(true);
  });
});

test('patience counts from the best epoch, but not while the learning rate rises', () => {
  const history = (length: number) => Array.from({ length }, () => epoch(0.5, 1));
  const options = { patience: 3, epochs: 20, warmUp: 0.2 };
  expect(isExhausted(history(6), 1, options)).toBe(false);
  expect(isExhausted(history(7), 1, options)).toBe(true);
  expect(isExhausted(history(8), 6, options)).toBe(false);
  expect(isExhausted(history(9), 6, options)).toBe(true);
});
