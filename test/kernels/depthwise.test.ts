/** Depthwise convolutions and their gradients on wasm against cpu. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { expectAgreement, numbers, valueAndGradients } from './agreement.ts';
import { images, paddings, stridePairs } from './arbitrary.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

const filters = fc.tuple(
  ...([fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })] as const),
  fc.integer({ min: 1, max: 3 }),
);
const convolutions = fc
  .record({ shape: images, filter: filters, strides: stridePairs, padding: paddings })
  .filter(
    ({ shape, filter, padding }) =>
      padding === 'same' || (shape[1] >= filter[0] && shape[2] >= filter[1]),
  );

test('agrees with cpu, gradients too', { timeout: 60_000 }, async () => {
  const property = fc.asyncProperty(convolutions, ({ shape, filter, strides, padding }) =>
    expectAgreement(() => {
      const [high, wide, multiplier] = filter;
      const inputs = [numbers([...shape], 1), numbers([high, wide, shape[3], multiplier], 2)];
      const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
        tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, padding);
      return valueAndGradients(convolve, inputs);
    }),
  );
  await fc.assert(property, { numRuns: 250, seed: 1 });
});

test('with bias and relu agrees with cpu', async () => {
  const property = fc.asyncProperty(
    convolutions,
    fc.boolean(),
    ({ shape, filter, strides, padding }, cuts) =>
      expectAgreement(() => {
        const [high, wide, multiplier] = filter;
        return [
          tf.fused.depthwiseConv2d({
            x: numbers([...shape], 1) as tf.Tensor4D,
            filter: numbers([high, wide, shape[3], multiplier], 2) as tf.Tensor4D,
            strides,
            pad: padding as 'same',
            bias: numbers([shape[3] * multiplier], 3),
            activation: cuts ? 'relu' : 'linear',
          }),
        ];
      }),
  );
  await fc.assert(property, { numRuns: 100, seed: 1 });
});

test('as a layer agrees with cpu: it leaves the dilation out', async () => {
  await expectAgreement(() => {
    const layer = tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same' });
    const input = tf.input({ shape: [9, 9, 5] });
    const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
    layer.setWeights([numbers([3, 3, 5, 1], 2), numbers([5], 3)]);
    const said = model.apply(numbers([2, 9, 9, 5], 1)) as tf.Tensor;
    model.dispose();
    return [said];
  });
});

test('goes to the library with dilation', async () => {
  const filter = () => numbers([3, 3, 5, 2], 2) as tf.Tensor4D;
  await expectAgreement(() => [
    tf.depthwiseConv2d(numbers([2, 9, 9, 5], 1) as tf.Tensor4D, filter(), 1, 'valid', 'NHWC', 2),
  ]);
});

test('gradients are refused with dilation, as the library does', async () => {
  await tf.setBackend('wasm');
  const dilated = (x: tf.Tensor) =>
    tf.depthwiseConv2d(x as tf.Tensor4D, tf.ones([3, 3, 2, 1]), 1, 'same', 'NHWC', 2);
  expect(() => tf.tidy(() => tf.grad(dilated)(tf.ones([1, 8, 8, 2])))).toThrow('dilation');
});
