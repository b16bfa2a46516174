/** Models that score options: what may change places, what is not there, and the files that the library loads back. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModelShape } from '../../src/domain/index.ts';
import {
  buildModel,
  classifierParts,
  encodeFor,
  isOfHead,
  toTfjsFiles,
  weightsOf,
} from '../../src/models/index.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';

beforeAll(loadWasmInNode);

const ngrams = { buckets: 64, hidden: 8 };
const tokens = { buckets: 64, hidden: 8, length: 6, encoder: 'convolution' } as const;
const shape = (
  text: typeof ngrams | typeof tokens,
  inputs: ModelShape['inputs'] = 'image+text',
): ModelShape => ({
  inputs,
  image: inputs === 'text' ? null : { size: 28, channels: 1 },
  text: inputs === 'image' ? null : text,
  options: text,
  outputs: 4,
  dropout: 0,
});

/** Inputs of one sample; '' is no option. */
function inputsOf(model: tf.LayersModel, options: readonly string[]): tf.Tensor[] {
  return model.inputNames.map((name, i) => {
    const full = [1, ...model.inputs[i]!.shape.slice(1).map(Number)];
    if (name === 'image') return tf.randomUniform(full, 0, 255, 'float32', 3);
    if (name === 'options_there') return tf.tensor([options.map((option) => (option === '' ? 0 : 1))]);
    const text = name === 'text' ? 'which drug' : options[Number(name.slice('option'.length)) - 1]!;
    return tf.tensor(encodeFor(model, [text], name), full);
  });
}

function scores(model: tf.LayersModel, options: readonly string[]): number[] {
  return tf.tidy(() => [...(model.apply(inputsOf(model, options)) as tf.Tensor).dataSync()]);
}

describe.each([
  ['n-grams', shape(ngrams)],
  ['a picture alone', shape(ngrams, 'image')],
  ['tokens', shape(tokens, 'text')],
])('%s', (_, of) => {
  test('options that change places take their scores along', () => {
    const model = buildModel(of, 5);
    const before = scores(model, ['amlodipine', '对乙酰氨基酚', 'aspirin', '']);
    const after = scores(model, ['', 'aspirin', 'amlodipine', '对乙酰氨基酚']);
    expect(new Set(before.map((score) => score.toFixed(3))).size).toBe(4);
    [2, 3, 1, 0].forEach((to, from) => expect(after[to]).toBeCloseTo(before[from]!, 4));
    model.dispose();
  });

  test('leaves no tensor behind when it is disposed', () => {
    const before = tf.memory().numTensors;
    const model = buildModel(of, 5);
    classifierParts(model);
    scores(model, ['a', 'b', 'c', '']);
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('nothing is left for a place without an option', () => {
    const model = buildModel(of, 5);
    const said = tf.tidy(() => [
      ...tf.softmax(tf.tensor1d(scores(model, ['a1', '', 'b2', '']))).dataSync(),
    ]);
    expect([said[1], said[3]]).toEqual([0, 0]);
    model.dispose();
  });

  test('cut before its head it says the same, and the library loads it from its files', async () => {
    const model = buildModel(of, 5);
    const options = ['one', 'two', 'three', 'four'];
    const whole = scores(model, options);
    const { features, head } = classifierParts(model);
    const parts = tf.tidy(() => [...head(...features(inputsOf(model, options), false)).dataSync()]);
    expect(parts).toEqual(whole);
    const { modelJson, shards } = await toTfjsFiles(model);
    const { modelTopology, weightsManifest } = JSON.parse(modelJson) as tf.io.ModelJSON;
    const loaded = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0]!.weights,
        weightData: Buffer.concat(shards.map(({ data }) => data)).buffer,
      }),
    );
    expect(scores(loaded, options)).toEqual(whole);
    model.dispose();
  });

  test('question and options are read by one text part, and the scorer is the head', async () => {
    const model = buildModel(of, 5);
    const names = (await weightsOf(model)).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.startsWith('choice')).every(isOfHead)).toBe(true);
    expect(names.filter((name) => /^text_(?:hidden|embedding)\//.test(name))).toHaveLength(
      of.options === ngrams ? 2 : 1,
    );
    model.dispose();
  });
});
