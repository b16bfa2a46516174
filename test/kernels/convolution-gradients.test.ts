/** The gradients that we register for wasm, against those of the cpu backend, over many shapes, strides and paddings. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(async () => {
  await loadWasmInNode();
});

type Padding = Parameters<typeof tf.conv2d>[3];

interface Convolution {
  readonly x: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly strides: [number, number];
  readonly padding: Padding;
}

const side = fc.integer({ min: 1, max: 13 });
const kernel = fc.integer({ min: 1, max: 7 });
const stride = fc.integer({ min: 1, max: 3 });
const channels = fc.integer({ min: 1, max: 19 });
const explicitPadding = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3))
  .map(([top, bottom, left, right]): Padding => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);

const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    size: fc.tuple(side, side),
    kernel: fc.tuple(kernel, kernel),
    channels: fc.tuple(channels, channels),
    strides: fc.tuple(stride, stride),
    padding: fc.oneof(fc.constant<Padding>('same'), fc.constant<Padding>('valid'), explicitPadding),
  })
  .filter(
    ({ size, kernel, padding }) => padding === 'same' || (size[0] >= kernel[0] && size[1] >= kernel[1]),
  )
  .map(({ batch, size, kernel, channels, strides, padding }) => ({
    x: [batch, ...size, channels[0]],
    filter: [...kernel, ...channels],
    strides,
    padding,
  }));

/** Both gradients on one backend, and how many tensors computing them left behind. */
async function gradients(backend: string, { x, filter, strides, padding }: Convolution) {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => {
    const image = tf.randomUniform([...x], -1, 1, 'float32', 1);
    const weights = tf.randomUniform([...filter], -1, 1, 'float32', 2);
    const direction = tf.randomUniform(
      tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, strides, padding).shape,
      -1,
      1,
      'float32',
      3,
    );
    const run = tf.grads((image: tf.Tensor, weights: tf.Tensor) =>
      tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, strides, padding),
    );
    return run([image, weights], direction).map((t) => ({ shape: t.shape, data: t.dataSync() }));
  });
  return { results, leaked: tf.memory().numTensors - before };
}

/** Largest difference as a share of the largest expected value. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let largest = 1e-3;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

async function expectAgreement(convolution: Convolution): Promise<void> {
  const expected = await gradients('cpu', convolution);
  const actual = await gradients('wasm', convolution);
  expect(actual.leaked).toBe(0);
  actual.results.forEach((result, i) => {
    expect(result.shape).toEqual(expected.results[i]!.shape);
    expect(relativeError(result.data, expected.results[i]!.data)).toBeLessThan(1e-5);
  });
}

describe('convolution gradients on wasm', () => {
  test('agree with cpu for any shape, stride and padding', { timeout: 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(convolutions, expectAgreement), { numRuns: 300, seed: 1 });
  });

  test.each<Convolution>([
    { x: [6, 28, 28, 1], filter: [5, 5, 1, 16], strides: [2, 2], padding: 'same' },
    { x: [6, 14, 14, 16], filter: [3, 3, 16, 32], strides: [2, 2], padding: 'same' },
    { x: [6, 7, 7, 32], filter: [3, 3, 32, 32], strides: [1, 1], padding: 'same' },
    { x: [4, 64, 64, 3], filter: [7, 7, 3, 16], strides: [4, 4], padding: 'same' },
    { x: [5, 15, 9, 7], filter: [1, 1, 7, 3], strides: [2, 2], padding: 'valid' },
  ])('agree with cpu for layers as models use them: $x * $filter', async (convolution) => {
    await expectAgreement(convolution);
  });
});
