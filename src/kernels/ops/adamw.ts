/** One step of AdamW over all weights, with clipping by the global norm of the gradients. */
import * as tf from '@tensorflow/tfjs';
import { tryKernel } from './own-kernels.ts';

/** A weight, its gradient, and the moving averages of the gradient and of its square. */
export interface AdamWMove {
  readonly weight: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly m: tf.Variable;
  readonly v: tf.Variable;
  /** What the weight is multiplied with before it moves. */
  readonly decay: number;
}

export interface AdamWStep {
  /** Largest global norm of the gradients. */
  readonly clipNorm: number;
  /** How much of a moving average stays. */
  readonly beta1: number;
  readonly beta2: number;
  /** Where v counts: the root of what corrects it for its start from 0. */
  readonly deviationFactor: number;
  readonly epsilon: number;
  /** Learning rate, m's correction included. */
  readonly rate: number;
}

/** Attributes of the kernel `AdamW`. */
export interface AdamWAttrs extends AdamWStep {
  readonly decays: readonly number[];
}

/** `weight * decay - rate * m / (deviationFactor * sqrt(v) + epsilon)`, the averages and the weights assigned. */
export function stepAdamW(moves: readonly AdamWMove[], step: AdamWStep): void {
  tf.tidy(() => {
    const inputs: tf.NamedTensorMap = {};
    moves.forEach(({ weight, gradient, m, v }, i) => {
      for (const [name, tensor] of Object.entries({ weight, gradient, m, v }))
        inputs[`${name}${i}`] = tensor;
    });
    const attrs = { ...step, decays: moves.map(({ decay }) => decay) };
    const moved = tryKernel('adamW', inputs, attrs);
    if (moved === null) {
      compose(moves, step);
      return;
    }
    moves.forEach(({ weight, m, v }, i) => {
      [weight, m, v].forEach((variable, j) => variable.assign(moved[3 * i + j]!));
    });
  });
}

function compose(moves: readonly AdamWMove[], step: AdamWStep): void {
  const { beta1, beta2, deviationFactor, epsilon, rate } = step;
  const shrink = clipFactor(
    moves.map(({ gradient }) => gradient),
    step.clipNorm,
  );
  for (const { weight, gradient, m, v, decay } of moves) {
    const clipped = tf.mul(gradient, shrink);
    m.assign(tf.add(tf.mul(m, beta1), tf.mul(clipped, 1 - beta1)));
    v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(clipped), 1 - beta2)));
    const deviation = tf.add(tf.mul(tf.sqrt(v), deviationFactor), epsilon);
    const change = tf.mul(tf.div(m, deviation), rate);
    weight.assign(tf.sub(decay === 1 ? weight : tf.mul(weight, decay), change));
  }
}

/** What gradients are multiplied with so that their global norm is at most `largest`: a scalar that stays on its device. */
export function clipFactor(gradients: readonly tf.Tensor[], largest: number): tf.Tensor {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  return tf.minimum(1, tf.div(largest, tf.add(norm, 1e-6)));
}
