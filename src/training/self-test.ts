/**
 * A backend is believed only after it has shown that its gradients are those of plain JavaScript: drivers exist that
 * return zeros, and a browser's GPU process can be in any state. Tensors have at least 5000 numbers where it matters,
 * since GPU backends compute small ones on the processor and would pass on a dead device.
 */
import * as tf from '@tensorflow/tfjs';
import type { Backend } from '../domain/index.ts';
import { batchNormalisation } from '../models/index.ts';

/** What a training step uses: both convolution gradients, normalisation, averages, a product, softmax cross-entropy. */
async function gradients(): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => {
    const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 0.3, 'float32', seed);
    const first = tf.variable(normal([3, 3, 4, 16], 1));
    const second = tf.variable(normal([3, 3, 16, 16], 2));
    const dense = tf.variable(normal([16, 3], 3));
    const norm = batchNormalisation({ name: 'self_test', gamma: 'ones' });
    const images = normal([8, 16, 16, 4], 4);
    const labels = tf.oneHot([0, 1, 2, 0, 1, 2, 0, 1], 3);
    const { value, grads } = tf.variableGrads(() => {
      const half = tf.conv2d(images as tf.Tensor4D, first as tf.Tensor4D, 2, 'same');
      const normed = tf.relu(norm.apply(half, { training: true }) as tf.Tensor4D);
      const features = tf.mean(tf.conv2d(normed, second as tf.Tensor4D, 1, 'same'), [1, 2]);
      return tf.losses.softmaxCrossEntropy(labels, tf.matMul(features, dense));
    }, [first, second, dense]);
    norm.dispose();
    tf.dispose([first, second, dense]);
    return [value, ...Object.values(grads)];
  });
  const arrays = await Promise.all(
    tensors.map(async (tensor) => Float32Array.from(await tensor.data())),
  );
  tf.dispose(tensors);
  return arrays;
}

/**
 * Makes the backend the current one and compares it with `cpu`.
 * @returns the largest difference, as a share of the largest number it should have been among
 */
export async function gradientError(backend: Backend): Promise<number> {
  await tf.setBackend('cpu');
  const expected = await gradients();
  await tf.setBackend(backend);
  const actual = await gradients();
  const errors = expected.map((numbers, i) => {
    const scale = numbers.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return numbers.reduce((worst, value, j) => {
      const error = Math.abs(actual[i]![j]! - value) / scale;
      // NaN must not be lost in a comparison.
      return error <= worst ? worst : error;
    }, 0);
  });
  return errors.reduce((worst, error) => (error <= worst ? worst : error), 0);
}
