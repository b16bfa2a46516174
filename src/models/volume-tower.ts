/**
 * The image part of a model that sees volumes: the residual network for pictures with convolutions in three directions, half as wide,
 * so that it can still be trained on a processor alone (at 28 px about 90,000 weights and 20 million multiplications a volume, at 64 px
 * with a coarser first layer about as many). Between convolutions the slices lie one below the other, which is how the
 * library normalises them.
 */
import * as tf from '@tensorflow/tfjs';
import { apply, normalise, normaliseAndRelu, relu, type ConvolutionOptions } from './image-layers.ts';
import { volumeConvolution } from './volume-convolution.ts';

/** A map whose slices lie one below the other: `[batch, depth * side, side, channels]`. */
interface SliceMap {
  readonly x: tf.SymbolicTensor;
  /** Of a cube. */
  readonly side: number;
  readonly channels: number;
}

const widths = [8, 16, 32, 64] as const;

/**
 * @param volume `[batch, size, size, size, channels]`
 * @returns a map `[batch, depth * height, width, channels of the last stage]`
 */
export function volumeTower(
  volume: tf.SymbolicTensor,
  size: number,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const stem = size <= 28 ? { kernel: 3, stride: 2 } : { kernel: 5, stride: 4 };
  const channels = volume.shape.at(-1)!;
  const rescale = tf.layers.rescaling({ name: 'rescale', scale: 1 / 127.5, offset: -1 });
  const rows = tf.layers.reshape({ name: 'slices', targetShape: [size * size, size, channels] });
  let map: SliceMap = { x: apply(rows, apply(rescale, volume)), side: size, channels };
  for (const [stage, to] of widths.slice(0, size <= 28 ? 3 : 4).entries()) {
    const name = stage === 0 ? 'stem' : `stage${stage + 1}_down`;
    const down = stage === 0 ? stem : { kernel: 3, stride: 2 };
    const smaller = convolve(map, { ...down, name, to, seed: nextSeed() });
    map = residualBlock(
      { ...smaller, x: normaliseAndRelu(smaller.x, name) },
      `stage${stage + 1}`,
      nextSeed,
    );
  }
  return map.x;
}

function residualBlock(map: SliceMap, name: string, nextSeed: () => number): SliceMap {
  const options = { to: map.channels, kernel: 3, stride: 1 };
  const [first, second] = [`${name}_a`, `${name}_b`];
  const a = convolve(map, { ...options, name: first, seed: nextSeed() });
  const b = convolve(
    { ...a, x: normaliseAndRelu(a.x, first) },
    { ...options, name: second, seed: nextSeed() },
  );
  // The block starts as the identity: its last scale is 0.
  const changed = normalise(b.x, second, 'zeros');
  return { ...map, x: relu(apply(tf.layers.add({ name: `${name}_add` }), [map.x, changed]), name) };
}

function convolve(
  { x, side, channels: from }: SliceMap,
  { name, ...options }: Omit<ConvolutionOptions, 'from'>,
): SliceMap {
  const cube = tf.layers.reshape({
    name: `${name}_volume`,
    targetShape: [side, side, side, from],
  });
  const convolution = volumeConvolution({ ...options, name: `${name}_conv`, from });
  const smaller = Math.ceil(side / options.stride);
  const slices = tf.layers.reshape({
    name: `${name}_slices`,
    targetShape: [smaller * smaller, smaller, options.to],
  });
  return {
    x: apply(slices, apply(convolution, apply(cube, x))),
    side: smaller,
    channels: options.to,
  };
}
