/**
 * How several inputs come together. `concatenation` puts their features side by side; `gate` first weighs each feature by what all
 * of them say (Miech et al. 2017, Learnable pooling with context gating); `film` lets the others scale and shift what the
 * first sees (Perez et al. 2018, FiLM): the channels of an image's map, before they are averaged.
 */
import * as tf from '@tensorflow/tfjs';
import type { Fusion } from '../domain/index.ts';
import { apply, convolve, normalise, relu } from './image-layers.ts';

/** What there is to be joined: `image` is a map `[batch, height, width, channels]`, the others are `[batch, width]`. */
export interface Parts {
  readonly image: tf.SymbolicTensor | null;
  readonly others: readonly tf.SymbolicTensor[];
}

/** @returns features `[batch, width]` */
export function fuse({ image, others }: Parts, kind: Fusion, nextSeed: () => number): tf.SymbolicTensor {
  const seen =
    kind === 'film' && image !== null && others.length > 0
      ? modulateMap(image, concatenate(others, 'film_condition'), nextSeed)
      : image;
  const pooled =
    seen === null ? [] : [apply(tf.layers.globalAveragePooling2d({ name: 'image_features' }), seen)];
  const [first, ...rest] = [...pooled, ...others];
  if (rest.length === 0) return first!;
  if (kind === 'film' && image === null) {
    const condition = concatenate(rest, 'film_condition');
    return concatenate([modulate(first!, condition, nextSeed), ...rest], 'fusion');
  }
  const joined = concatenate([first!, ...rest], 'fusion');
  if (kind !== 'gate') return joined;
  const gate = tf.layers.dense({
    name: 'fusion_gate',
    units: joined.shape.at(-1)!,
    activation: 'sigmoid',
    kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
  });
  return apply(tf.layers.multiply({ name: 'fusion_gated' }), [joined, apply(gate, joined)]);
}

/** A residual block whose normalised channels are modulated. */
function modulateMap(
  map: tf.SymbolicTensor,
  condition: tf.SymbolicTensor,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const channels = map.shape.at(-1)!;
  const name = 'film_block';
  // Slices that lie one below the other are no neighbours across their edges.
  const kernel = map.shape[1] === map.shape[2] ? 3 : 1;
  const options = { name, from: channels, to: channels, kernel, stride: 1, seed: nextSeed() };
  const changed = modulate(normalise(convolve(map, options), name), condition, nextSeed);
  return apply(tf.layers.add({ name: `${name}_add` }), [map, relu(changed, name)]);
}

/** `x * (1 + scale) + shift`, both linear in the condition. They start small, so that the others are heard from the first step. */
function modulate(
  x: tf.SymbolicTensor,
  condition: tf.SymbolicTensor,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const channels = x.shape.at(-1)!;
  const [scale, shift] = (['film_scale', 'film_shift'] as const).map((name) => {
    const kernelInitializer = tf.initializers.glorotUniform({ seed: nextSeed() });
    const values = apply(tf.layers.dense({ name, units: channels, kernelInitializer }), condition);
    if (x.shape.length === 2) return values;
    return apply(tf.layers.reshape({ name: `${name}_map`, targetShape: [1, 1, channels] }), values);
  });
  const scaled = apply(tf.layers.multiply({ name: 'film_scaled' }), [x, scale!]);
  return apply(tf.layers.add({ name: 'film' }), [x, scaled, shift!]);
}

function concatenate(parts: readonly tf.SymbolicTensor[], name: string): tf.SymbolicTensor {
  return parts.length === 1 ? parts[0]! : apply(tf.layers.concatenate({ name }), [...parts]);
}
