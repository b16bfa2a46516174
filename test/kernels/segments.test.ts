/** Sums by segment on wasm against cpu, and the gradient of looking up in a table, which is made of them. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { expectAgreement, numbers, valueAndGradients } from './agreement.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

const size = fc.integer({ min: 1, max: 40 });

test('unsortedSegmentSum agrees with cpu, also where some ids are of no segment', async () => {
  const property = fc.asyncProperty(
    size,
    size,
    fc.array(size, { maxLength: 2 }),
    (rows, segments, row) =>
      expectAgreement(() => {
        const ids = tf.cast(tf.randomUniform([rows], -2, segments + 2, 'int32', 3), 'int32');
        return [tf.unsortedSegmentSum(numbers([rows, ...row], 1), ids as tf.Tensor1D, segments)];
      }),
  );
  await fc.assert(property, { numRuns: 100, seed: 1 });
});

test('gather has a gradient, along any axis', async () => {
  const property = fc.asyncProperty(size, size, fc.nat(1), (rows, columns, axis) =>
    expectAgreement(() => {
      const ids = tf.randomUniform<tf.Rank.R1>([17], 0, axis === 0 ? rows : columns, 'int32', 3);
      return valueAndGradients((table) => tf.gather(table, ids, axis), [numbers([rows, columns], 1)]);
    }),
  );
  await fc.assert(property, { numRuns: 50, seed: 1 });
});
