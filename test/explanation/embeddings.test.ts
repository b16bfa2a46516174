/** Embeddings, which of them are alike, and how they are laid out on a plane. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { embed, nearest, principalComponents, umap } from '../../src/explanation/index.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { components, largestDifference } from './expectations.ts';
import { madeNetwork, madePictures, noise, targetOf } from './made-network.ts';

beforeAll(loadWasmInNode);

/** The value that a generator returns. */
async function end<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

describe('embeddings', () => {
  test('are what the head takes in', async () => {
    const target = targetOf('multi-class');
    const model = await madeNetwork(target);
    const samples = { tensors: madePictures(), text: null, covariates: null };
    const before = tf.memory().numTensors;
    const { signal } = new AbortController();
    const { width, values } = await end(embed(model, samples, Int32Array.of(1, 0, 1), 2, signal));
    expect(tf.memory().numTensors).toBe(before);
    expect([width, values.length]).toEqual([64, 192]);
    expect(values.subarray(0, 64)).toEqual(values.subarray(128));
    const kernel = model.getLayer('head').getWeights()[0]!.dataSync();
    const bias = model.getLayer('head').getWeights()[1]!.dataSync();
    const logits = [0, 1, 2].map((unit) =>
      values
        .subarray(64, 128)
        .reduce((sum, value, i) => sum + value * kernel[i * 3 + unit]!, bias[unit]!),
    );
    const powers = logits.map(Math.exp);
    // PyTorch's probability of class 2 for row 0.
    expect(powers[2]! / powers.reduce((a, b) => a + b)).toBeCloseTo(0.28732395, 5);
    model.dispose();
  });

  test('are nearest by the angle between them, whatever their length', () => {
    const values = Float32Array.of(1, 0, 0, 2, 30, 40, 0, 0, 3, 4);
    const found = nearest(values, Float32Array.of(0.3, 0.4), [0, 1, 2, 3, 4], 4);
    expect(found.map(({ index }) => index)).toEqual([2, 4, 1, 0]);
    expect(found.map(({ similarity }) => similarity)).toEqual(
      [1, 1, 0.8, 0.6].map((cosine) => expect.closeTo(cosine, 6) as number),
    );
    expect(nearest(values, Float32Array.of(1, 1), [3], 1)).toEqual([{ index: 3, similarity: 0 }]);
  });
});

test('principal components are those of scikit-learn', () => {
  const scale = [3, 1, 2, 0.5, 0.1];
  const points = Float32Array.from(noise('points', 60), (value, i) => value * scale[i % 5]!);
  const { coordinates, explained } = principalComponents(points, 5, 2);
  expect(largestDifference(coordinates, components.coordinates)).toBeLessThan(1e-5);
  expect(largestDifference(explained, components.explained)).toBeLessThan(1e-6);
});

test('principal components of equal samples are all 0', () => {
  const { coordinates, explained } = principalComponents(new Float32Array(12).fill(2), 3, 2);
  expect(coordinates).toEqual(new Float32Array(8));
  expect(explained).toEqual([0, 0]);
});

describe('umap', () => {
  /** Two clouds of 40 points in 40 columns, far from each other. */
  const width = 40;
  const clouds = Float32Array.from(noise('clouds', 80 * width), (value, i) =>
    i % width === 0 && i < 40 * width ? value + 20 : value,
  );

  test('keeps clouds apart, and lays them out in the same way each time', async () => {
    const positions = await end(umap(clouds, width));
    expect(await end(umap(clouds, width))).toEqual(positions);
    expect(positions).toHaveLength(160);
    const point = (i: number) => [positions[2 * i]!, positions[2 * i + 1]!] as const;
    const distance = (i: number, j: number) =>
      Math.hypot(point(i)[0] - point(j)[0], point(i)[1] - point(j)[1]);
    const all = [...Array(80).keys()];
    for (const i of all) {
      const others = all.filter((j) => j !== i);
      const closest = others.reduce((best, j) => (distance(i, j) < distance(i, best) ? j : best));
      expect(closest < 40).toBe(i < 40);
    }
  });

  test('falls back to principal components for a few samples', async () => {
    const few = clouds.subarray(0, 10 * width);
    expect(await end(umap(few, width))).toEqual(principalComponents(few, width, 2).coordinates);
  });
});
