/** Grad-CAM against PyTorch's autograd over the same weights, and what it leaves behind. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { explainRows, hasPictures, type MapQuestion } from '../../src/explanation/index.ts';
import { scaledToOne } from '../../src/explanation/upsample.ts';
import { buildModel } from '../../src/models/index.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { gradCam, largestDifference } from './expectations.ts';
import { madeNetwork, madePictures, targetOf } from './made-network.ts';

beforeAll(loadWasmInNode);

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

async function all<T>(answers: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const answer of answers) found.push(answer);
  return found;
}

const samples = { tensors: madePictures(), text: null, covariates: null };

describe('a heat map', () => {
  test.each(gradCam)('of $kind, row $row, class $classIndex is PyTorch’s', async (expected) => {
    const target = targetOf(expected.kind);
    const model = await madeNetwork(target);
    const [answer] = await all(explainRows(model, target, samples, [expected], 2));
    model.dispose();
    expect(answer!.map).toMatchObject({ width: 28, height: 28 });
    expect(answer!.score).toBeCloseTo(expected.score, 5);
    expect(largestDifference(answer!.map.values, expected.map)).toBeLessThan(1e-4);
  });

  test('is the same in any batch, and the model says the same afterwards', async () => {
    const target = targetOf('multi-label');
    const model = await madeNetwork(target);
    const say = () => tf.tidy(() => (model.predict(tf.ones([1, 28, 28, 1])) as tf.Tensor).dataSync());
    const said = say();
    const questions: MapQuestion[] = [0, 1, 2].flatMap((classIndex) =>
      [0, 1].map((row) => ({ row, classIndex })),
    );
    const together = await all(explainRows(model, target, samples, questions, 4));
    const alone = await all(explainRows(model, target, samples, questions, 1));
    expect(together.map(({ row, classIndex }) => ({ row, classIndex }))).toEqual(questions);
    together.forEach(({ map }, i) => {
      expect(largestDifference(map.values, alone[i]!.map.values)).toBeLessThan(1e-4);
    });
    expect(say()).toEqual(said);
    model.dispose();
  });

  test('stops between batches', async () => {
    const target = targetOf('binary');
    const model = await madeNetwork(target);
    const stop = new AbortController();
    const maps = explainRows(
      model,
      target,
      samples,
      Array(9).fill({ row: 0, classIndex: 1 }),
      1,
      stop.signal,
    );
    await maps.next();
    stop.abort();
    await expect(maps.next()).rejects.toThrow(/abort/i);
    model.dispose();
  });

  test('is empty where nothing stands out', () => {
    expect(scaledToOne(Float32Array.of(0, 0, 0))).toEqual(Float32Array.of(0, 0, 0));
    expect(scaledToOne(Float32Array.of(1, 3, 2))).toEqual(Float32Array.of(0, 1, 0.5));
  });
});

test('a model of text alone has no pictures to explain', () => {
  const text = { buckets: 16, hidden: 4 };
  const model = buildModel({ inputs: 'text', image: null, text, outputs: 1, dropout: 0 }, 0);
  expect(hasPictures(model)).toBe(false);
  model.dispose();
});
