/** From rows of the sample table to what a model takes in: image tensors with values 0 to 255, encoded texts and covariates. */
import * as tf from '@tensorflow/tfjs';
import { seededRandom, type CovariateReader, type TensorReader } from '../domain/index.ts';
import { encodeFor, optionPlace, optionsThere } from '../models/index.ts';
import { augment, type AugmentOptions } from './augmentation.ts';
import type { StepRows } from './batches.ts';

/** Where samples come from. Null is what a model that is given it does not take in. */
export interface Samples {
  readonly tensors: TensorReader | null;
  /** By row. */
  readonly text: readonly string[] | null;
  readonly covariates: CovariateReader | null;
  /** Only where the target is a choice. */
  readonly options?: OptionReader | null;
}

/** Options of rows. */
export interface OptionReader {
  /** By place; '' is a place without an option. */
  readonly of: (row: number) => readonly string[];
  /** The place of the right option by row, where the others may be drawn anew; else null. */
  readonly places: Int32Array | null;
}

/** Only what is asked for: what `from` is may know more. */
export function pickSamples({ tensors, text, covariates, options = null }: Samples): Samples {
  return { tensors, text, covariates, options };
}

/** The same with the options of a batch, one after the other. */
type BatchSamples = Omit<Samples, 'options'> & { readonly options: readonly (readonly string[])[] };

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
  const options = Array.from(rows, (row) => samples.options?.of(row) ?? []);
  return inputsOf(model, { ...samples, options }, rows, (pixels) => Float32Array.from(pixels));
}

/** The inputs of a training step. An image's change depends on seed, epoch, row and pass only, not on its batch. */
export async function augmentedInputs(
  model: tf.LayersModel,
  samples: Samples,
  { rows, passes }: StepRows,
  { options, seed, epoch }: Augmentation,
): Promise<tf.Tensor[]> {
  const given = samples.options ? optionsOfBatch(samples.options, rows) : [];
  return inputsOf(model, { ...samples, options: given }, rows, (pixels, shape) => {
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

/**
 * The options of a step. Those that are drawn come from the rows that follow in the batch, round and round, so that every picture is set
 * against other texts in every epoch; where the batch has too few different ones, the ones drawn before stay.
 */
export function optionsOfBatch(
  { of, places }: OptionReader,
  rows: Int32Array,
): readonly (readonly string[])[] {
  if (places === null) return Array.from(rows, of);
  const own = Array.from(rows, (row) => of(row)[places[row]!] ?? '');
  return Array.from(rows, (row, i) => {
    const options = [...of(row)];
    const used = new Set(['', own[i]]);
    let next = i;
    for (let place = 0; place < options.length; place++) {
      if (place === places[row]) continue;
      for (next++; next < i + rows.length && used.has(own[next % rows.length]); next++);
      if (next >= i + rows.length) break;
      options[place] = own[next % rows.length]!;
      used.add(options[place]);
    }
    return options;
  });
}

async function inputsOf(
  model: tf.LayersModel,
  { tensors, text, covariates, options }: BatchSamples,
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
      if (name === optionsThere) {
        const count = full[1]!;
        const values = Float32Array.from({ length: rows.length * count }, (_, i) =>
          options[Math.floor(i / count)]![i % count] ? 1 : 0,
        );
        return { full, values };
      }
      const place = optionPlace(name);
      if (place !== null) {
        const texts = options.map((of) => of[place] ?? '');
        return { full, values: encodeFor(model, texts, name) };
      }
      if (text === null) throw new Error('this model needs texts');
      const texts = Array.from({ length: rows.length }, (_, i) => text[rows[i]!] ?? '');
      return { full, values: encodeFor(model, texts) };
    }),
  );
  return arrays.map(({ full, values }) => tf.tensor(values, full));
}
