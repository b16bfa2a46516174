/**
 * From a shape to a TensorFlow.js layers model with seeded weights. Only the library's own layers are used, so that
 * `tf.loadLayersModel` reads an exported model without any code of ours. Dropout is not a layer here: it is nothing but
 * the identity once a model is trained, so training multiplies the features by its own seeded mask (`classifierParts`).
 */
import * as tf from '@tensorflow/tfjs';
import type { ModelShape } from '../domain/index.ts';
import { covariateWidth } from './covariates.ts';
import { fuse } from './fusion.ts';
import { imageTower } from './image-tower.ts';
import { seedStream } from './initial-weights.ts';
import { textTower, textWidth } from './text-tower.ts';
import { volumeTower } from './volume-tower.ts';
import { headNames } from './weights.ts';

const covariateUnits = 16;

/** A model cut before its head, sharing its weights. */
export interface ClassifierParts {
  /** From the model's inputs to the features `[batch, width]`. */
  readonly features: tf.LayersModel;
  /** From the features to the logits. */
  readonly head: (features: tf.Tensor) => tf.Tensor;
  readonly width: number;
}

/**
 * Builds the model of a shape. Inputs, in this order where there are several: `image` `[batch, size, size, channels]`
 * (of volumes `[batch, depth, size, size, channels]`) with values 0 to 255, `text` from `encodeFor`, `covariates` from
 * `encodeCovariates`. Output: logits `[batch, outputs]`.
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
  if (shape.text !== null)
    others.push(textTower(input('text', textWidth(shape.text)), shape.text, nextSeed));
  if (shape.covariates !== undefined)
    others.push(covariateTower(input('covariates', covariateWidth(shape.covariates)), nextSeed));
  const joined = fuse({ image, others }, shape.fusion ?? 'concatenation', nextSeed);
  const head = headLayers(shape, nextSeed());
  const outputs = applyHead(head, joined) as tf.SymbolicTensor;
  if (shape.head === 'cumulative') head[1]!.weights[0]!.trainable = false;
  return tf.model({ name: 'classifier', inputs, outputs });
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
  const head = model.layers.filter(({ name }) => headNames.includes(name));
  const joined = head[0]!.input as tf.SymbolicTensor;
  const features = tf.model({ inputs: model.inputs, outputs: joined });
  return {
    features,
    head: (kept) => applyHead(head, kept) as tf.Tensor,
    width: joined.shape.at(-1)!,
  };
}
