/** Forward convolutions on wasm against cpu: over many shapes, strides and paddings, with bias and relu. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { expectAgreement, numbers } from './agreement.ts';
import { convolutions } from './arbitrary.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

test('agree with cpu', { timeout: 60_000 }, async () => {
  const property = fc.asyncProperty(
    convolutions,
    fc.boolean(),
    fc.boolean(),
    ({ x: shape, filter: filterShape, strides, padding }, biased, cuts) =>
      expectAgreement(() => {
        const x = numbers([...shape], 1) as tf.Tensor4D;
        const filter = numbers([...filterShape], 2) as tf.Tensor4D;
        return [
          tf.conv2d(x, filter, strides, padding),
          tf.fused.conv2d({
            ...{ x, filter, strides, pad: padding },
            ...(biased ? { bias: numbers([filterShape[3]], 3) } : {}),
            activation: cuts ? 'relu' : 'linear',
          }),
        ];
      }),
  );
  await fc.assert(property, { numRuns: 200, seed: 1 });
});

test.each(['relu6', 'elu', 'sigmoid'] as const)('%s goes to the library', async (activation) => {
  await expectAgreement(() => {
    const x = numbers([2, 9, 9, 5], 1) as tf.Tensor4D;
    const filter = numbers([3, 3, 5, 6], 2) as tf.Tensor4D;
    return [tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', activation })];
  });
});

test('dilation goes to the library', async () => {
  await expectAgreement(() => {
    const x = numbers([2, 11, 9, 5], 1) as tf.Tensor4D;
    const filter = numbers([3, 3, 5, 6], 2) as tf.Tensor4D;
    return [tf.conv2d(x, filter, 1, 'same', 'NHWC', [2, 3])];
  });
});
