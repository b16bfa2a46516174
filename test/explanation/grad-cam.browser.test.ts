/** Heat maps in a real browser: each backend's are PyTorch's. The GPU is emulated. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { explainRows } from '../../src/explanation/index.ts';
import { chooseBackend } from '../../src/training/index.ts';
import { gradCam, largestDifference } from './expectations.ts';
import { madeNetwork, madePictures, targetOf } from './made-network.ts';

test.each(['wasm', 'webgpu'] as const)('on %s', { timeout: 120_000 }, async (backend) => {
  await chooseBackend(backend, 1);
  const target = targetOf('multi-class');
  const model = await madeNetwork(target);
  const expected = gradCam.filter(({ kind }) => kind === 'multi-class');
  const before = tf.memory().numTensors;
  let seen = 0;
  const samples = { tensors: madePictures(), text: null, covariates: null };
  for await (const { map } of explainRows(model, target, samples, expected, 3))
    expect(largestDifference(map.values, expected[seen++]!.map)).toBeLessThan(1e-3);
  expect(seen).toBe(3);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
