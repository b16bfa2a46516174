/**
 * Which words speak for a class: each is taken out of the text by itself, and what the class's probability loses is what
 * the word gives (erasure: Li et al. 2016, Understanding Neural Networks through Representation Erasure). What stands beside
 * the text stays. A word that stands in the text twice gives little by itself, since the other one remains.
 */
import type * as tf from '@tensorflow/tfjs';
import type { CovariateReader, Target, TensorReader, WordEffect } from '../domain/index.ts';
import { predict, type Samples } from '../training/index.ts';

export interface WordEffects {
  /** Probability of the class with all words, 0 to 1. */
  readonly score: number;
  readonly words: readonly WordEffect[];
}

/** By a dictionary for scripts without spaces, by the rules of Unicode for all others. */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * @param batch texts at once
 * @throws AbortError between batches when the signal is aborted
 */
export async function wordEffects(
  model: tf.LayersModel,
  target: Target,
  { tensors, text, covariates, options = null }: Samples,
  { row, classIndex }: { readonly row: number; readonly classIndex: number },
  batch: number,
  signal?: AbortSignal,
): Promise<WordEffects> {
  const whole = text?.[row] ?? '';
  const words = [...segmenter.segment(whole)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }) => ({ start: index, end: index + segment.length }));
  const without = words.map(({ start, end }) => `${whole.slice(0, start)} ${whole.slice(end)}`);
  const texts = [whole, ...without];
  const rows = Int32Array.from(texts.keys());
  const beside = {
    tensors: tensors && samePicture(tensors, row),
    covariates: covariates && sameCovariates(covariates, row),
    options: options && { ...options, of: () => options.of(row) },
  };
  const samples = { ...beside, text: texts, rows };
  const probabilities = await predict(model, target, samples, batch, signal);
  const scores = texts.map((_, i) => probabilities[i * target.classes.length + classIndex]!);
  const score = scores[0]!;
  return { score, words: words.map((word, i) => ({ ...word, drop: score - scores[i + 1]! })) };
}

/** A reader that gives one row's picture whatever is asked for. */
function samePicture(tensors: TensorReader, row: number): TensorReader {
  return {
    ...tensors,
    read: (rows, into) => tensors.read(new Int32Array(rows.length).fill(row), into),
  };
}

function sameCovariates(covariates: CovariateReader, row: number): CovariateReader {
  return { ...covariates, read: (rows) => covariates.read(new Int32Array(rows.length).fill(row)) };
}
