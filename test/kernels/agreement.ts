/** Whether what a backend computes is what plain JavaScript does. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

/** Of float32: as issue 4 asks. */
const largestError = 1e-5;

/** Runs on `wasm` and on `cpu`, and expects equal shapes, numbers equal to rounding, and no tensor left behind. */
export async function expectAgreement(compute: () => tf.Tensor[]): Promise<void> {
  const expected = await valuesOn('cpu', compute);
  const actual = await valuesOn('wasm', compute);
  expect(actual.leaked).toBe(0);
  expect(actual.results).toHaveLength(expected.results.length);
  actual.results.forEach((result, i) => {
    expect(result.shape).toEqual(expected.results[i]!.shape);
    expect(relativeError(result.data, expected.results[i]!.data)).toBeLessThan(largestError);
  });
}

async function valuesOn(backend: string, compute: () => tf.Tensor[]) {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => compute().map((t) => ({ shape: t.shape, data: t.dataSync() })));
  return { results, leaked: tf.memory().numTensors - before };
}

/** Sums of numbers of about 1 that cancel out to less than this have few right digits on any backend. */
const smallest = 0.1;

/** Largest difference as a share of the largest expected value. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let largest = smallest;
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(distance)) return Infinity;
    difference = Math.max(difference, distance);
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

/** Numbers from -1 to 1, the same on every backend. */
export function numbers(shape: number[], seed: number): tf.Tensor {
  return tf.randomUniform(shape, -1, 1, 'float32', seed);
}

/** What `f` gives and its gradients with respect to `inputs`, in a direction of its own. */
export function valueAndGradients(f: (...xs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]) {
  const value = f(...inputs);
  return [value, ...tf.grads(f)(inputs, numbers(value.shape, 99))];
}
