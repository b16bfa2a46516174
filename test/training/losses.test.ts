/** Losses, their gradients and class weights against PyTorch and scikit-learn, and hand-computed weights of labels. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { outputWidth, type Target, type TargetKind } from '../../src/domain/index.ts';
import { batchTargets, classWeights, crossEntropy, logLoss } from '../../src/training/losses.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { expectations } from './expectations.ts';

beforeAll(loadWasmInNode);

const target = (kind: TargetKind, classes: number): Target => ({
  name: 'finding',
  kind,
  classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
  mayFlip: false,
});

interface Example {
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly smoothing: number;
  readonly real: number;
  readonly loss: number;
  readonly gradient: readonly number[];
}

function expectLoss(kind: Target, example: Example, outputs = outputWidth(kind)): void {
  const rows = example.logits.length / outputs;
  const { targets, weights } = batchTargets(
    kind,
    Int32Array.from(example.labels),
    Array.from({ length: rows }, (_, row) => row),
    example.real,
    Float32Array.from(example.weights),
    example.smoothing,
    outputs,
  );
  const [loss, gradient] = tf.tidy(() => {
    const wanted = tf.tensor(targets, [rows, outputs]);
    const counting = tf.tensor(
      weights,
      weights.length === rows * outputs && kind.kind !== 'multi-class' ? [rows, outputs] : [rows],
    );
    const { value, grad } = tf.valueAndGrad((logits) => crossEntropy(kind, logits, wanted, counting))(
      tf.tensor([...example.logits], [rows, outputs]),
    );
    return [value.dataSync()[0]!, grad.dataSync()];
  });
  expect(loss).toBeCloseTo(example.loss, 5);
  gradient.forEach((value, i) => expect(value).toBeCloseTo(example.gradient[i]!, 6));
}

describe('loss and gradient are those of PyTorch', () => {
  test.each(expectations.multiClass)('multi-class, smoothing $smoothing, with padding', (example) => {
    expectLoss(target('multi-class', 3), example);
  });
  test.each(expectations.binary)('binary, smoothing $smoothing', (example) => {
    expectLoss(target('binary', 2), example);
  });
  test.each(expectations.cumulative)('cumulative, smoothing $smoothing, with padding', (example) => {
    expectLoss(target('ordinal', 4), example, 3);
  });
  test('multi-label with missing labels and weighted positives', () => {
    expectLoss(target('multi-label', 3), expectations.multiLabel);
  });
});

describe('class weights', () => {
  const labels = Int32Array.from(expectations.classWeights.labels);
  const rows = Array.from(labels.keys());
  const kind = target('multi-class', 3);

  test("balanced are scikit-learn's", () => {
    const weights = classWeights(kind, labels, rows, 'balanced');
    weights.forEach((weight, c) =>
      expect(weight).toBeCloseTo(expectations.classWeights.balanced[c]!, 5),
    );
  });

  test('square roots of them average 1 over the samples', () => {
    const weights = classWeights(kind, labels, rows, 'square-root');
    expect(weights[2]! / weights[0]!).toBeCloseTo(Math.sqrt(50 / 3), 5);
    expect(rows.reduce((sum, row) => sum + weights[labels[row]!]!, 0) / rows.length).toBeCloseTo(1, 5);
  });

  test('none are 1', () => {
    expect([...classWeights(kind, labels, rows, 'none')]).toEqual([1, 1, 1]);
  });

  test('of many labels: negatives by positives among the known, from 1 to 10', () => {
    // Columns: 1 of 4 known is positive; 2 of 3 are; 1 of 12 is, with a missing one.
    const table = [
      [1, 1, 1],
      [0, 1, 0],
      [0, 0, 0],
      [0, -1, -1],
      ...Array.from({ length: 9 }, () => [-1, -1, 0]),
    ].flat();
    const every = Array.from({ length: 13 }, (_, row) => row);
    const weigh = (how: 'balanced' | 'square-root') => [
      ...classWeights(target('multi-label', 3), Int32Array.from(table), every, how),
    ];
    expect(weigh('balanced')).toEqual([3, 1, 10]);
    expect(weigh('square-root')[0]).toBeCloseTo(Math.sqrt(3), 6);
  });

  test('only look at the rows that they are given, and a class without samples weighs nothing', () => {
    expect([...classWeights(kind, labels, [0, 1, 50], 'balanced')]).toEqual([0.75, 1.5, 0]);
  });
});

describe('the plain loss', () => {
  test("is scikit-learn's", () => {
    const { probabilities, labels, loss } = expectations.logLoss;
    const actual = logLoss(
      target('multi-class', 3),
      Float32Array.from(probabilities),
      Int32Array.from(labels),
    );
    expect(actual).toBeCloseTo(loss, 6);
  });

  test('skips missing labels and is null where all are missing', () => {
    const kind = target('multi-label', 2);
    const said = Float32Array.of(0.5, 0.9, 0.25, 0.1);
    expect(logLoss(kind, said, Int32Array.of(1, -1, 0, -1))).toBeCloseTo(
      (Math.log(2) - Math.log(0.75)) / 2,
      6,
    );
    expect(logLoss(kind, said, Int32Array.of(-1, -1, -1, -1))).toBeNull();
  });
});
