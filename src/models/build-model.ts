/**
 * From a shape to a TensorFlow.js layers model with seeded weights. Only the library's own layers are used, so that
 * `tf.loadLayersModel` reads an exported model without any code of ours. Dropout is not a layer here: it is nothing but
 * the identity once a model is trained, so training multiplies the features by its own seeded mask (`classifierParts`).
 */
import * as tf from '@tensorflow/tfjs';
import type { ModelShape } from '../domain/index.ts';
import { imageTower } from './image-tower.ts';
import { seedStream } from './initial-weights.ts';

/** A model cut before its last layer, sharing its weights. */
export interface ClassifierParts {
  /** From the model's inputs to the features `[batch, width]`. */
  readonly features: tf.LayersModel;
  /** From the features to the logits. */
  readonly head: tf.layers.Layer;
  readonly width: number;
}

/**
 * Builds the model of a shape. Inputs, in this order where there are both: `image` `[batch, size, size, channels]`
 * with values 0 to 255, `text` `[batch, buckets]` from `encodeText`. Output: logits `[batch, outputs]`.
 * @param seed of the initial weights: the same seed gives the same weights on every backend
 */
export function buildModel(shape: ModelShape, seed: number): tf.LayersModel {
  const nextSeed = seedStream(seed);
  const inputs: tf.SymbolicTensor[] = [];
  const features: tf.SymbolicTensor[] = [];
  if (shape.image !== null) {
    const { size, channels } = shape.image;
    const image = tf.input({ shape: [size, size, channels], name: 'image' });
    inputs.push(image);
    features.push(imageTower(image, size, nextSeed));
  }
  if (shape.text !== null) {
    const text = tf.input({ shape: [shape.text.buckets], name: 'text' });
    inputs.push(text);
    features.push(textTower(text, shape.text.hidden, nextSeed()));
  }
  const joined =
    features.length === 1
      ? features[0]!
      : (tf.layers.concatenate({ name: 'fusion' }).apply(features) as tf.SymbolicTensor);
  const head = tf.layers.dense({
    name: 'head',
    units: shape.outputs,
    kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
  });
  return tf.model({ name: 'classifier', inputs, outputs: head.apply(joined) as tf.SymbolicTensor });
}

/** Cuts a model of `buildModel` where dropout goes. */
export function classifierParts(model: tf.LayersModel): ClassifierParts {
  const head = model.getLayer('head');
  const joined = head.input as tf.SymbolicTensor;
  const features = tf.model({ inputs: model.inputs, outputs: joined });
  return { features, head, width: joined.shape.at(-1)! };
}

/** One hidden layer over the hashed n-grams. */
function textTower(text: tf.SymbolicTensor, hidden: number, seed: number): tf.SymbolicTensor {
  return tf.layers
    .dense({
      name: 'text_hidden',
      units: hidden,
      activation: 'relu',
      // Encoded texts have length 1, so the variance of a unit is that of one weight, however many buckets there are.
      kernelInitializer: tf.initializers.randomNormal({ stddev: 0.3, seed }),
    })
    .apply(text) as tf.SymbolicTensor;
}
