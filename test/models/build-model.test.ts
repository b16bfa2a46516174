/** Models of all shapes: outputs, seeds, names, and the files that the library itself loads back. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ModelShape } from '../../src/domain/index.ts';
import {
  buildModel,
  classifierParts,
  setWeights,
  toTfjsFiles,
  weightsOf,
} from '../../src/models/index.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';

const image: ModelShape = {
  inputs: 'image',
  image: { size: 28, channels: 1 },
  text: null,
  outputs: 1,
  dropout: 0,
};
const fused: ModelShape = {
  ...image,
  inputs: 'image+text',
  text: { buckets: 64, hidden: 8 },
  outputs: 3,
};

beforeAll(loadWasmInNode);

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

/** What a model says of fixed noise. */
function say(model: tf.LayersModel): Float32Array {
  return tf.tidy(() => {
    const inputs = model.inputs.map(({ shape }) =>
      tf.randomUniform([2, ...shape.slice(1).map(Number)], 0, 255, 'float32', 3),
    );
    return Float32Array.from((model.apply(inputs) as tf.Tensor).dataSync());
  });
}

describe('a built model', () => {
  test.each([
    [{ ...image }, 1],
    [{ ...image, image: { size: 64, channels: 3 }, outputs: 9 }, 9],
    [{ ...image, image: { size: 224, channels: 1 }, outputs: 14 }, 14],
    [{ ...fused, inputs: 'text', image: null, outputs: 2 }, 2],
    [fused, 3],
  ] satisfies [ModelShape, number][])('of shape %j gives its logits', (shape, outputs) => {
    const model = buildModel(shape, 0);
    const logits = say(model);
    expect(logits).toHaveLength(2 * outputs);
    expect(logits.every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  test('at 28 px has the weights that were chosen', () => {
    const model = buildModel(image, 0);
    const trainable = model.trainableWeights.reduce(
      (sum, { shape }) => sum + tf.util.sizeFromShape(shape.map(Number)),
      0,
    );
    expect(trainable).toBe(120945);
    model.dispose();
  });

  test('starts from its seed alone, with every layer different', async () => {
    const [first, same, other] = [buildModel(fused, 5), buildModel(fused, 5), buildModel(fused, 6)];
    const [a, b, c] = [await weightsOf(first), await weightsOf(same), await weightsOf(other)];
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
    const blocks = a.filter(({ name }) => /^stage1_[ab]_conv/.test(name));
    expect(blocks).toHaveLength(2);
    expect(blocks[0]!.data).not.toEqual(blocks[1]!.data);
    expect(new Set(a.map(({ name }) => name)).size).toBe(a.length);
    for (const model of [first, same, other]) model.dispose();
  });

  test('takes the weights of another and refuses those that do not fit', async () => {
    const [from, to] = [buildModel(fused, 1), buildModel(fused, 2)];
    const weights = await weightsOf(from);
    setWeights(to, weights);
    expect(say(to)).toEqual(say(from));
    expect(() => setWeights(to, weights.slice(1))).toThrow(weights[0]!.name);
    const wrong = weights.map((weight) =>
      weight.name === 'head/bias' ? { ...weight, shape: [2] } : weight,
    );
    expect(() => setWeights(to, wrong)).toThrow('head/bias is [2], expected [3]');
    from.dispose();
    to.dispose();
  });

  test('is cut before its head without owning other weights', () => {
    const model = buildModel(fused, 1);
    const { features, head, width } = classifierParts(model);
    expect(width).toBe(64 + 8);
    const whole = say(model);
    const parts = tf.tidy(() => {
      const inputs = model.inputs.map(({ shape }) =>
        tf.randomUniform([2, ...shape.slice(1).map(Number)], 0, 255, 'float32', 3),
      );
      return head(...features(inputs, false)).dataSync();
    });
    expect(Float32Array.from(parts)).toEqual(whole);
    model.dispose();
  });
});

describe('exported files', () => {
  test('are loaded by the library itself and say the same', async () => {
    const shape = { ...fused, text: { buckets: 4096, hidden: 300 } };
    const model = buildModel(shape, 4);
    const { modelJson, shards } = await toTfjsFiles(model);
    expect(shards.map(({ name, data }) => [name, data.length <= 4 * 2 ** 20])).toEqual([
      ['group1-shard1of2.bin', true],
      ['group1-shard2of2.bin', true],
    ]);
    const { modelTopology, weightsManifest } = JSON.parse(modelJson) as tf.io.ModelJSON;
    expect(weightsManifest[0]!.paths).toEqual(shards.map(({ name }) => name));
    const loaded = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0]!.weights,
        weightData: tf.io.CompositeArrayBuffer.join(shards.map(({ data }) => data.buffer)),
      }),
    );
    expect(say(loaded)).toEqual(say(model));
    loaded.dispose();
    model.dispose();
  });
});
