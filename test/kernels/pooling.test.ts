/** Poolings and their gradients on wasm against cpu: windows over borders, overlaps, gaps, and numbers that are equal. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { expectAgreement, numbers, valueAndGradients } from './agreement.ts';
import { images, paddings, stridePairs } from './arbitrary.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

const windows = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
const poolings = fc
  .record({ shape: images, window: windows, strides: stridePairs, padding: paddings })
  // A window that lies in the border altogether has no maximum.
  .filter(({ shape, window, padding }) =>
    typeof padding === 'string'
      ? padding === 'same' || (shape[1] >= window[0] && shape[2] >= window[1])
      : shape[1] >= window[0] && shape[2] >= window[1] && window[0] > 3 && window[1] > 3,
  );

test.each(['maxPool', 'avgPool'] as const)('%s agrees with cpu', { timeout: 60_000 }, async (name) => {
  const property = fc.asyncProperty(
    poolings,
    fc.boolean(),
    ({ shape, window, strides, padding }, ties) =>
      expectAgreement(() => {
        const x = numbers([...shape], 1);
        // Few different numbers, so that windows have several maxima.
        const image = (ties ? tf.round(tf.mul(x, 1.4)) : x) as tf.Tensor4D;
        return valueAndGradients((x) => tf[name](x as tf.Tensor4D, window, strides, padding), [image]);
      }),
  );
  await fc.assert(property, { numRuns: 200, seed: 1 });
});

test('of equal numbers the first gets the whole gradient', async () => {
  await tf.setBackend('wasm');
  const gradient = tf.tidy(() =>
    tf
      .grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'))(tf.ones([1, 2, 2, 5]))
      .dataSync(),
  );
  expect([...gradient]).toEqual([...Array<number>(5).fill(1), ...Array<number>(15).fill(0)]);
});
