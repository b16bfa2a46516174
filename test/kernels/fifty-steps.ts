/** A small network with every kind of layer that we have kernels for, and what it learns on a backend. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

const steps = 50;
const batch = 8;

/** The losses of some steps of plain gradient descent, from the same weights and on the same images on every backend. */
export async function losses(backend: string): Promise<number[]> {
  await tf.setBackend(backend);
  const weights = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [14, 14, 1] }),
      tf.layers.conv2d({ filters: 6, kernelSize: 3, activation: 'relu', kernelInitializer: weights(1) }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({
        filters: 9,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        useBias: false,
        kernelInitializer: weights(2),
      }),
      tf.layers.averagePooling2d({ poolSize: 2, padding: 'same' }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 20, activation: 'relu', kernelInitializer: weights(3) }),
      tf.layers.dense({ units: 3, kernelInitializer: weights(4) }),
    ],
  });
  const images = tf.randomUniform<tf.Rank.R4>([batch, 14, 14, 1], -1, 1, 'float32', 5);
  const classes = Array.from({ length: batch }, (_, i) => i % 3);
  const labels = tf.oneHot(tf.tensor1d(classes, 'int32'), 3);
  const optimiser = tf.train.sgd(0.05);
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = optimiser.minimize(
      () => tf.losses.softmaxCrossEntropy(labels, model.apply(images, { training: true }) as tf.Tensor),
      true,
    )!;
    seen.push((await loss.data())[0]!);
    loss.dispose();
  }
  model.dispose();
  tf.dispose([images, labels]);
  return seen;
}

/** Equal to four digits, and fewer than half of the first at the end. */
export function expectEqualLosses(actual: readonly number[], expected: readonly number[]): void {
  expect(expected.at(-1)).toBeLessThan(expected[0]! / 2);
  expect(actual).toHaveLength(steps);
  actual.forEach((loss, step) =>
    expect(Math.abs(loss - expected[step]!)).toBeLessThan(1e-4 * expected[step]!),
  );
}
