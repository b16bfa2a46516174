/** What a model in training says of the validation split. */
import type * as tf from '@tensorflow/tfjs';
import { labelWidth, type Split, type Target } from '../domain/index.ts';
import { aucAndAcc } from '../evaluation/index.ts';
import { logLoss } from './losses.ts';
import { predict } from './predict.ts';
import { pickSamples, type Samples } from './samples.ts';

export interface Validation {
  /** Null where there is no labelled validation sample. */
  readonly valLoss: number | null;
  /** Null where it is not defined. */
  readonly valAuc: number | null;
  /** `[watched rows, classes]`. */
  readonly watched: Float32Array;
}

/** @param watched rows that are among those of the validation split */
export async function validate(
  model: tf.LayersModel,
  input: Samples & {
    readonly target: Target;
    readonly labels: Int32Array;
    readonly rows: Readonly<Record<Split, Int32Array>>;
  },
  watched: Int32Array,
  batch: number,
  signal: AbortSignal,
): Promise<Validation> {
  const { target } = input;
  const rows = input.rows.val;
  if (rows.length === 0) return { valLoss: null, valAuc: null, watched: new Float32Array(0) };
  const probabilities = await predict(model, target, { ...pickSamples(input), rows }, batch, signal);
  const labels = labelsOf(target, input.labels, rows);
  const valLoss = logLoss(target, probabilities, labels);
  const classes = target.classes.length;
  const said = new Float32Array(watched.length * classes);
  watched.forEach((row, i) => {
    const place = rows.indexOf(row);
    said.set(probabilities.subarray(place * classes, (place + 1) * classes), i * classes);
  });
  // Probabilities that are no numbers have no ranks; the loss tells of them.
  const isFinite = valLoss !== null && Number.isFinite(valLoss);
  const valAuc = isFinite ? aucAndAcc({ target, labels, probabilities }).auc : null;
  return { valLoss, valAuc, watched: said };
}

/** The labels of some rows of the table, `[rows, labelWidth]`. */
export function labelsOf(target: Target, labels: Int32Array, rows: Int32Array): Int32Array {
  const width = labelWidth(target);
  const chosen = new Int32Array(rows.length * width);
  rows.forEach((row, i) => chosen.set(labels.subarray(row * width, (row + 1) * width), i * width));
  return chosen;
}
