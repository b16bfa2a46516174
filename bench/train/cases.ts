/** What is trained: the same networks, weights, batches and steps for all contestants. */
import type { ModelShape } from '../../src/domain/index.ts';

export const caseNames = ['a', 'b', 'c', 'd', 'e'] as const;
export type CaseName = (typeof caseNames)[number];

/** Hyperparameters of the optimiser: plain gradient descent, or AdamW with clipping as the default recipe has it. */
export type Optimiser =
  | { readonly kind: 'sgd'; readonly learningRate: number }
  | {
      readonly kind: 'adamw';
      readonly learningRate: number;
      readonly weightDecay: number;
      readonly clipNorm: number;
    };

/** One array in `problem.bin`. */
export interface ArrayEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** In bytes. */
  readonly offset: number;
}

/**
 * `problem.json`, which stands beside `problem.bin` with all arrays as little-endian float32: `image`
 * `[batches * batch, size, size, 1]`, `text` `[batches * batch, buckets]`, `target` `[batches * batch, outputs]`,
 * `mask` (of dropout) `[masks * batch, width]`, and the initial weights as `weight/<name>`.
 */
export interface Problem {
  readonly name: CaseName;
  readonly title: string;
  readonly batch: number;
  /** How many batches there are; step n learns from batch n modulo this. */
  readonly batches: number;
  /** How many dropout masks there are, one a step; 0 where there is no dropout. */
  readonly masks: number;
  /** Null for the MNIST ConvNet, which is no model of the program's. */
  readonly shape: ModelShape | null;
  readonly optimiser: Optimiser;
  readonly arrays: readonly ArrayEntry[];
}

/** Losses are compared after these steps. */
export const comparedSteps = [1, 10, 50] as const;
export const lastComparedStep = 50;

/** A loss is read after so many steps, as the program's own loop does, so that a GPU's queue stays short. */
export const stepsBetweenReads = 8;
