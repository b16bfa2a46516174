/**
 * AdamW (Loshchilov and Hutter): Adam whose weight decay is taken from the weights and not added to the gradient. The
 * library has only Adam. Gradients are clipped by their global norm first, as PyTorch's `clip_grad_norm_` does.
 */
import * as tf from '@tensorflow/tfjs';
import type { NamedArray } from '../domain/index.ts';
import { stepAdamW } from '../kernels/index.ts';

export interface AdamWOptions {
  /** Share of the weight, times the learning rate, that a step takes away. */
  readonly weightDecay: number;
  /** Largest global norm of the gradients. */
  readonly clipNorm: number;
}

export interface AdamW {
  /**
   * Moves the variables.
   * @param gradients by the variables' own names (`Variable.name`), as `tf.variableGrads` gives them
   * @param step from 1, for the bias correction
   */
  apply(gradients: tf.NamedTensorMap, step: number, learningRate: number): void;
  /** The moments, named `m/<variable>` and `v/<variable>`. */
  state(): Promise<NamedArray[]>;
  /** @throws RangeError where a moment is missing */
  restore(state: readonly NamedArray[]): void;
  dispose(): void;
}

const beta1 = 0.9;
// With the few hundred steps of a run, the usual 0.999 would remember the first gradients until the end.
const beta2 = 0.99;
const epsilon = 1e-8;

interface Slot {
  readonly name: string;
  readonly variable: tf.Variable;
  /** Moving averages of the gradient and of its square. */
  readonly m: tf.Variable;
  readonly v: tf.Variable;
}

/** @param variables by the names of `weightsOf`; decay is for kernels only, not for biases and normalisation */
export function createAdamW(
  variables: ReadonlyMap<string, tf.Variable>,
  { weightDecay, clipNorm }: AdamWOptions,
): AdamW {
  const slots = [...variables].map(([name, variable]): Slot => {
    const zeros = () => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
    return { name, variable, m: zeros(), v: zeros() };
  });
  return {
    apply: (gradients, step, learningRate) => {
      const moves = slots.map(({ name, variable, m, v }) => ({
        ...{ weight: variable, gradient: gradients[variable.name]!, m, v },
        decay: name.endsWith('/kernel') ? 1 - learningRate * weightDecay : 1,
      }));
      stepAdamW(moves, {
        ...{ clipNorm, beta1, beta2, epsilon },
        deviationFactor: 1 / Math.sqrt(1 - beta2 ** step),
        rate: learningRate / (1 - beta1 ** step),
      });
    },
    state: async () => {
      const moments = slots.flatMap(({ name, m, v }) => [
        { name: `m/${name}`, tensor: m },
        { name: `v/${name}`, tensor: v },
      ]);
      return Promise.all(
        moments.map(async ({ name, tensor }) => ({
          name,
          shape: tensor.shape,
          data: Float32Array.from(await tensor.data()),
        })),
      );
    },
    restore: (state) => {
      const byName = new Map(state.map((array) => [array.name, array]));
      const assign = (variable: tf.Variable, name: string) => {
        const array = byName.get(name);
        if (array === undefined) throw new RangeError(`the optimiser's state has no ${name}`);
        tf.tidy(() => variable.assign(tf.tensor(array.data, variable.shape)));
      };
      for (const { name, m, v } of slots) {
        assign(m, `m/${name}`);
        assign(v, `v/${name}`);
      }
    },
    dispose: () => {
      for (const { m, v } of slots) tf.dispose([m, v]);
    },
  };
}
