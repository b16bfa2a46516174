/** Every network that a recipe can ask for: learns, keeps, comes back and leaves no tensor behind. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom, type CompleteRecipe, type TrainedModel } from '../../src/domain/index.ts';
import { readSafetensors, writeSafetensors } from '../../src/export/index.ts';
import { buildModel, encodeFor, toTfjsFiles } from '../../src/models/index.ts';
import { checkReference, restore, type TrainingInput } from '../../src/training/index.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { makeInput, run } from './made-run.ts';

beforeAll(loadWasmInNode);

const lightImage = { image: { encoder: 'light' } };

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

/** Trains, and expects that it learned and says the same after its weights were a file. */
async function expectToLearn(input: TrainingInput): Promise<TrainedModel> {
  const { checkpoints, trained } = await run(input);
  const { history } = checkpoints.at(-1);
  expect(history.at(-1)!.trainLoss).toBeLessThan(0.9 * history[0]!.trainLoss);
  expect(Math.max(...history.map(({ valAuc }) => valAuc!))).toBeGreaterThan(0.85);
  const kept = readSafetensors(writeSafetensors(trained));
  expect(kept).toEqual(trained);
  const model = restore(kept);
  expect(await checkReference(kept, model)).toBe(0);
  model.dispose();
  return trained;
}

describe('networks', { timeout: 60_000 }, () => {
  test('light: an image network with fewer weights than the default', async () => {
    const image = { encoder: 'light' };
    const input = makeInput('binary', { inputs: 'image', model: { image }, size: 28 });
    const { weights } = await expectToLearn(input);
    const names = weights.map(({ name }) => name);
    expect(names).toContain('stage2_down_depthwise_conv/depthwise_kernel');
    const count = (encoder: 'light' | 'residual') => {
      const shape = { inputs: 'image', image: { size: 28, channels: 1, encoder } } as const;
      const model = buildModel({ ...shape, text: null, outputs: 1, dropout: 0 }, 0);
      const weightCount = model.countParams();
      model.dispose();
      return weightCount;
    };
    expect(count('light')).toBeLessThan(count('residual') / 8);
  });

  test('convolution: a text network', async () => {
    const text = { encoder: 'convolution', buckets: 256, hidden: 8, length: 12 };
    await expectToLearn(makeInput('binary', { model: { text } }));
  });

  test.each(['convolution', 'transformer'] as const)(
    '%s: equal weights for equal seeds',
    async (encoder) => {
      const text = { encoder, buckets: 256, hidden: 4, length: 6 };
      const weights = async (seed: number) =>
        (await run(makeInput('binary', { seed, model: { text }, training: { epochs: 1 } }))).trained
          .weights;
      const first = await weights(1);
      expect(await weights(1)).toEqual(first);
      expect(await weights(2)).not.toEqual(first);
    },
  );

  test.each([
    ['English', ['no effusion seen', 'effusion is present'], 'patient chest film follow up'],
    ['Chinese', ['未见胸腔积液', '可见胸腔积液'], '患者胸片复查肺纹理'],
    ['mixed', ['未见 effusion', '可见 pleural effusion'], '胸片 chest フィルム follow up'],
  ])('a transformer learns from %s texts', async (_, said, around) => {
    const input = withTexts(said, around);
    await expectToLearn(input);
  });
});

describe('inputs', { timeout: 60_000 }, () => {
  test('covariates: a network on them alone', async () => {
    const { shape, reference } = await expectToLearn(makeInput('binary', { inputs: 'covariates' }));
    expect(shape).toMatchObject({ image: null, text: null });
    expect(shape.covariates).toMatchObject([
      { name: 'seen', kind: 'number' },
      { name: 'sex', kind: 'category', values: ['F'], mayMiss: true },
    ]);
    expect(reference.covariates).toHaveLength(8 * 4);
  });

  test('a cumulative head: one score with a threshold for each step, and probabilities that sum to 1', async () => {
    const input = makeInput('ordinal', { model: { ordinal: 'cumulative' } });
    const target = { ...input.target, classes: ['none', 'mild', 'severe'] };
    const grades = Int32Array.from(input.labels, (label, row) =>
      label === 1 ? 2 : row % 4 === 0 ? 0 : 1,
    );
    const text = Array.from(grades, (grade) => `${['no', 'slight', 'much'][grade]!} change`);
    const { weights, shape, reference } = await expectToLearn({
      ...input,
      target,
      labels: grades,
      text,
    });
    expect(shape).toMatchObject({ head: 'cumulative', outputs: 2 });
    const named = new Map(weights.map(({ name, data }) => [name, data]));
    expect(named.get('head/kernel')).toHaveLength(shape.text!.hidden);
    expect(named.get('head_steps/kernel')).toEqual(Float32Array.of(1, 1));
    const thresholds = named.get('head_steps/bias')!;
    expect(thresholds[0]).toBeGreaterThan(thresholds[1]!);
    for (let row = 0; row < 8; row++) {
      const sum = reference.probabilities.slice(3 * row, 3 * row + 3).reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(1, 6);
    }
  });

  test.each([
    ['concatenation', 'image+text+covariates'],
    ['gate', 'text+covariates'],
    ['film', 'image+text'],
    ['film', 'text+covariates'],
  ] as const)('are joined by %s: %s', async (fusion, inputs) => {
    const size = inputs.includes('image') ? 28 : 8;
    const image = { encoder: 'light' };
    const input = makeInput('binary', { inputs, size, model: { fusion, image } });
    const { weights } = await expectToLearn({ ...input, recipe: shortened(input.recipe, size) });
    const names = weights.map(({ name }) => name);
    expect(names.includes('fusion_gate/kernel')).toBe(fusion === 'gate');
    expect(names.includes('film_scale/kernel')).toBe(fusion === 'film');
  });

  test('film lets a text change what is made of the image, and only its own', () => {
    const image = { size: 28, channels: 1, encoder: 'light' } as const;
    const text = { buckets: 16, hidden: 4 };
    const model = buildModel(
      { inputs: 'image+text', image, text, fusion: 'film', outputs: 2, dropout: 0 },
      1,
    );
    const pooled = tf.model({
      inputs: model.inputs,
      outputs: model.getLayer('image_features').output,
    });
    const said = tf.tidy(() => {
      const one = tf.randomUniform([1, 28, 28, 1], 0, 255, 'float32', 1);
      const texts = tf.tensor2d(encodeFor(model, ['left', 'right', 'left']), [3, 16]);
      const rows = pooled.apply([tf.tile(one, [3, 1, 1, 1]), texts]) as tf.Tensor;
      return rows.arraySync() as number[][];
    });
    expect(said[0]).toEqual(said[2]);
    expect(said[0]).not.toEqual(said[1]);
    model.dispose();
  });
});

describe('weights of before', { timeout: 60_000 }, () => {
  /** Another task on the same images, with three classes. */
  const other = makeInput('multi-class', {
    inputs: 'image',
    model: lightImage,
    training: { epochs: 1 },
  });
  const weights = '0'.repeat(32);
  const later = (train: 'all' | 'head', start: TrainedModel, model: Record<string, unknown> = {}) => ({
    ...makeInput('binary', {
      inputs: 'image',
      model: { ...lightImage, ...model, start: { weights, train } },
      training: { epochs: 1 },
    }),
    start,
  });
  const named = ({ weights }: TrainedModel) => new Map(weights.map((one) => [one.name, one.data]));
  let before: TrainedModel;
  beforeAll(async () => {
    before = (await run(other)).trained;
  }, 60_000);

  test('a frozen encoder stays to the bit, its averages too, under a new head that learns', async () => {
    const { events, trained } = await run(later('head', before));
    const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
    expect(Math.min(...losses)).toBeLessThan(Math.log(2));
    for (const [name, values] of named(trained)) {
      if (!name.startsWith('head/')) expect(values).toEqual(named(before).get(name));
    }
    expect(named(trained).get('head/bias')).toHaveLength(1);
    const model = restore(trained);
    expect(await checkReference(trained, model)).toBe(0);
    model.dispose();
  });

  test('are where training begins, and then move', async () => {
    const slow = later('all', before);
    const training = { ...slow.recipe.training, learningRate: 1e-9, weightDecay: 0 };
    const still = await run({ ...slow, recipe: { ...slow.recipe, training } });
    const moved = await run(later('all', before));
    const kernel = 'stage2_pointwise_conv/kernel';
    const [from, near, far] = [before, still.trained, moved.trained].map((one) =>
      named(one).get(kernel)!,
    );
    const distance = (to: Float32Array) =>
      Math.max(...to.map((value, i) => Math.abs(value - from![i]!)));
    expect(distance(near!)).toBeLessThan(1e-5);
    expect(distance(far!)).toBeGreaterThan(1e-3);
  });

  test('of another network are refused', async () => {
    const problem = { kind: 'recipe-does-not-fit', parameters: { path: 'model.start.weights' } };
    const image = { encoder: 'residual' };
    await expect(run(later('head', before, { image }))).rejects.toMatchObject({ problem });
    const text = { ...before, weights: [{ name: 'head/bias', shape: [3], data: new Float32Array(3) }] };
    await expect(run(later('all', text))).rejects.toMatchObject({ problem });
  });
});

/** Large images need fewer epochs here. */
function shortened(recipe: CompleteRecipe, size: number): CompleteRecipe {
  return size === 8 ? recipe : { ...recipe, training: { ...recipe.training, epochs: 2 } };
}

/** Texts of which only a part tells the label, among words that don't. */
function withTexts(said: readonly string[], around: string): TrainingInput {
  const text = { encoder: 'transformer', buckets: 512, hidden: 8, length: 16 };
  const input = makeInput('binary', { model: { text } });
  const random = seededRandom(8, 'texts');
  const filler = () => around.slice(0, Math.floor((random() * around.length) / 2));
  const texts = Array.from(input.labels, (label) => `${filler()} ${said[label]!} ${filler()}`);
  return { ...input, text: texts };
}

describe('attention', () => {
  const shape = {
    inputs: 'text',
    image: null,
    text: { encoder: 'transformer', buckets: 64, hidden: 8, length: 6 },
    outputs: 2,
    dropout: 0,
  } as const;

  test.each(['convolution', 'transformer'] as const)(
    'and what else pads a text change nothing: %s',
    (encoder) => {
      const say = (length: number) => {
        const model = buildModel({ ...shape, text: { ...shape.text, encoder, length } }, 3);
        const texts = encodeFor(model, ['右肺 nodule', 'clear']);
        const logits = tf.tidy(() =>
          (model.apply(tf.tensor2d(texts, [2, length])) as tf.Tensor).dataSync(),
        );
        model.dispose();
        return Array.from(logits);
      };
      const [short, long] = [say(4), say(40)];
      short.forEach((logit, i) => expect(long[i]).toBeCloseTo(logit, 5));
    },
  );

  test('agrees with cpu, gradients too', async () => {
    const compute = async (backend: string) => {
      await tf.setBackend(backend);
      const model = buildModel(shape, 5);
      const result = tf.tidy(() => {
        const ids = tf.tensor2d([3, 9, 3, 0, 0, 0, 1, 2, 3, 4, 5, 63], [2, 6]);
        const { value, grads } = tf.variableGrads(() =>
          tf.sum(tf.square(model.apply(ids, { training: true }) as tf.Tensor)).asScalar(),
        );
        return [value, ...Object.values(grads)].map((tensor) => Array.from(tensor.dataSync()));
      });
      model.dispose();
      return result;
    };
    const [expected, actual] = [await compute('cpu'), await compute('wasm')];
    expect(actual).toHaveLength(expected.length);
    expected.forEach((numbers, i) => {
      const scale = Math.max(...numbers.map(Math.abs), 1e-3);
      numbers.forEach((value, j) => {
        expect(Math.abs(actual[i]![j]! - value) / scale).toBeLessThan(1e-4);
      });
    });
  });

  test('is exported as layers of the library alone', async () => {
    const model = buildModel(shape, 4);
    const { modelJson, shards } = await toTfjsFiles(model);
    const { modelTopology, weightsManifest } = JSON.parse(modelJson) as tf.io.ModelJSON;
    const loaded = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0]!.weights,
        weightData: tf.io.CompositeArrayBuffer.join(shards.map(({ data }) => data.buffer)),
      }),
    );
    const texts = ['左肺結節 no effusion', ''];
    const ids = encodeFor(loaded, texts);
    expect(ids).toEqual(encodeFor(model, texts));
    const say = (of: tf.LayersModel) =>
      tf.tidy(() => Array.from((of.apply(tf.tensor2d(ids, [2, 6])) as tf.Tensor).dataSync()));
    expect(say(loaded)).toEqual(say(model));
    loaded.dispose();
    model.dispose();
  });
});
