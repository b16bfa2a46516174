/**
 * The image part: a small network that starts with a strided convolution, so that it can be trained on a processor alone.
 * Every stage halves the side and doubles the width; global averages (`fuse`) make it indifferent to where in the image
 * something is. `residual` has a residual block in each stage (at 28 px about 120,000 weights and 3.6 million multiplications an
 * image), `light` convolutions that look at each channel by itself and then mix channels (Howard et al. 2017,
 * MobileNets: 11,000 weights and 370,000 multiplications).
 */
import * as tf from '@tensorflow/tfjs';
import type { ImageEncoder } from '../domain/index.ts';
import {
  apply,
  convolve,
  convolveDepthwise,
  normalise,
  normaliseAndRelu,
  relu,
} from './image-layers.ts';

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

/** @returns a map `[batch, height, width, width of the last stage]` */
export function imageTower(
  image: tf.SymbolicTensor,
  size: number,
  encoder: ImageEncoder,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const { stem, widths } = planTower(size);
  const [, , , channels] = image.shape;
  let x = apply(tf.layers.rescaling({ name: 'rescale', scale: 1 / 127.5, offset: -1 }), image);
  let from = channels!;
  widths.forEach((width, stage) => {
    const { kernel, stride } = stage === 0 ? stem : { kernel: 3, stride: 2 };
    const name = stage === 0 ? 'stem' : `stage${stage + 1}_down`;
    const block = `stage${stage + 1}`;
    const down = { from, to: width, stride };
    x =
      encoder === 'light' && stage > 0
        ? separableBlock(x, name, down, nextSeed)
        : normaliseAndRelu(convolve(x, { ...down, name, kernel, seed: nextSeed() }), name);
    x =
      encoder === 'light'
        ? separableBlock(x, block, { from: width, to: width, stride: 1 }, nextSeed)
        : residualBlock(x, block, width, nextSeed);
    from = width;
  });
  return x;
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
  y = normalise(convolve(y, { ...options, name: second, seed: nextSeed() }), second, 'zeros');
  return relu(apply(tf.layers.add({ name: `${name}_add` }), [x, y]), name);
}

/** A 3 x 3 filter for each channel, then a mixture of the channels at each place. */
function separableBlock(
  x: tf.SymbolicTensor,
  name: string,
  { from, to, stride }: { readonly from: number; readonly to: number; readonly stride: number },
  nextSeed: () => number,
): tf.SymbolicTensor {
  const [alone, mixed] = [`${name}_depthwise`, `${name}_pointwise`];
  const y = convolveDepthwise(x, { name: alone, kernel: 3, stride, seed: nextSeed() });
  const mixture = { name: mixed, from, to, kernel: 1, stride: 1, seed: nextSeed() };
  return normaliseAndRelu(convolve(normaliseAndRelu(y, alone), mixture), mixed);
}
