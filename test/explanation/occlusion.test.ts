/** What each word gives, against the model's layers worked out by hand. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '../../src/domain/index.ts';
import { wordEffects } from '../../src/explanation/index.ts';
import { buildModel, encodeText, weightsOf } from '../../src/models/index.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { madePictures } from './made-network.ts';

beforeAll(loadWasmInNode);

const buckets = 64;
const hidden = 4;
const target: Target = { name: 'made', kind: 'binary', classes: ['no', 'yes'], mayFlip: false };

/** Probability of "yes": a hidden layer, a rectifier, one logit, a sigmoid. */
async function byHand(model: tf.LayersModel, text: string): Promise<number> {
  const weights = Object.fromEntries((await weightsOf(model)).map(({ name, data }) => [name, data]));
  const encoded = encodeText([text], buckets);
  let logit = weights['head/bias']![0]!;
  for (let unit = 0; unit < hidden; unit++) {
    let sum = weights['text_hidden/bias']![unit]!;
    encoded.forEach((value, i) => (sum += value * weights['text_hidden/kernel']![i * hidden + unit]!));
    logit += Math.max(0, sum) * weights['head/kernel']![unit]!;
  }
  return 1 / (1 + Math.exp(-logit));
}

describe('words of a text', () => {
  const shape = { image: null, text: { buckets, hidden }, outputs: 1, dropout: 0 } as const;

  test.each([
    ['Large opacity, left base.', ['Large', 'opacity', 'left', 'base'], 'Large  , left base.'],
    ['治疗：肺炎明显', ['治疗', '肺炎', '明显'], '治疗： 明显'],
  ])('in "%s" are taken out one by one', async (text, expected, withoutOne) => {
    const model = buildModel({ ...shape, inputs: 'text' }, 3);
    const before = tf.memory().numTensors;
    const samples = { tensors: null, text: ['another', text], covariates: null };
    const { score, words } = await wordEffects(model, target, samples, { row: 1, classIndex: 1 }, 4);
    const negative = await wordEffects(model, target, samples, { row: 1, classIndex: 0 }, 4);
    expect(tf.memory().numTensors).toBe(before);
    expect(words.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
    expect(score).toBeCloseTo(await byHand(model, text), 5);
    const drop = (await byHand(model, text)) - (await byHand(model, withoutOne));
    expect(Math.abs(drop)).toBeGreaterThan(1e-3);
    expect(words[1]!.drop).toBeCloseTo(drop, 5);
    expect(negative.words[1]!.drop).toBeCloseTo(-drop, 5);
    model.dispose();
  });

  test('are none where the text has none', async () => {
    const model = buildModel({ ...shape, inputs: 'text' }, 3);
    const samples = { tensors: null, text: [' … '], covariates: null };
    const { words } = await wordEffects(model, target, samples, { row: 0, classIndex: 1 }, 4);
    expect(words).toEqual([]);
    model.dispose();
  });

  test('are asked about beside the sample’s own picture', async () => {
    const image = { size: 28, channels: 1 } as const;
    const model = buildModel({ ...shape, image, inputs: 'image+text' }, 3);
    const samples = { tensors: madePictures(), text: ['left base', 'left base'], covariates: null };
    const asked = [0, 1].map((row) => wordEffects(model, target, samples, { row, classIndex: 1 }, 2));
    const [first, second] = await Promise.all(asked);
    expect(Math.abs(first!.score - second!.score)).toBeGreaterThan(1e-4);
    expect(first!.words).toHaveLength(2);
    model.dispose();
  });
});
