/** Products of transposed operands on wasm against cpu, plain, batched, and fused with a bias. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadWasmInNode } from './wasm-in-node.ts';

beforeAll(loadWasmInNode);

const flags = [false, true];
const cases = flags.flatMap((transposeA) => flags.map((transposeB) => ({ transposeA, transposeB })));

async function product(backend: string, leading: number[], transposeA: boolean, transposeB: boolean) {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const values = tf.tidy(() => {
    const a = tf.randomUniform([...leading, ...(transposeA ? [5, 3] : [3, 5])], -1, 1, 'float32', 1);
    const b = tf.randomUniform([...leading, ...(transposeB ? [4, 5] : [5, 4])], -1, 1, 'float32', 2);
    const plain = tf.matMul(a, b, transposeA, transposeB);
    if (leading.length > 0) return [...plain.dataSync()];
    const bias = tf.tensor1d([1, 2, 3, 4]);
    const fused = tf.fused.matMul({ a, b, transposeA, transposeB, bias, activation: 'relu' });
    return [...plain.dataSync(), ...fused.dataSync()];
  });
  return { values, leaked: tf.memory().numTensors - before };
}

test.each(cases)('agree with cpu: a transposed $transposeA, b transposed $transposeB', async (flags) => {
  for (const leading of [[], [2], [2, 2]]) {
    const expected = await product('cpu', leading, flags.transposeA, flags.transposeB);
    const actual = await product('wasm', leading, flags.transposeA, flags.transposeB);
    expect(actual.leaked).toBe(0);
    actual.values.forEach((value, i) => expect(value).toBeCloseTo(expected.values[i]!, 5));
  }
});
