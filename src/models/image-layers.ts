/** Layers that image towers are made of. */
import * as tf from '@tensorflow/tfjs';
import { batchNormalisation, batchNormalisationAndRelu } from './batch-normalisation.ts';

export interface ConvolutionOptions {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride: number;
  readonly seed: number;
}

export function convolve(
  x: tf.SymbolicTensor,
  { name, from, to, kernel, stride, seed }: ConvolutionOptions,
): tf.SymbolicTensor {
  const layer = tf.layers.conv2d({
    name: `${name}_conv`,
    filters: to,
    kernelSize: kernel,
    strides: stride,
    padding: 'same',
    useBias: false,
    // He's initialisation for rectifiers.
    kernelInitializer: tf.initializers.randomNormal({
      stddev: Math.sqrt(2 / (kernel * kernel * from)),
      seed,
    }),
  });
  if (name === 'stem') skipInputGradient(layer, stride);
  return apply(layer, x);
}

/** One filter for each channel. */
export function convolveDepthwise(
  x: tf.SymbolicTensor,
  { name, kernel, stride, seed }: Omit<ConvolutionOptions, 'from' | 'to'>,
): tf.SymbolicTensor {
  const layer = tf.layers.depthwiseConv2d({
    name: `${name}_conv`,
    kernelSize: kernel,
    strides: stride,
    padding: 'same',
    useBias: false,
    depthwiseInitializer: tf.initializers.randomNormal({
      stddev: Math.sqrt(2 / (kernel * kernel)),
      seed,
    }),
  });
  return apply(layer, x);
}

/** The layer's fused operation computes the gradient of its input in any case; nobody asks for that of an image. */
function skipInputGradient(layer: tf.layers.Layer, stride: number): void {
  const predict = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    if (kwargs['training'] !== true) return predict(inputs, kwargs);
    const image = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor4D;
    return tf.conv2d(image, layer.trainableWeights[0]!.read() as tf.Tensor4D, stride, 'same');
  };
}

export function normalise(
  x: tf.SymbolicTensor,
  name: string,
  gamma: 'ones' | 'zeros' = 'ones',
): tf.SymbolicTensor {
  return apply(batchNormalisation({ name: `${name}_norm`, gamma }), x);
}

export function normaliseAndRelu(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  const layers = batchNormalisationAndRelu({ name: `${name}_norm`, gamma: 'ones' }, `${name}_relu`);
  return layers.reduce((x, layer) => apply(layer, x), x);
}

export function relu(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  return apply(tf.layers.reLU({ name: `${name}_relu` }), x);
}

export function apply(
  layer: tf.layers.Layer,
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}
