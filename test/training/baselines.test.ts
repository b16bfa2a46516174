import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  defaultRecipe,
  seededRandom,
  type CompleteRecipe,
  type SampleTable,
  type TargetKind,
  type TensorReader,
} from '../../src/domain/index.ts';
import { auc } from '../../src/evaluation/index.ts';
import { buildModel } from '../../src/models/index.ts';
import { denseFeatures, textFeatures } from '../../src/training/baselines/features.ts';
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from '../../src/training/baselines/logistic-regression.ts';
import { baselineAnswer, baselineKinds, type BaselineInput } from '../../src/training/index.ts';
import { targetOf } from '../evaluation/outcomes.ts';

interface Case {
  readonly name: string;
  readonly kind: TargetKind;
  readonly classes: number;
  readonly c: number;
  readonly width: number;
  readonly values: number[];
  readonly labels: number[];
  readonly probabilities: number[];
}
const fixtures = new URL('../fixtures/baselines/cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(fixtures, 'utf8')) as Case[];
const never = new AbortController().signal;

describe('logistic regression', () => {
  test.each(cases)('says what scikit-learn says: $name', async (expected) => {
    const target = targetOf(expected.kind, expected.classes);
    const features = denseFeatures(Float32Array.from(expected.values), expected.width);
    const labels = Int32Array.from(expected.labels);
    const options = { c: expected.c, iterations: 1000 };
    const fitted = await fitLogisticRegression(features, labels, target, options);
    const found = predictLogisticRegression(features, fitted, target);
    expect(found).toHaveLength(expected.probabilities.length);
    const largest = Math.max(...found.map((p, i) => Math.abs(p - expected.probabilities[i]!)));
    expect(largest).toBeLessThan(1e-4);
  });

  test('gives up when it is told to', async () => {
    const { values, width, labels } = cases[0]!;
    const features = denseFeatures(Float32Array.from(values), width);
    const options = { c: 1, iterations: 1000 };
    const aborted = AbortSignal.abort();
    await expect(
      fitLogisticRegression(features, Int32Array.from(labels), targetOf('binary', 2), options, aborted),
    ).rejects.toThrow(/abort/i);
  });

  test('reads texts as it would read the same numbers densely', async () => {
    const texts = ['clear lungs', 'left effusion', 'no effusion', '左侧胸腔积液', ''];
    const rows = Int32Array.of(4, 1, 0, 3, 2);
    const sparse = textFeatures(texts, rows);
    const weights = Float64Array.from({ length: sparse.width + 1 }, (_, i) => Math.sin(i));
    const logits = new Float64Array(5);
    sparse.multiply(weights, logits, 0, 1);
    expect(logits[0]).toBe(weights[sparse.width]);
    const sums = new Float64Array(sparse.width + 1);
    const only = Float64Array.of(0, 1, 0, 0, 0);
    sparse.addTransposed(only, 0, 1, sums);
    const again = sums.reduce((sum, value, i) => sum + value * (i < sparse.width ? weights[i]! : 0), 0);
    expect(again + weights[sparse.width]!).toBeCloseTo(logits[1]!, 10);
    expect(sums.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 6);
  });
});

const samples = 240;
const size = 32;
const random = seededRandom(3, 'baselines test');
const truths = Int32Array.from({ length: samples }, () => (random() < 0.4 ? 1 : 0));
/** Half of the pictures of a class are bright; half of the texts name it; age follows it a little. */
const table: SampleTable = {
  length: samples,
  ids: Array.from(truths, (_, i) => `s${i}`),
  images: null,
  text: { report: Array.from(truths, (truth) => (truth && random() < 0.6 ? 'opacity seen' : 'clear')) },
  patients: null,
  officialSplits: Array.from(truths, () => null),
  labels: [],
  covariates: {
    age: Array.from(truths, (truth, i) => (i % 9 === 0 ? null : 40 + 10 * truth + 10 * random())),
    sex: Array.from(truths, () => (random() < 0.5 ? 'F' : 'M')),
  },
};
const brightness = Float32Array.from(truths, (truth) => 90 + (random() < 0.6 ? 60 * truth : 0));
const tensors: TensorReader = {
  size,
  channels: 1,
  rows: samples,
  read: (rows, into) => {
    for (let i = 0; i < rows.length; i++)
      into.fill(brightness[rows[i]!]!, i * size * size, (i + 1) * size * size);
    return Promise.resolve();
  },
};

function input(inputs: CompleteRecipe['inputs']): BaselineInput {
  const text = { buckets: 64, hidden: 4 };
  const image = { size, channels: 1 as const };
  const recipe: CompleteRecipe = {
    ...defaultRecipe,
    target: 'finding',
    inputs,
    cut: { ...defaultRecipe.cut, channels: 'grey' },
    training: { ...defaultRecipe.training, epochs: 15 },
  };
  return {
    recipe,
    target: targetOf('binary', 2),
    table,
    labels: truths,
    trainRows: Int32Array.from({ length: 160 }, (_, i) => i),
    rows: Int32Array.from({ length: 80 }, (_, i) => 160 + i),
    tensors: inputs === 'text' ? null : tensors,
    covariates: null,
    model: buildModel({ inputs, image, text, outputs: 1, dropout: 0 }, 0),
  };
}

describe('baselines', () => {
  test('are those for which the dataset has something', () => {
    expect(baselineKinds(input('image'))).toEqual(['majority', 'pixels', 'text', 'covariates']);
    expect(baselineKinds(input('text'))).toEqual(['majority', 'text', 'covariates']);
    expect(baselineKinds(input('image+text')).slice(4)).toEqual(['blank-image', 'shuffled-text']);
  });

  test('the majority knows the shares of train, and nothing of a sample', async () => {
    const { probabilities, learnedFrom } = await baselineAnswer('majority', input('image'), never);
    const share = truths.subarray(0, 160).reduce((sum, truth) => sum + truth, 0) / 160;
    expect(new Set(probabilities)).toEqual(new Set([Math.fround(1 - share), Math.fround(share)]));
    expect(learnedFrom).toBe(160);
  });

  test.each(['pixels', 'text', 'covariates'] as const)('%s find what is there to find', async (kind) => {
    const asked = input('image');
    const { probabilities } = await baselineAnswer(kind, asked, never);
    const positive = Array.from(asked.rows, (_, i) => probabilities[2 * i + 1]!);
    expect(auc(positive, truths.subarray(160))).toBeGreaterThan(0.7);
    expect(await baselineAnswer(kind, asked, never)).toEqual({ probabilities, learnedFrom: 160 });
  });

  test('a model without its pictures says the same of the same text; with shuffled texts only pictures count', async () => {
    const before = tf.memory().numTensors;
    const asked = input('image+text');
    const built = tf.memory().numTensors;
    const blank = await baselineAnswer('blank-image', asked, never);
    const texts = Array.from(asked.rows, (row) => table.text['report']![row]);
    const byText = new Map(texts.map((text, i) => [text, blank.probabilities[2 * i]]));
    expect(byText.size).toBe(2);
    texts.forEach((text, i) => expect(blank.probabilities[2 * i]).toBeCloseTo(byText.get(text)!, 5));
    const { probabilities } = await baselineAnswer('shuffled-text', asked, never);
    expect(probabilities).not.toEqual(blank.probabilities);
    expect(tf.memory().numTensors).toBe(built);
    asked.model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
