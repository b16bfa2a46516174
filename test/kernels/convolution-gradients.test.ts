/** The gradients that we register for wasm, against those of the cpu backend, over many shapes, strides and paddings. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, test } from 'vitest';
import { expectAgreement, numbers, valueAndGradients } from './agreement.ts';
import { convolutions, type Convolution } from './arbitrary.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

function expectGradients({ x, filter, strides, padding }: Convolution): Promise<void> {
  const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, padding);
  return expectAgreement(() =>
    valueAndGradients(convolve, [numbers([...x], 1), numbers([...filter], 2)]),
  );
}

describe('convolution gradients on wasm', () => {
  test('agree with cpu for any shape, stride and padding', { timeout: 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(convolutions, expectGradients), { numRuns: 300, seed: 1 });
  });

  test.each<Convolution>([
    { x: [6, 28, 28, 1], filter: [5, 5, 1, 16], strides: [2, 2], padding: 'same' },
    { x: [6, 14, 14, 16], filter: [3, 3, 16, 32], strides: [2, 2], padding: 'same' },
    { x: [6, 7, 7, 32], filter: [3, 3, 32, 32], strides: [1, 1], padding: 'same' },
    { x: [4, 64, 64, 3], filter: [7, 7, 3, 16], strides: [4, 4], padding: 'same' },
    { x: [5, 15, 9, 7], filter: [1, 1, 7, 3], strides: [2, 2], padding: 'valid' },
  ])('agree with cpu for layers as models use them: $x * $filter', async (convolution) => {
    await expectGradients(convolution);
  });
});

describe('convolutions by tiles on wasm', () => {
  const sides = fc.integer({ min: 4, max: 9 });
  const tiled = fc
    .record({
      x: fc.tuple(fc.integer({ min: 1, max: 3 }), sides, sides, fc.constantFrom(16, 20)),
      outChannels: fc.constantFrom(16, 24),
      padding: fc.constantFrom('same' as const, 'valid' as const, 1, 2),
    })
    .map(({ x, outChannels, padding }): Convolution => {
      return { x, filter: [3, 3, x[3], outChannels], strides: [1, 1], padding };
    });

  test('agree with cpu for any shape and padding', { timeout: 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(tiled, expectGradients), { numRuns: 30, seed: 1 });
  });

  test.each<Convolution>([
    { x: [2, 14, 14, 16], filter: [3, 3, 16, 16], strides: [1, 1], padding: 'same' },
    { x: [5, 4, 4, 64], filter: [3, 3, 64, 64], strides: [1, 1], padding: 'same' },
    { x: [1, 40, 37, 16], filter: [3, 3, 16, 16], strides: [1, 1], padding: 'same' },
  ])('agree with cpu: $x * $filter', async (convolution) => {
    await expectGradients(convolution);
  });
});
