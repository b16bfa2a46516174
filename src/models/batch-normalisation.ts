/**
 * The library's batch normalisation layer with a training pass of its own, which was a third of a whole training step. What
 * is stored, exported and used for prediction stays the library's layer.
 */
import * as tf from '@tensorflow/tfjs';
import { followed, normaliseBatch } from '../kernels/index.ts';

export interface BatchNormalisationOptions {
  readonly name: string;
  /** What the scale starts from. */
  readonly gamma: 'ones' | 'zeros';
}

/** Share of the old moving average that each step keeps. */
const momentum = 0.9;
const epsilon = 1e-3;

/** A layer of class `BatchNormalization` for `[batch, height, width, channels]`. */
export function batchNormalisation(options: BatchNormalisationOptions): tf.layers.Layer {
  return normalisation(options, false);
}

/** The same and a rectifier after it, which in training are one. */
export function batchNormalisationAndRelu(
  options: BatchNormalisationOptions,
  relu: string,
): tf.layers.Layer[] {
  const rectifier = tf.layers.reLU({ name: relu });
  const predict = rectifier.call.bind(rectifier);
  rectifier.call = (inputs, kwargs) =>
    kwargs['training'] === true ? only(inputs) : predict(inputs, kwargs);
  return [normalisation(options, true), rectifier];
}

function normalisation({ name, gamma }: BatchNormalisationOptions, relu: boolean): tf.layers.Layer {
  const layer = tf.layers.batchNormalization({ name, momentum, epsilon, gammaInitializer: gamma });
  const predict = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    if (kwargs['training'] !== true) return predict(inputs, kwargs);
    return train(layer, only(inputs), relu);
  };
  return layer;
}

function only(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0]! : inputs;
}

/** Normalises by the batch's own mean and variance and moves the averages towards them. */
function train(layer: tf.layers.Layer, input: tf.Tensor, relu: boolean): tf.Tensor {
  const [gamma, beta] = layer.trainableWeights.map((weight) => weight.read() as tf.Tensor1D);
  const moving = layer.nonTrainableWeights;
  return normaliseBatch(
    ...([input, gamma, beta] as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]),
    { epsilon, relu },
    ({ mean, variance }) => {
      const values = [mean, variance];
      const pairs = moving.map((average, i) => ({ average: average.read(), value: values[i]! }));
      followed(pairs, momentum).forEach((average, i) => moving[i]!.write(average));
    },
  );
}
