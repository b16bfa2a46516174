/** 3D convolutions as sums of 2D ones: torch's numbers (volume-expectations.py), and the library's own on the processor. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ModelShape } from '../../src/domain/index.ts';
import { buildModel, toTfjsFiles } from '../../src/models/index.ts';
import { convolveVolumes } from '../../src/models/volume-convolution.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import cases from './volume-expectations.json' with { type: 'json' };

beforeAll(loadWasmInNode);

let before = 0;
beforeEach(async () => {
  await tf.setBackend('wasm');
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

/** As the script makes them. */
function numbers(shape: number[], step: number): tf.Tensor5D {
  const length = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => Math.sin((i + 1) * step)),
    shape as [number, number, number, number, number],
  );
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a).toHaveLength(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe.each(cases)('$volumes with $kernel by $stride', (one) => {
  test.each(['wasm', 'cpu'])('gives what torch gives, and its gradients, on %s', async (backend) => {
    await tf.setBackend(backend);
    tf.tidy(() => {
      const volumes = numbers(one.volumes, 0.7);
      const kernel = numbers(one.kernel, 0.3);
      const value = convolveVolumes(volumes, kernel, one.stride);
      expect(value.shape).toEqual(one.shape);
      expect(largestDifference(value.dataSync(), one.values)).toBeLessThan(2e-5);
      const [byVolumes, byKernel] = tf.grads((x, w) =>
        tf.mul(convolveVolumes(x as tf.Tensor5D, w as tf.Tensor5D, one.stride), numbers(one.shape, 0.9)),
      )([volumes, kernel]);
      expect(largestDifference(byVolumes!.dataSync(), one.byVolumes)).toBeLessThan(2e-5);
      expect(largestDifference(byKernel!.dataSync(), one.byKernel)).toBeLessThan(2e-5);
    });
  });

  test('gives what the library gives', async () => {
    await tf.setBackend('cpu');
    tf.tidy(() => {
      const [volumes, kernel] = [numbers(one.volumes, 0.7), numbers(one.kernel, 0.3)];
      const ours = convolveVolumes(volumes, kernel, one.stride).dataSync();
      const theirs = tf.conv3d(volumes, kernel, one.stride, 'same').dataSync();
      expect(largestDifference(ours, theirs)).toBeLessThan(1e-5);
    });
  });
});

describe('a model of volumes', () => {
  const shape: ModelShape = {
    inputs: 'image',
    image: { size: 28, channels: 1, depth: 28 },
    text: null,
    outputs: 2,
    dropout: 0,
  };

  test('of 64 px gives its logits', () => {
    const model = buildModel({ ...shape, image: { size: 64, channels: 3, depth: 64 } }, 0);
    const logits = tf.tidy(() =>
      (model.apply(tf.randomUniform([1, 64, 64, 64, 3], 0, 255)) as tf.Tensor).dataSync(),
    );
    expect(logits).toHaveLength(2);
    expect(logits.every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  test('says the same once the library alone has loaded its files', { timeout: 60_000 }, async () => {
    const model = buildModel(shape, 1);
    const volumes = tf.randomUniform([1, 28, 28, 28, 1], 0, 255, 'float32', 5);
    const ours = tf.tidy(() => (model.apply(volumes) as tf.Tensor).dataSync());
    const { modelJson, shards } = await toTfjsFiles(model);
    const { modelTopology, weightsManifest } = JSON.parse(modelJson) as tf.io.ModelJSON;
    const values = volumes.arraySync();
    volumes.dispose();
    model.dispose();
    // The library has 3D convolutions on its plain backend.
    await tf.setBackend('cpu');
    const weightData = Uint8Array.from(shards.flatMap(({ data }) => [...data])).buffer;
    const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
    const loaded = await tf.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs, weightData }),
    );
    const theirs = tf.tidy(() => (loaded.predict(tf.tensor(values)) as tf.Tensor).dataSync());
    expect(largestDifference(ours, theirs)).toBeLessThan(1e-4);
    loaded.dispose();
    await tf.setBackend('wasm');
  });
});
