/**
 * Batch normalisation in training as one op with a gradient of its own: the library composes it of many slow passes over
 * memory, among them copies of each channel's numbers to the size of the image. Where there is no kernel for it, each pass is
 * one of the backends' fast ones: averages over channels are poolings, and scaling channels is a depthwise convolution
 * with a 1 x 1 filter.
 */
import * as tf from '@tensorflow/tfjs';
import { hasKernel, tryKernel } from './own-kernels.ts';

/** Of a batch's channels, each `[channels]`. */
export interface BatchMoments {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

/** Attributes of the kernels `BatchNorm(Relu)Training`. */
export interface NormaliseAttrs {
  readonly epsilon: number;
  /** Whether a rectifier follows. */
  readonly relu: boolean;
}

/** Attributes of the kernels `BatchNorm(Relu)TrainingGrad`. */
export type NormaliseGradientAttrs = Pick<NormaliseAttrs, 'relu'>;

interface Normalised extends BatchMoments {
  readonly value: tf.Tensor;
  /** What `gradients` needs. */
  readonly saved: tf.Tensor[];
  /** With respect to input, scale and offset. */
  readonly gradients: (dy: tf.Tensor4D, saved: tf.Tensor[]) => tf.Tensor[];
}

/**
 * Normalises `[batch, height, width, channels]` by the batch's own moments, then scales and shifts its channels, and sets what
 * is below 0 to it where `relu` asks for that.
 * @param observe is told the moments, which it must not keep
 */
export function normaliseBatch(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  { epsilon, relu }: NormaliseAttrs,
  observe: (moments: BatchMoments) => void,
): tf.Tensor4D {
  if (relu && !hasKernel('normaliseRelu'))
    return tf.relu(normaliseBatch(x, scale, offset, { epsilon, relu: false }, observe));
  const normalise = tf.customGrad((...args) => {
    const [x, scale, offset, save] = args as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
    const { value, saved, gradients, ...moments } =
      byKernel(x, scale, offset, { epsilon, relu }) ?? composed(x, scale, offset, epsilon);
    observe(moments);
    save(saved);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradients(dy as tf.Tensor4D, saved),
    };
  });
  return normalise(x, scale, offset) as tf.Tensor4D;
}

function byKernel(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  { epsilon, relu }: NormaliseAttrs,
): Normalised | null {
  const kernel = relu ? 'normaliseRelu' : 'normalise';
  const outputs = tryKernel(kernel, { x, scale, offset }, { epsilon, relu });
  if (outputs === null) return null;
  const [value, mean, variance, perDeviation] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return {
    ...{ value, mean, variance },
    saved: [x, scale, offset, mean, perDeviation],
    gradients: (dy, saved) => {
      const names = ['x', 'scale', 'offset', 'mean', 'perDeviation'];
      const inputs = Object.fromEntries(names.map((name, i) => [name, saved[i]!]));
      return tryKernel(`${kernel}Gradient`, { dy, ...inputs }, { relu })!;
    },
  };
}

function composed(x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D, epsilon: number): Normalised {
  const mean = averageChannels(x);
  const centred = scaleChannels(x, tf.onesLike(mean), tf.neg(mean));
  const variance = averageChannels(tf.square(centred));
  const perDeviation = tf.rsqrt(tf.add(variance, epsilon));
  const slope = tf.mul(perDeviation, scale);
  return {
    ...{ mean, variance, value: scaleChannels(centred, slope, offset) },
    saved: [centred, perDeviation, slope],
    gradients: composedGradients,
  };
}

function composedGradients(dy: tf.Tensor4D, saved: readonly tf.Tensor[]): tf.Tensor[] {
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
