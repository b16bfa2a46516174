/** From rows of the sample table to what a model takes in: image tensors with values 0 to 255, encoded texts and covariates. */
import * as tf from '@tensorflow/tfjs';
import { seededRandom, type CovariateReader, type TensorReader } from '../domain/index.ts';
import { encodeFor } from '../models/index.ts';
import { augment, type AugmentOptions } from './augmentation.ts';
import type { StepRows } from './batches.ts';

/** Where samples come from. Null is what a model that is given it does not take in. */
export interface Samples {
  readonly tensors: TensorReader | null;
  /** By row. */
  readonly text: readonly string[] | null;
  readonly covariates: CovariateReader | null;
}

/** Only what is asked for: what `from` is may know more. */
export function pickSamples({ tensors, text, covariates }: Samples): Samples {
  return { tensors, text, covariates };
}

/** How training images are changed, and by which chance. */
export interface Augmentation {
  readonly options: AugmentOptions;
  readonly seed: number;
  readonly epoch: number;
}

/** Images as they are, `[rows, size, size, channels]`, texts, covariates; in the order of the model's inputs. */
export async function plainInputs(
  model: tf.LayersModel,
  samples: Samples,
  rows: ArrayLike<number>,
): Promise<tf.Tensor[]> {
  return inputsOf(model, samples, rows, (pixels) => Float32Array.from(pixels));
}

/** The inputs of a training step. An image's change depends on seed, epoch, row and pass only, not on its batch. */
export async function augmentedInputs(
  model: tf.LayersModel,
  samples: Samples,
  { rows, passes }: StepRows,
  { options, seed, epoch }: Augmentation,
): Promise<tf.Tensor[]> {
  return inputsOf(model, samples, rows, (pixels, shape) => {
    const changed = new Float32Array(pixels.length);
    const length = pixels.length / rows.length;
    rows.forEach((row, i) => {
      const random = seededRandom(seed, 'augment', epoch, row, passes[i]!);
      const [from, to] = [i * length, (i + 1) * length];
      augment(pixels.subarray(from, to), shape, options, random, changed.subarray(from, to));
    });
    return changed;
  });
}

async function inputsOf(
  model: tf.LayersModel,
  { tensors, text, covariates }: Samples,
  rows: ArrayLike<number>,
  toFloats: (pixels: Uint8Array, shape: TensorReader) => Float32Array,
): Promise<tf.Tensor[]> {
  const arrays = await Promise.all(
    // The names of the layers: those of the tensors get a number when the model is built a second time.
    model.inputNames.map(async (name, i) => {
      const full = [rows.length, ...model.inputs[i]!.shape.slice(1).map(Number)];
      if (name === 'image') {
        if (tensors === null) throw new Error('this model needs images');
        const pixels = new Uint8Array(tf.util.sizeFromShape(full));
        await tensors.read(rows, pixels);
        return { full, values: toFloats(pixels, tensors) };
      }
      if (name === 'covariates') {
        if (covariates === null) throw new Error('this model needs covariates');
        return { full, values: covariates.read(rows) };
      }
      if (text === null) throw new Error('this model needs texts');
      const texts = Array.from({ length: rows.length }, (_, i) => text[rows[i]!] ?? '');
      return { full, values: encodeFor(model, texts) };
    }),
  );
  return arrays.map(({ full, values }) => tf.tensor(values, full));
}
