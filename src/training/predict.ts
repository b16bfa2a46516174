/** Probabilities of a trained model, in batches of one size (GPU backends keep memory for every size that they ever saw). */
import * as tf from '@tensorflow/tfjs';
import { isCumulative, type Target } from '../domain/index.ts';
import { usesSigmoid } from './losses.ts';
import { plainInputs, type Samples } from './samples.ts';

/**
 * What a model says of the given rows.
 * @param batch rows at once; the last batch is filled up
 * @returns `[rows, classes]`: binary as two columns `1 - p, p`, multi-label one probability a class, else a distribution
 * @throws AbortError between batches when the signal is aborted
 */
export async function predict(
  model: tf.LayersModel,
  target: Target,
  { rows, ...samples }: Samples & { readonly rows: ArrayLike<number> },
  batch: number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const classes = target.classes.length;
  const outputs = model.outputs[0]!.shape.at(-1)!;
  const probabilities = new Float32Array(rows.length * classes);
  for (let start = 0; start < rows.length; start += batch) {
    signal?.throwIfAborted();
    const count = Math.min(batch, rows.length - start);
    const batchRows = Int32Array.from(
      { length: batch },
      (_, i) => rows[start + Math.min(i, count - 1)]!,
    );
    const inputs = await plainInputs(model, samples, batchRows);
    const logits = tf.tidy(() => model.apply(inputs) as tf.Tensor);
    try {
      const values = (await logits.data()).subarray(0, count * outputs);
      probabilities.set(toProbabilities(target, values, outputs), start * classes);
    } finally {
      tf.dispose([inputs, logits]);
    }
  }
  return probabilities;
}

/** Logits `[rows, outputs]` to `[rows, classes]`. */
export function toProbabilities(
  target: Target,
  logits: ArrayLike<number>,
  outputs: number,
): Float32Array {
  const classes = target.classes.length;
  if (target.kind === 'binary') {
    return Float32Array.from({ length: logits.length * 2 }, (_, i) =>
      sigmoid(i % 2 === 1 ? logits[i >> 1]! : -logits[i >> 1]!),
    );
  }
  if (isCumulative(target, outputs)) return differences(logits, outputs);
  if (usesSigmoid(target, outputs)) return Float32Array.from(logits, sigmoid);
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = Array.from({ length: classes }, (_, c) => logits[start + c]!);
    const largest = Math.max(...row);
    const powers = row.map((logit) => Math.exp(logit - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    powers.forEach((power, c) => (probabilities[start + c] = power / sum));
  }
  return probabilities;
}

/** How probable each class is, from how probable it is that the true one comes after each. */
function differences(logits: ArrayLike<number>, steps: number): Float32Array {
  const classes = steps + 1;
  const probabilities = new Float32Array((logits.length / steps) * classes);
  for (let row = 0; row * steps < logits.length; row++) {
    let before = 1;
    for (let step = 0; step < steps; step++) {
      // Thresholds that training has not yet put in order give a class in between nothing.
      const after = Math.min(before, sigmoid(logits[row * steps + step]!));
      probabilities[row * classes + step] = before - after;
      before = after;
    }
    probabilities[row * classes + steps] = before;
  }
  return probabilities;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
