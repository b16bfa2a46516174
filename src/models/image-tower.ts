/**
 * The image part: a small residual network that starts with a strided convolution, so that it can be trained on a
 * processor alone. Every stage halves the side and doubles the width; global averages make it indifferent to where in
 * the image something is. At 28 px about 120,000 weights and 3.6 million multiplications an image.
 */
import * as tf from '@tensorflow/tfjs';
import { batchNormalisation, batchNormalisationAndRelu } from './batch-normalisation.ts';

/** How many stages of which width, and how the first one strides. */
interface TowerPlan {
  readonly stem: { readonly kernel: number; readonly stride: number };
  readonly widths: readonly number[];
}

function planTower(size: number): TowerPlan {
  if (size <= 28) return { stem: { kernel: 5, stride: 2 }, widths: [16, 32, 64] };
  const stem = size <= 64 ? { kernel: 5, stride: 2 } : { kernel: 7, stride: 4 };
  return { stem, widths: [16, 32, 64, 128] };
}

/** @returns features `[batch, width of the last stage]` */
export function imageTower(
  image: tf.SymbolicTensor,
  size: number,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const { stem, widths } = planTower(size);
  const [, , , channels] = image.shape;
  let x = apply(tf.layers.rescaling({ name: 'rescale', scale: 1 / 127.5, offset: -1 }), image);
  let from = channels!;
  widths.forEach((width, stage) => {
    const { kernel, stride } = stage === 0 ? stem : { kernel: 3, stride: 2 };
    const name = stage === 0 ? 'stem' : `stage${stage + 1}_down`;
    x = normaliseAndRelu(convolve(x, { name, from, to: width, kernel, stride, seed: nextSeed() }), name);
    x = residualBlock(x, `stage${stage + 1}`, width, nextSeed);
    from = width;
  });
  return apply(tf.layers.globalAveragePooling2d({ name: 'image_features' }), x);
}

function residualBlock(
  x: tf.SymbolicTensor,
  name: string,
  width: number,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const options = { from: width, to: width, kernel: 3, stride: 1 };
  const first = `${name}_a`;
  const second = `${name}_b`;
  let y = normaliseAndRelu(convolve(x, { ...options, name: first, seed: nextSeed() }), first);
  // The block starts as the identity: its last scale is 0.
  const scaled = batchNormalisation({ name: `${second}_norm`, gamma: 'zeros' });
  y = apply(scaled, convolve(y, { ...options, name: second, seed: nextSeed() }));
  return relu(apply(tf.layers.add({ name: `${name}_add` }), [x, y]), name);
}

interface ConvolutionOptions {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride: number;
  readonly seed: number;
}

function convolve(
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

/** The layer's fused operation computes the gradient of its input in any case; nobody asks for that of an image. */
function skipInputGradient(layer: tf.layers.Layer, stride: number): void {
  const predict = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    if (kwargs['training'] !== true) return predict(inputs, kwargs);
    const image = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor4D;
    return tf.conv2d(image, layer.trainableWeights[0]!.read() as tf.Tensor4D, stride, 'same');
  };
}

function normaliseAndRelu(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  const layers = batchNormalisationAndRelu({ name: `${name}_norm`, gamma: 'ones' }, `${name}_relu`);
  return layers.reduce((x, layer) => apply(layer, x), x);
}

function relu(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  return apply(tf.layers.reLU({ name: `${name}_relu` }), x);
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}
