/** What the layer before the head says of samples, and which of them are alike by it. */
import * as tf from '@tensorflow/tfjs';
import { classifierParts } from '../models/index.ts';
import { plainInputs, type Samples } from '../training/index.ts';

/**
 * Embeds rows; yields how many are done.
 * @param batch rows at once; the last batch is filled up
 * @returns `values` `[rows, width]`
 * @throws AbortError between batches when the signal is aborted
 */
export async function* embed(
  model: tf.LayersModel,
  samples: Samples,
  rows: Int32Array,
  batch: number,
  signal: AbortSignal,
): AsyncGenerator<number, { readonly width: number; readonly values: Float32Array }, void> {
  const { features, width } = classifierParts(model);
  const values = new Float32Array(rows.length * width);
  for (let start = 0; start < rows.length; start += batch) {
    signal.throwIfAborted();
    const count = Math.min(batch, rows.length - start);
    const wanted = Int32Array.from({ length: batch }, (_, i) => rows[start + Math.min(i, count - 1)]!);
    const inputs = await plainInputs(model, samples, wanted);
    const seen = tf.tidy(() => features(inputs, false)[0]);
    try {
      values.set((await seen.data()).subarray(0, count * width), start * width);
    } finally {
      tf.dispose([inputs, seen]);
    }
    yield start + count;
  }
  return { width, values };
}

/** A row of embeddings with how like it is. */
export interface Near {
  /** Position among the embeddings. */
  readonly index: number;
  /** Cosine of the angle between the two, -1 to 1; 0 where either has no length. */
  readonly similarity: number;
}

/**
 * The embeddings most like one, the most alike first; of equals the first.
 * @param values `[rows, width]`
 * @param query `[width]`
 * @param among positions that count
 */
export function nearest(
  values: Float32Array,
  query: Float32Array,
  among: readonly number[],
  count: number,
): Near[] {
  const width = query.length;
  const length = Math.hypot(...query);
  const found = among.map((index): Near => {
    let product = 0;
    let squares = 0;
    for (let i = 0; i < width; i++) {
      const value = values[index * width + i]!;
      product += value * query[i]!;
      squares += value * value;
    }
    const lengths = length * Math.sqrt(squares);
    return { index, similarity: lengths === 0 ? 0 : product / lengths };
  });
  return found.sort((a, b) => b.similarity - a.similarity || a.index - b.index).slice(0, count);
}
