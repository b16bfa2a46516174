/** Batch normalisation in training on wasm against the composition on cpu. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { followed, normaliseBatch } from '../../src/kernels/index.ts';
import { expectAgreement, numbers, valueAndGradients } from './agreement.ts';
import { images } from './arbitrary.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

/** Output, gradients and moments. */
function exercise(shape: number[], shift: number, relu: boolean): tf.Tensor[] {
  const channels = shape.at(-1);
  const moments: tf.Tensor[] = [];
  const normalise = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
    normaliseBatch(
      x as tf.Tensor4D,
      scale as tf.Tensor1D,
      offset as tf.Tensor1D,
      { epsilon: 1e-3, relu },
      (observed) => {
        moments.push(tf.keep(tf.clone(observed.mean)), tf.keep(tf.clone(observed.variance)));
      },
    );
  const inputs = [
    tf.add(numbers(shape, 1), shift),
    numbers([channels], 2),
    tf.mul(numbers([channels], 3), 4),
  ];
  const results = valueAndGradients(normalise, inputs);
  return [
    ...results,
    ...moments.map((kept) => {
      const moment = tf.clone(kept);
      kept.dispose();
      return moment;
    }),
  ];
}

test('agrees with cpu', { timeout: 60_000 }, async () => {
  // Of two numbers the gradient is next to nothing, and what is left of it is rounding.
  const enough = images.filter(([batch, height, width]) => batch * height * width > 4);
  const property = fc.asyncProperty(enough, fc.boolean(), (shape, relu) =>
    expectAgreement(() => exercise([...shape], 0, relu)),
  );
  await fc.assert(property, { numRuns: 150, seed: 1 });
});

test.each([
  { shape: [16, 28, 28, 16], shift: 0, relu: true },
  { shape: [8, 20, 20, 33], shift: 0, relu: true },
  { shape: [8, 20, 20, 33], shift: 0, relu: false },
  // Far from 0 a variance that is made of sums of squares would have no right digit.
  { shape: [8, 20, 20, 5], shift: 30, relu: false },
])('agrees with cpu for $shape around $shift, relu: $relu', async ({ shape, shift, relu }) => {
  await expectAgreement(() => exercise(shape, shift, relu));
});

test('moving averages agree with cpu', async () => {
  await expectAgreement(() => {
    const pairs = [5, 64].map((size) => ({ average: numbers([size], 1), value: numbers([size], 2) }));
    return followed(pairs, 0.9);
  });
});
