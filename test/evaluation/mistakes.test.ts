import { expect, test } from 'vitest';
import { decide, mistakes } from '../../src/evaluation/index.ts';
import { targetOf } from './outcomes.ts';

test('mistakes come surest first, without missing labels', () => {
  const outcome = {
    target: targetOf('multi-class', 3),
    labels: Int32Array.of(0, 1, 2, -1, 2),
    probabilities: Float32Array.of(
      0.5,
      0.25,
      0.25,
      0.75,
      0.25,
      0,
      0.125,
      0.875,
      0,
      1,
      0,
      0,
      0,
      0.25,
      0.75,
    ),
  };
  const worst = [
    { kind: 'class', sample: 2, actual: 2, predicted: 1, confidence: 0.875 },
    { kind: 'class', sample: 1, actual: 1, predicted: 0, confidence: 0.75 },
  ];
  expect(mistakes(outcome, 9)).toEqual({ total: 2, worst });
  expect(mistakes(outcome, 1)).toEqual({ total: 2, worst: worst.slice(0, 1) });
});

test('a multi-label sample can be wrong in several labels, by presence and by absence', () => {
  const outcome = {
    target: targetOf('multi-label', 3),
    labels: Int32Array.of(1, 0, 1, 0, -1, 0),
    probabilities: Float32Array.of(0.25, 0.875, 0.75, 0.5, 0.9, 0.25),
  };
  expect(mistakes(outcome, 9).worst).toEqual([
    { kind: 'label', sample: 0, label: 1, predicted: true, confidence: 0.875 },
    { kind: 'label', sample: 0, label: 0, predicted: false, confidence: 0.75 },
  ]);
});

test('exactly one half is a no, and of equal classes the first is taken', () => {
  const half = {
    target: targetOf('binary', 2),
    labels: Int32Array.of(1),
    probabilities: Float32Array.of(0.5, 0.5),
  };
  expect(decide(half)).toEqual(Int32Array.of(0));
  const even = {
    target: targetOf('ordinal', 2),
    labels: Int32Array.of(1),
    probabilities: Float32Array.of(0.5, 0.5),
  };
  expect(decide(even)).toEqual(Int32Array.of(0));
});
