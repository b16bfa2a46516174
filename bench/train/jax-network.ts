/** What jax-js's networks have in common. An array is used up by what is done with it; `.ref` is another use. */
import { numpy as np, type Array } from '@jax-js/jax';
import type { LoadedProblem } from './worker-loop.ts';

export type Weights = Record<string, Array>;

export interface JaxNetwork {
  readonly weightsOf: (problem: LoadedProblem) => Weights;
  /** What a step learns from. */
  readonly batchOf: (problem: LoadedProblem, step: number) => Record<string, Array>;
  readonly lossOf: (weights: Weights, batch: Record<string, Array>) => Array;
}

export function dense(x: Array, weights: Weights, name: string): Array {
  return np.dot(x, weights[`${name}/kernel`]!).add(weights[`${name}/bias`]!);
}
