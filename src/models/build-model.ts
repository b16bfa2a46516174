/**
 * From a shape to a TensorFlow.js layers model with seeded weights. Only the library's own layers are used, so that
 * `tf.loadLayersModel` reads an exported model without any code of ours. Dropout is not a layer here: it is nothing but
 * the identity once a model is trained, so training multiplies the features by its own seeded mask (`classifierParts`).
 */
import * as tf from '@tensorflow/tfjs';
import type { ModelShape } from '../domain/index.ts';
import { covariateWidth } from './covariates.ts';
import { choiceLayers, choiceParts, scoreOptions } from './choice-head.ts';
import { fuse } from './fusion.ts';
import { imageTower } from './image-tower.ts';
import { seedStream } from './initial-weights.ts';
import { sharedTextTower, textTower, textWidth } from './text-tower.ts';
import { volumeTower } from './volume-tower.ts';
import { headNames } from './weights.ts';

const covariateUnits = 16;

/** Input that says which options a sample has. */
export const optionsThere = 'options_there';
const optionInput = (place: number) => `option${place + 1}`;
/** The place of the option that an input takes, from 0; null for an input of another kind. */
export function optionPlace(input: string): number | null {
  const found = /^option(\d+)$/.exec(input)?.[1];
  return found === undefined ? null : Number(found) - 1;
}

/** A model cut before its head, sharing its weights. */
export interface ClassifierParts {
  /** From the model's inputs to the features `[batch, width]`; of a choice, what else its head needs comes after them. */
  readonly features: (inputs: tf.Tensor[], isTraining: boolean) => [tf.Tensor, ...tf.Tensor[]];
  /** From the features to the logits. */
  readonly head: (features: tf.Tensor, ...rest: tf.Tensor[]) => tf.Tensor;
  readonly width: number;
}

/**
 * Builds the model of a shape. Inputs, in this order where there are several: `image` `[batch, size, size, channels]`
 * (of volumes `[batch, depth, size, size, channels]`) with values 0 to 255, `text` from `encodeFor`, `covariates` from
 * `encodeCovariates`; of a choice also `option1`, `option2` ... as `text`, and `options_there` `[batch, options]`, 1 where a sample has
 * an option in that place. Output: logits `[batch, outputs]`.
 * @param seed of the initial weights: the same seed gives the same weights on every backend
 */
export function buildModel(shape: ModelShape, seed: number): tf.LayersModel {
  const nextSeed = seedStream(seed);
  const inputs: tf.SymbolicTensor[] = [];
  const input = (name: string, ...dimensions: number[]) => {
    const tensor = tf.input({ shape: dimensions, name });
    inputs.push(tensor);
    return tensor;
  };
  let image: tf.SymbolicTensor | null = null;
  if (shape.image !== null) {
    const { size, channels, depth, encoder = 'residual' } = shape.image;
    image =
      depth === undefined
        ? imageTower(input('image', size, size, channels), size, encoder, nextSeed)
        : volumeTower(input('image', depth, size, size, channels), size, nextSeed);
  }
  const others: tf.SymbolicTensor[] = [];
  const shared = shape.options === undefined ? null : sharedTextTower(shape.options, nextSeed);
  if (shape.text !== null) {
    const text = input('text', textWidth(shape.text));
    const tower = shared === null ? textTower(text, shape.text, nextSeed) : shared.apply(text);
    others.push(tower as tf.SymbolicTensor);
  }
  if (shape.covariates !== undefined)
    others.push(covariateTower(input('covariates', covariateWidth(shape.covariates)), nextSeed));
  const joined = fuse({ image, others }, shape.fusion ?? 'concatenation', nextSeed);
  if (shape.options !== undefined && shared !== null) {
    const { outputs: count } = shape;
    const width = textWidth(shape.options);
    const seen = Array.from(
      { length: count },
      (_, place) => shared.apply(input(optionInput(place), width)) as tf.SymbolicTensor,
    );
    const options = stack(seen, 'options');
    const there = input(optionsThere, count);
    const layers = choiceLayers(count, options.shape[2]!, nextSeed);
    // The library counts each application of a model as one more user, of which a whole model gives back two when it is disposed.
    const users = count + (shape.text === null ? 0 : 1);
    for (let extra = users - 1; extra > 0; extra--) shared.dispose();
    const logits = scoreOptions(layers, { query: joined, options, there });
    return tf.model({ name: 'classifier', inputs, outputs: logits as tf.SymbolicTensor });
  }
  const head = headLayers(shape, nextSeed());
  const outputs = applyHead(head, joined) as tf.SymbolicTensor;
  if (shape.head === 'cumulative') head[1]!.weights[0]!.trainable = false;
  return tf.model({ name: 'classifier', inputs, outputs });
}

/** `[batch, width]` each, to `[batch, tensors, width]`. */
function stack(tensors: readonly tf.SymbolicTensor[], name: string): tf.SymbolicTensor {
  const rows = tensors.map((one, i) => {
    const row = tf.layers.reshape({ name: `${name}_row${i + 1}`, targetShape: [1, one.shape[1]!] });
    return row.apply(one) as tf.SymbolicTensor;
  });
  return tf.layers.concatenate({ name, axis: 1 }).apply(rows) as tf.SymbolicTensor;
}

/**
 * Logits from features. A cumulative head is one score for all steps, and for each step a threshold (Cao et al. 2020, Rank
 * consistent ordinal regression, CORAL): the second layer's weights are all 1 and stay so.
 */
function headLayers({ head, outputs }: ModelShape, seed: number): tf.layers.Layer[] {
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  const name = headNames[0]!;
  if (head === undefined) return [tf.layers.dense({ name, units: outputs, kernelInitializer })];
  const score = tf.layers.dense({ name, units: 1, useBias: false, kernelInitializer });
  const steps = tf.layers.dense({ name: headNames[1]!, units: outputs, kernelInitializer: 'ones' });
  return [score, steps];
}

function applyHead(
  layers: readonly tf.layers.Layer[],
  features: tf.Tensor | tf.SymbolicTensor,
): tf.Tensor | tf.SymbolicTensor {
  return layers.reduce((x, layer) => layer.apply(x) as tf.Tensor | tf.SymbolicTensor, features);
}

/** One hidden layer: for values of categories, a sum of embeddings. */
function covariateTower(numbers: tf.SymbolicTensor, nextSeed: () => number): tf.SymbolicTensor {
  const hidden = tf.layers.dense({
    name: 'covariate_hidden',
    units: covariateUnits,
    activation: 'relu',
    kernelInitializer: tf.initializers.heNormal({ seed: nextSeed() }),
  });
  return hidden.apply(numbers) as tf.SymbolicTensor;
}

/** Cuts a model of `buildModel` where dropout goes. */
export function classifierParts(model: tf.LayersModel): ClassifierParts {
  const featuresOf = (...outputs: tf.SymbolicTensor[]): ClassifierParts['features'] => {
    const features = tf.model({ inputs: model.inputs, outputs });
    return (inputs, training) => {
      const seen = features.apply(inputs, { training }) as tf.Tensor | tf.Tensor[];
      const [first, ...rest] = Array.isArray(seen) ? seen : [seen];
      return [first!, ...rest];
    };
  };
  const choice = choiceParts(model);
  if (choice !== null) {
    const { query, options, there } = choice.inputs;
    return {
      features: featuresOf(query, options, there),
      head: (kept, seen, isThere) =>
        scoreOptions(choice.layers, { query: kept, options: seen, there: isThere }) as tf.Tensor,
      width: query.shape.at(-1)!,
    };
  }
  const head = model.layers.filter(({ name }) => headNames.includes(name));
  const joined = head[0]!.input as tf.SymbolicTensor;
  return {
    features: featuresOf(joined),
    head: (kept) => applyHead(head, kept) as tf.Tensor,
    width: joined.shape.at(-1)!,
  };
}
