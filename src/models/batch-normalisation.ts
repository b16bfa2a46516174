/**
 * The library's batch normalisation layer with a training pass of its own, which was a third of a whole training step. What
 * is stored, exported and used for prediction stays the library's layer.
 */
import * as tf from '@tensorflow/tfjs';
import { normaliseBatch } from '../kernels/index.ts';

export interface BatchNormalisationOptions {
  readonly name: string;
  /** What the scale starts from. */
  readonly gamma: 'ones' | 'zeros';
}

/** Share of the old moving average that each step keeps. */
const momentum = 0.9;
const epsilon = 1e-3;

/** A layer of class `BatchNormalization` for `[batch, height, width, channels]`. */
export function batchNormalisation({ name, gamma }: BatchNormalisationOptions): tf.layers.Layer {
  const layer = tf.layers.batchNormalization({ name, momentum, epsilon, gammaInitializer: gamma });
  const predict = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    if (kwargs['training'] !== true) return predict(inputs, kwargs);
    return train(layer, Array.isArray(inputs) ? inputs[0]! : inputs);
  };
  return layer;
}

/** Normalises by the batch's own mean and variance and moves the averages towards them. */
function train(layer: tf.layers.Layer, input: tf.Tensor): tf.Tensor {
  const [gamma, beta] = layer.trainableWeights.map((weight) => weight.read() as tf.Tensor1D);
  const [movingMean, movingVariance] = layer.nonTrainableWeights;
  return normaliseBatch(input as tf.Tensor4D, gamma!, beta!, epsilon, ({ mean, variance }) => {
    follow(movingMean!, mean);
    follow(movingVariance!, variance);
  });
}

function follow(moving: tf.LayerVariable, batch: tf.Tensor): void {
  moving.write(tf.add(tf.mul(moving.read(), momentum), tf.mul(batch, 1 - momentum)));
}
