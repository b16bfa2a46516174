/** Our training pass of batch normalisation against the library's own layer: outputs, gradients, moving averages. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchNormalisation } from '../../src/models/batch-normalisation.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';

beforeAll(loadWasmInNode);

const shape: [number, number, number, number] = [6, 5, 7, 3];

/** One training pass of a layer and its gradients, then one prediction with the moved averages. */
function exercise(layer: tf.layers.Layer): number[][] {
  const numbers = tf.tidy(() => {
    const x = tf.add(tf.randomNormal(shape, 0, 2, 'float32', 1), [0.5, -3, 8]);
    const direction = tf.randomNormal(shape, 0, 1, 'float32', 2);
    layer.apply(x);
    const [mean, variance] = layer.getWeights().slice(2);
    layer.setWeights([tf.tensor1d([0.5, 2, -1]), tf.tensor1d([3, 0, -1]), mean!, variance!]);
    const loss = (x: tf.Tensor) =>
      tf.sum<tf.Scalar>(tf.mul(layer.apply(x, { training: true }) as tf.Tensor, direction));
    const inputGradient = tf.grad(loss)(x);
    const { value, grads } = tf.variableGrads(
      () => loss(x),
      layer.trainableWeights
        .map((weight) => weight.read())
        .filter((value) => value instanceof tf.Variable),
    );
    const prediction = layer.apply(x) as tf.Tensor;
    return [value, inputGradient, ...Object.values(grads), prediction, ...layer.getWeights()].map((t) =>
      Array.from(t.dataSync()),
    );
  });
  layer.dispose();
  return numbers;
}

describe.each(['cpu', 'wasm'])('batch normalisation on %s', (backend) => {
  test("does what the library's layer does", async () => {
    await tf.setBackend('cpu');
    const expected = exercise(tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-3 }));
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const actual = exercise(batchNormalisation({ name: 'norm', gamma: 'ones' }));
    expect(tf.memory().numTensors).toBe(before);
    actual.forEach((numbers, i) => {
      const scale = Math.max(1e-2, ...expected[i]!.map(Math.abs));
      numbers.forEach((value, j) =>
        expect(Math.abs(value - expected[i]![j]!) / scale).toBeLessThan(1e-5),
      );
    });
  });
});
