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

const covariateUnits = 16;

/** A model cut before its last layer, sharing its weights. */
export interface ClassifierParts {
  /** From the model's inputs to the features `[batch, width]`. */
  readonly features: tf.LayersModel;
  /** From the features to the logits. */
  readonly head: tf.layers.Layer;
  readonly width: number;
}

/**
 * Builds the model of a shape. Inputs, in this order where there are several: `image` `[batch, size, size, channels]`
 * with values 0 to 255, `text` from `encodeFor`, `covariates` from
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
    const { size, channels, encoder = 'residual' } = shape.image;
    image = imageTower(input('image', size, size, channels), size, encoder, nextSeed);
  }
  const others: tf.SymbolicTensor[] = [];
  if (shape.text !== null)
    others.push(textTower(input('text', textWidth(shape.text)), shape.text, nextSeed));
  if (shape.covariates !== undefined)
    others.push(covariateTower(input('covariates', covariateWidth(shape.covariates)), nextSeed));
  const joined = fuse({ image, others }, shape.fusion ?? 'concatenation', nextSeed);
  const head = tf.layers.dense({
    name: 'head',
    units: shape.outputs,
    kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
  });
  return tf.model({ name: 'classifier', inputs, outputs: head.apply(joined) as tf.SymbolicTensor });
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
  const head = model.getLayer('head');
  const joined = head.input as tf.SymbolicTensor;
  const features = tf.model({ inputs: model.inputs, outputs: joined });
  return { features, head, width: joined.shape.at(-1)! };
}
