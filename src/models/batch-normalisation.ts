/**
 * The library's batch normalisation layer with a training pass of its own. The library composes the gradient of many
 * slow passes over memory, among them copies of each channel's numbers to the size of the image: a third of a whole
 * training step on wasm. Here the gradient is written out, and each pass is one of the backends' fast kernels: averages
 * over channels are poolings, and scaling channels is a depthwise convolution with a 1 x 1 filter. What is stored,
 * exported and used for prediction stays the library's layer.
 */
import * as tf from '@tensorflow/tfjs';

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
    return normaliseBatch(layer, Array.isArray(inputs) ? inputs[0]! : inputs);
  };
  return layer;
}

/** Normalises by the batch's own mean and variance and moves the averages towards them. */
function normaliseBatch(layer: tf.layers.Layer, input: tf.Tensor): tf.Tensor {
  const [gamma, beta] = layer.trainableWeights.map((weight) => weight.read());
  const [movingMean, movingVariance] = layer.nonTrainableWeights;

  const normalise = tf.customGrad((...args) => {
    const [x, scale, offset, save] = args as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
    const mean = averageChannels(x);
    const centred = scaleChannels(x, tf.onesLike(mean), tf.neg(mean));
    const variance = averageChannels(tf.square(centred));
    follow(movingMean!, mean);
    follow(movingVariance!, variance);
    const perDeviation = tf.rsqrt(tf.add(variance, epsilon));
    const slope = tf.mul(perDeviation, scale);
    save([centred, perDeviation, slope]);
    return {
      value: scaleChannels(centred, slope, offset),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradients(dy as tf.Tensor4D, saved),
    };
  });
  return normalise(input, gamma!, beta!);
}

/** Gradients with respect to input, scale and offset. */
function gradients(dy: tf.Tensor4D, saved: readonly tf.Tensor[]): tf.Tensor[] {
  const [centred, perDeviation, slope] = saved as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  const count = dy.size / dy.shape[3];
  const mean = averageChannels(dy);
  const correlation = tf.mul(averageChannels(tf.mul(dy, centred)), perDeviation);
  const lean = tf.neg(tf.mul(tf.mul(correlation, perDeviation), slope));
  const direct = scaleChannels(dy, slope, tf.neg(tf.mul(mean, slope)));
  const throughVariance = scaleChannels(centred, lean, tf.zerosLike(mean));
  return [tf.add(direct, throughVariance), tf.mul(correlation, count), tf.mul(mean, count)];
}

/** Averages over images first and over the batch then, which also keeps rounding errors small. */
function averageChannels(x: tf.Tensor4D): tf.Tensor1D {
  const [batch, height, width, channels] = x.shape;
  const ofImages = tf.reshape<tf.Rank.R4>(tf.avgPool(x, [height, width], 1, 'valid'), [
    1,
    batch,
    1,
    channels,
  ]);
  return tf.reshape(tf.avgPool(ofImages, [batch, 1], 1, 'valid'), [channels]);
}

/** `x * scale + offset`, channel by channel. */
function scaleChannels(x: tf.Tensor4D, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor4D {
  const filter = tf.reshape<tf.Rank.R4>(scale, [1, 1, scale.size, 1]);
  return tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'valid', bias: offset });
}

function follow(moving: tf.LayerVariable, batch: tf.Tensor): void {
  moving.write(tf.add(tf.mul(moving.read(), momentum), tf.mul(batch, 1 - momentum)));
}
