/**
 * What a batch is to be: targets, and how much each of them counts. Missing labels, padding, class weights and the
 * division by the batch are all in the weights, made here with plain numbers, so that the loss itself is one sum.
 */
import * as tf from '@tensorflow/tfjs';
import { isCumulative, labelWidth, outputWidth, type Recipe, type Target } from '../domain/index.ts';

export type LossOptions = Pick<Recipe['training'], 'classWeights' | 'labelSmoothing'>;

export interface BatchTargets {
  /** `[batch, outputs]`: 0 to 1. */
  readonly targets: Float32Array;
  /** Softmax and binary: `[batch]`; else `[batch, outputs]`. The loss is the sum of the weighted parts. */
  readonly weights: Float32Array;
}

/** A rare finding's positives count at most this many times, or a handful of images would decide everything. */
const largestPositiveWeight = 10;

/** Whether outputs are independent yes-or-no answers (binary, multi-label, cumulative) or exclude one another. */
export function usesSigmoid(target: Target, outputs: number): boolean {
  return target.kind === 'binary' || target.kind === 'multi-label' || isCumulative(target, outputs);
}

/**
 * The weight of each class. Binary, multi-class, ordinal: `samples / (classes * count)`, whose average over the samples
 * is 1. Multi-label: how often positives count for negatives' once, `negatives / positives` from 1 to 10. With
 * `square-root` the roots of these (rescaled to average 1 where classes exclude one another). Places of options all weigh 1.
 * @param rows of the training split
 */
export function classWeights(
  target: Target,
  labels: Int32Array,
  rows: ArrayLike<number>,
  kind: LossOptions['classWeights'],
): Float32Array {
  const classes = target.classes.length;
  const width = labelWidth(target);
  const counts = new Float64Array(classes);
  const known = new Float64Array(classes);
  for (let i = 0; i < rows.length; i++) {
    for (let c = 0; c < width; c++) {
      const label = labels[rows[i]! * width + c]!;
      if (label < 0) continue;
      if (target.kind === 'multi-label') {
        known[c]!++;
        counts[c]! += label;
      } else counts[label]!++;
    }
  }
  const weights = new Float32Array(classes).fill(1);
  if (kind === 'none' || target.kind === 'choice') return weights;
  if (target.kind === 'multi-label') {
    return weights.map((_, c) => {
      const ratio = counts[c]! > 0 ? (known[c]! - counts[c]!) / counts[c]! : 1;
      const weight = Math.min(largestPositiveWeight, Math.max(1, ratio));
      return kind === 'balanced' ? weight : Math.sqrt(weight);
    });
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const raw = Array.from(counts, (count) => {
    const weight = count > 0 ? total / (classes * count) : 0;
    return kind === 'balanced' ? weight : Math.sqrt(weight);
  });
  const average = raw.reduce((sum, weight, c) => sum + weight * counts[c]!, 0) / total;
  return weights.map((_, c) => raw[c]! / average);
}

/**
 * Targets and weights of a batch.
 * @param rows of the batch, with those that only fill it up at the end
 * @param real how many of the rows count
 * @param outputs of the model
 */
export function batchTargets(
  target: Target,
  labels: Int32Array,
  rows: ArrayLike<number>,
  real: number,
  weightOf: Float32Array,
  smoothing: number,
  outputs = outputWidth(target),
): BatchTargets {
  const cumulative = isCumulative(target, outputs);
  const multiLabel = target.kind === 'multi-label';
  const targets = new Float32Array(rows.length * outputs);
  const weights = new Float32Array(rows.length * (multiLabel || cumulative ? outputs : 1));
  for (let i = 0; i < rows.length; i++) {
    const counts = i < real;
    if (multiLabel) {
      for (let c = 0; c < outputs; c++) {
        const label = labels[rows[i]! * outputs + c]!;
        const at = i * outputs + c;
        targets[at] = smooth(label, smoothing, 2);
        weights[at] = counts && label >= 0 ? (label === 1 ? weightOf[c]! : 1) / (real * outputs) : 0;
      }
      continue;
    }
    const label = labels[rows[i]!]!;
    const weight = counts && label >= 0 ? weightOf[label]! / real : 0;
    if (cumulative) {
      weights.fill(weight, i * outputs, (i + 1) * outputs);
      for (let step = 0; step < outputs; step++)
        targets[i * outputs + step] = smooth(label > step ? 1 : 0, smoothing, 2);
      continue;
    }
    weights[i] = weight;
    if (target.kind === 'binary') targets[i] = smooth(label, smoothing, 2);
    else {
      for (let c = 0; c < outputs; c++) {
        // Of a choice, some places may have no option, which no share of probability is to be given to.
        const given = target.kind === 'choice' ? 0 : smoothing;
        targets[i * outputs + c] = smooth(c === label ? 1 : 0, given, outputs);
      }
    }
  }
  return { targets, weights };
}

/** Moves a 0 or 1 a little towards all classes being equally likely. */
function smooth(value: number, smoothing: number, classes: number): number {
  return Math.max(0, value) * (1 - smoothing) + smoothing / classes;
}

/** The loss of logits `[batch, outputs]` as a scalar: softmax or sigmoid cross-entropy. */
export function crossEntropy(
  target: Target,
  logits: tf.Tensor,
  targets: tf.Tensor,
  weights: tf.Tensor,
): tf.Scalar {
  const loss = usesSigmoid(target, logits.shape.at(-1)!)
    ? tf.losses.sigmoidCrossEntropy
    : tf.losses.softmaxCrossEntropy;
  return loss(targets, logits, weights, 0, tf.Reduction.SUM);
}

/**
 * The plain loss of predictions, without smoothing and class weights: the mean of -ln(probability of what is true) over
 * all known labels. Null where there is none.
 * @param probabilities `[rows, classes]`
 * @param labels of the same rows, `[rows, labelWidth]`
 */
export function logLoss(target: Target, probabilities: Float32Array, labels: Int32Array): number | null {
  const classes = target.classes.length;
  const width = labelWidth(target);
  let sum = 0;
  let known = 0;
  labels.forEach((label, i) => {
    if (label < 0) return;
    const row = Math.floor(i / width);
    const said =
      target.kind !== 'multi-label'
        ? probabilities[row * classes + label]!
        : label === 1
          ? probabilities[i]!
          : 1 - probabilities[i]!;
    sum -= Math.log(Math.max(said, 1e-7));
    known++;
  });
  return known === 0 ? null : sum / known;
}
