/** Rectifiers, sums of two tensors and sums down columns on wasm against cpu. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { expectAgreement, numbers, valueAndGradients } from './agreement.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

const shapes = fc.array(fc.integer({ min: 1, max: 23 }), { minLength: 1, maxLength: 4 });

/** Some of a shape's axes. */
const reductions = shapes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.subarray(shape.map((_, axis) => axis)),
    keepDims: fc.boolean(),
  }),
);

test('relu and its gradient', async () => {
  const property = fc.asyncProperty(shapes, (shape) =>
    expectAgreement(() => valueAndGradients((x) => tf.relu(x), [numbers(shape, 1)])),
  );
  await fc.assert(property, { numRuns: 100, seed: 1 });
});

test('relu keeps no gradient where its input is 0', async () => {
  await tf.setBackend('wasm');
  const gradient = tf.tidy(() =>
    tf
      .grad((x) => tf.relu(x))(tf.tensor1d([-1, 0, 1]))
      .dataSync(),
  );
  expect([...gradient]).toEqual([0, 0, 1]);
});

test.each(['float32', 'int32', 'bool'] as const)(
  'a clone of %s outlives what it is of',
  async (dtype) => {
    await expectAgreement(() => {
      const tensor = tf.cast(tf.tensor1d([1, 0, 1, 1]), dtype);
      const clone = tf.clone(tensor);
      tensor.dispose();
      // Would take the place of what was let go of.
      const others = numbers([4], 1);
      return [clone, others];
    });
  },
);

test('a clone of text has its words', async () => {
  await tf.setBackend('wasm');
  const words = tf.tidy(() => tf.clone(tf.tensor1d(['one', 'two'])).dataSync());
  expect([...words]).toEqual(['one', 'two']);
});

test('relu of a gradient that is taken twice', async () => {
  const second = tf.grad((x) => tf.grad((x) => tf.relu(tf.mul(x, tf.mul(x, x))))(x));
  await expectAgreement(() => [second(tf.tensor1d([-1, 0.5, 2, 3, 4]))]);
});

test('what is added to each other: equal shapes, rows, and all else that broadcasts', async () => {
  const property = fc.asyncProperty(shapes, fc.nat(4), fc.boolean(), (shape, kept, swaps) =>
    expectAgreement(() => {
      const whole = numbers(shape, 1);
      const part = numbers(shape.slice(Math.max(0, shape.length - kept)), 2);
      const operands = swaps ? [part, whole] : [whole, part];
      return valueAndGradients((a, b) => tf.add(a, b), operands);
    }),
  );
  await fc.assert(property, { numRuns: 150, seed: 1 });
  await expectAgreement(() => [tf.add(numbers([3, 1, 4], 1), numbers([2, 1], 2))]);
  await expectAgreement(() => [tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32'))]);
});

test.each(['sum', 'mean'] as const)('%s over any axes', async (name) => {
  const property = fc.asyncProperty(reductions, ({ shape, axes, keepDims }) =>
    expectAgreement(() => valueAndGradients((x) => tf[name](x, axes, keepDims), [numbers(shape, 1)])),
  );
  await fc.assert(property, { numRuns: 150, seed: 1 });
});

test.each([
  { shape: [9, 40, 40, 24], axes: [0, 1, 2] },
  { shape: [3, 40, 40, 13], axes: [1, 2] },
  { shape: [70_001, 3], axes: [0] },
])('sums of many numbers: $shape over $axes', async ({ shape, axes }) => {
  await expectAgreement(() => [tf.sum(tf.add(numbers(shape, 1), 0.5), axes)]);
});
