/** Moving averages that follow what a batch gives, as batch normalisation keeps them for prediction. */
import * as tf from '@tensorflow/tfjs';
import { tryKernel } from './own-kernels.ts';

/** An average and what it moves towards, of one shape. */
export interface Following {
  readonly average: tf.Tensor;
  readonly value: tf.Tensor;
}

/** Attributes of the kernel `MovingAverages`. */
export interface MovingAveragesAttrs {
  /** How much of an average stays. */
  readonly momentum: number;
}

/** `average * momentum + value * (1 - momentum)` of each, in one go; the caller assigns them. */
export function followed(all: readonly Following[], momentum: number): tf.Tensor[] {
  const inputs: tf.NamedTensorMap = {};
  all.forEach(({ average, value }, i) => {
    inputs[`average${i}`] = average;
    inputs[`value${i}`] = value;
  });
  return (
    tryKernel('movingAverages', inputs, { momentum }) ??
    all.map(({ average, value }) => tf.add(tf.mul(average, momentum), tf.mul(value, 1 - momentum)))
  );
}
