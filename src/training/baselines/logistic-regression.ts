/**
 * Logistic regression with an L2 penalty, fitted by L-BFGS (Liu and Nocedal 1989). In plain TypeScript and not on the
 * backend, so that what a run has to beat does not depend on the machine. The objective is scikit-learn's.
 */
import { outputWidth, type Target } from '../../domain/index.ts';
import { nextTask } from '../event-loop.ts';
import type { Features } from './features.ts';
import { lbfgs } from './lbfgs.ts';

export interface LogisticRegression {
  /** `[outputs, width + 1]`: the weights of each output, then its intercept. */
  readonly weights: Float64Array;
  readonly outputs: number;
}

interface Options {
  /** Inverse strength of the penalty, scikit-learn's `C`: the sum of the losses counts this much. */
  readonly c: number;
  readonly iterations: number;
}

/**
 * @param labels `[rows, labelWidth]`, -1 where missing: those learn nothing
 * @throws AbortError between iterations when the signal is aborted
 */
export async function fitLogisticRegression(
  features: Features,
  labels: Int32Array,
  target: Target,
  { c, iterations }: Options,
  signal?: AbortSignal,
): Promise<LogisticRegression> {
  const outputs = outputWidth(target);
  const { rows, width } = features;
  const stride = width + 1;
  const logits = new Float64Array(rows * outputs);
  const objective = (weights: Float64Array, gradient: Float64Array): number => {
    score(features, weights, outputs, logits);
    let value = c * toErrors(logits, labels, target);
    for (let k = 0; k < outputs; k++) {
      const [from, to] = [k * stride, k * stride + width];
      const slope = gradient.subarray(from, from + stride);
      slope.fill(0);
      features.addTransposed(logits, k, outputs, slope);
      let intercept = 0;
      for (let row = 0; row < rows; row++) intercept += logits[row * outputs + k]!;
      for (let i = from; i < to; i++) {
        gradient[i] = c * gradient[i]! + weights[i]!;
        value += (weights[i]! * weights[i]!) / 2;
      }
      gradient[to] = c * intercept;
    }
    return value;
  };
  const weights = new Float64Array(outputs * stride);
  for (const _ of lbfgs(objective, weights, iterations)) {
    await nextTask();
    signal?.throwIfAborted();
  }
  return { weights, outputs };
}

/** `[rows, classes]` in the form of a model's probabilities. */
export function predictLogisticRegression(
  features: Features,
  { weights, outputs }: LogisticRegression,
  target: Target,
): Float32Array {
  const logits = new Float64Array(features.rows * outputs);
  score(features, weights, outputs, logits);
  if (target.kind === 'multi-label') return Float32Array.from(logits, sigmoid);
  if (target.kind === 'binary')
    return Float32Array.from({ length: logits.length * 2 }, (_, i) =>
      sigmoid(i % 2 === 1 ? logits[i >> 1]! : -logits[i >> 1]!),
    );
  for (let row = 0; row < features.rows; row++)
    softmax(logits.subarray(row * outputs, (row + 1) * outputs));
  return Float32Array.from(logits);
}

function score(features: Features, weights: Float64Array, outputs: number, logits: Float64Array): void {
  const stride = features.width + 1;
  for (let k = 0; k < outputs; k++)
    features.multiply(weights.subarray(k * stride, (k + 1) * stride), logits, k, outputs);
}

/** Puts the loss's slopes in place of the logits, and returns the sum of the losses. */
function toErrors(logits: Float64Array, labels: Int32Array, target: Target): number {
  if (target.kind === 'multi-label' || target.kind === 'binary') {
    let loss = 0;
    for (let i = 0; i < logits.length; i++) {
      const [logit, label] = [logits[i]!, labels[i]!];
      // ln(1 + e^x) without overflow, less x where the truth is yes.
      if (label >= 0)
        loss += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - label * logit;
      logits[i] = label < 0 ? 0 : sigmoid(logit) - label;
    }
    return loss;
  }
  let loss = 0;
  const classes = target.classes.length;
  for (let row = 0; row < labels.length; row++) {
    const of = logits.subarray(row * classes, (row + 1) * classes);
    const label = labels[row]!;
    if (label < 0) {
      of.fill(0);
      continue;
    }
    const before = of[label]!;
    loss += softmax(of) - before;
    of[label]!--;
  }
  return loss;
}

/** In place; returns the logarithm of the sum of the exponentials. */
function softmax(logits: Float64Array): number {
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) {
    logits[k] = Math.exp(logits[k]! - largest);
    sum += logits[k]!;
  }
  for (let k = 0; k < logits.length; k++) logits[k]! /= sum;
  return largest + Math.log(sum);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
