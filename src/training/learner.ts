/** A model in training: its variables, its optimiser, and one step of both. Everything here lives on the backend. */
import * as tf from '@tensorflow/tfjs';
import { seededRandom, type CompleteRecipe, type NamedArray, type Target } from '../domain/index.ts';
import { submitStep } from '../kernels/index.ts';
import {
  classifierParts,
  isOfHead,
  setWeights,
  trainableVariables,
  weightsOf,
} from '../models/index.ts';
import { createAdamW } from './adamw.ts';
import { crossEntropy, type BatchTargets } from './losses.ts';

export interface LearnerState {
  readonly weights: readonly NamedArray[];
  readonly optimiser: readonly NamedArray[];
}

export interface Learner {
  /**
   * Learns from one batch and disposes its inputs.
   * @param step of the whole run, from 0
   * @returns the loss, to be disposed by the caller
   */
  learn(inputs: tf.Tensor[], batch: BatchTargets, step: number, learningRate: number): tf.Scalar;
  state(): Promise<LearnerState>;
  restore(state: LearnerState): void;
  /** Disposes all but the model. */
  dispose(): void;
}

export function createLearner(model: tf.LayersModel, target: Target, recipe: CompleteRecipe): Learner {
  const { features, head, width } = classifierParts(model);
  // A frozen encoder normalises as it does once it is trained.
  const isFrozen = recipe.model.start?.train === 'head';
  const all = [...trainableVariables(model)];
  const byName = new Map(isFrozen ? all.filter(([name]) => isOfHead(name)) : all);
  const variables = [...byName.values()];
  const optimiser = createAdamW(byName, recipe.training);
  const { dropout } = recipe.model;
  return {
    learn: (inputs, { targets, weights }, step, learningRate) => {
      const rows = inputs[0]!.shape[0];
      const outputs = targets.length / rows;
      const loss = tf.tidy(() => {
        const wanted = tf.tensor(targets, [rows, outputs]);
        const counting = tf.tensor(
          weights,
          weights.length === targets.length ? [rows, outputs] : [rows],
        );
        const { value, grads } = tf.variableGrads(() => {
          const [seen, ...rest] = features(inputs, !isFrozen);
          const kept =
            dropout > 0 ? tf.mul(seen, dropoutMask(rows, width, dropout, recipe.seed, step)) : seen;
          return crossEntropy(target, head(kept, ...rest), wanted, counting);
        }, variables);
        optimiser.apply(grads, step + 1, learningRate);
        return value;
      });
      tf.dispose(inputs);
      submitStep();
      return loss;
    },
    state: async () => ({ weights: await weightsOf(model), optimiser: await optimiser.state() }),
    restore: (state) => {
      setWeights(model, state.weights);
      optimiser.restore(state.optimiser);
    },
    // The cut model owns no weights of its own: they go with the model.
    dispose: () => optimiser.dispose(),
  };
}

/** Zeros for what is dropped; the rest is raised so that the expected sum stays. Another mask in every step. */
export function dropoutMask(
  rows: number,
  width: number,
  rate: number,
  seed: number,
  step: number,
): tf.Tensor2D {
  const random = seededRandom(seed, 'dropout', step);
  const mask = Float32Array.from({ length: rows * width }, () => (random() < rate ? 0 : 1 / (1 - rate)));
  return tf.tensor2d(mask, [rows, width]);
}
