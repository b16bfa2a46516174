/** AdamW with clipping by the global norm in plain TensorFlow.js operations, for the library as it is shipped. */
import * as tf from '@tensorflow/tfjs';
import type { Optimiser } from './cases.ts';

type Options = Extract<Optimiser, { kind: 'adamw' }>;

const [beta1, beta2, epsilon] = [0.9, 0.99, 1e-8];

/** @returns moves the variables by their gradients (by `Variable.name`); steps count from 1 */
export function plainAdamW(
  weights: readonly { readonly variable: tf.Variable; readonly decays: boolean }[],
  { learningRate, weightDecay, clipNorm }: Options,
): (gradients: tf.NamedTensorMap, step: number) => void {
  const slots = weights.map((weight) => ({
    ...weight,
    m: tf.variable(tf.zeros(weight.variable.shape), false),
    v: tf.variable(tf.zeros(weight.variable.shape), false),
  }));
  return (gradients, step) => {
    const squares = slots.map(({ variable }) => tf.sum(tf.square(gradients[variable.name]!)));
    const shrink = tf.minimum(1, tf.div(clipNorm, tf.add(tf.sqrt(tf.addN(squares)), 1e-6)));
    for (const { variable, decays, m, v } of slots) {
      const gradient = tf.mul(gradients[variable.name]!, shrink);
      m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)));
      v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
      const deviation = tf.add(tf.sqrt(tf.div(v, 1 - beta2 ** step)), epsilon);
      const change = tf.mul(tf.div(m, deviation), learningRate / (1 - beta1 ** step));
      variable.assign(
        tf.sub(decays ? tf.mul(variable, 1 - learningRate * weightDecay) : variable, change),
      );
    }
  };
}
