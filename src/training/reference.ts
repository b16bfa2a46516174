/**
 * A trained model as plain data and back, and the few samples that travel with it: what it says of them after loading
 * must be what it said when it was trained, or something on the way is wrong.
 */
import type * as tf from '@tensorflow/tfjs';
import {
  appError,
  labelWidth,
  seededRandom,
  tensorLength,
  type CovariateReader,
  type ReferenceSamples,
  type Split,
  type Target,
  type TensorReader,
  type TrainedModel,
} from '../domain/index.ts';
import { buildModel, setWeights } from '../models/index.ts';
import { shuffled } from './batches.ts';
import { predict } from './predict.ts';
import type { Samples } from './samples.ts';

/** How many samples are watched while training and travel with the weights. */
const fewSamples = 8;

/** Largest difference between equal probabilities: room for another backend's rounding, not for another preprocessing. */
const tolerance = 1e-5;

/**
 * Picks up to 8 rows that are the same for the same seed, going round the classes so that rare ones are among them.
 * @param labels of the whole table, `[rows, labelWidth]`
 */
export function pickRows(
  rows: Int32Array,
  target: Target,
  labels: Int32Array,
  seed: number,
): Int32Array {
  const width = labelWidth(target);
  const byClass = new Map<string, number[]>();
  for (const row of shuffled(rows, seededRandom(seed, 'watched'))) {
    const key = labels.subarray(row * width, (row + 1) * width).join();
    const others = byClass.get(key);
    if (others) others.push(row);
    else byClass.set(key, [row]);
  }
  const picked: number[] = [];
  const queues = [...byClass].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, queue]) => queue);
  for (let round = 0; picked.length < Math.min(fewSamples, rows.length); round++) {
    for (const queue of queues) {
      const row = queue[round];
      if (row !== undefined && picked.length < fewSamples) picked.push(row);
    }
  }
  return Int32Array.from(picked);
}

/** The split that reference samples are taken from: samples that the weights were not made from, where there are enough. */
export function referenceSplit(rows: Readonly<Record<Split, Int32Array>>): Split {
  const enough = (['val', 'test', 'train'] as const).find((split) => rows[split].length >= fewSamples);
  return enough ?? 'train';
}

/** Copies the rows' inputs and asks the model about them. */
export async function referenceSamples(
  model: tf.LayersModel,
  target: Target,
  samples: Samples,
  rows: Int32Array,
): Promise<ReferenceSamples> {
  const { tensors, text, covariates, options = null } = samples;
  const takes = new Set(model.inputNames);
  let images: Uint8Array | null = null;
  if (takes.has('image') && tensors !== null) {
    images = new Uint8Array(rows.length * tensorLength(tensors));
    await tensors.read(rows, images);
  }
  const texts = takes.has('text') && text !== null ? Array.from(rows, (row) => text[row] ?? '') : null;
  const probabilities = await predict(model, target, { ...samples, rows }, Math.max(1, rows.length));
  const read = takes.has('covariates') && covariates !== null ? covariates.read(rows) : null;
  return {
    ...{ count: rows.length, images, texts, probabilities },
    ...(read === null ? {} : { covariates: read }),
    ...(options !== null && { options: Array.from(rows, options.of) }),
  };
}

/** Rebuilds the model on the current backend. The caller disposes it. */
export function restore(trained: TrainedModel): tf.LayersModel {
  // Every initial weight is overwritten, so the seed does not matter.
  const model = buildModel(trained.shape, 0);
  setWeights(model, trained.weights);
  return model;
}

/**
 * Asks a restored model about its reference samples.
 * @returns the largest difference to what it said when it was trained
 * @throws AppError `weights-disagree` where that is more than 1e-5
 */
export async function checkReference(trained: TrainedModel, model: tf.LayersModel): Promise<number> {
  const { count, texts, options, probabilities } = trained.reference;
  if (count === 0) return 0;
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  const samples = {
    ...{ tensors: referenceImages(trained), text: texts, rows },
    covariates: referenceCovariates(trained),
    options: options === undefined ? null : { of: (row: number) => options[row]!, places: null },
  };
  const actual = await predict(model, trained.target, samples, count);
  let largestDifference = 0;
  actual.forEach((value, i) => {
    const difference = Math.abs(value - probabilities[i]!);
    // Written so that NaN is the largest difference of all.
    if (!(difference <= largestDifference)) largestDifference = difference;
  });
  if (!(largestDifference <= tolerance)) {
    throw appError('weights-disagree', null, { largestDifference, tolerance });
  }
  return largestDifference;
}

function referenceCovariates({ shape, reference }: TrainedModel): CovariateReader | null {
  const { covariates, count } = reference;
  if (shape.covariates === undefined || covariates === undefined) return null;
  const width = covariates.length / count;
  return {
    columns: shape.covariates,
    read: (rows) =>
      Float32Array.from(
        { length: rows.length * width },
        (_, i) => covariates[rows[Math.floor(i / width)]! * width + (i % width)]!,
      ),
  };
}

function referenceImages({ shape, reference }: TrainedModel): TensorReader | null {
  const { images } = reference;
  if (shape.image === null || images === null) return null;
  const { size, channels, depth } = shape.image;
  const length = tensorLength(shape.image);
  return {
    ...{ size, channels, depth },
    rows: reference.count,
    read: (rows, into) => {
      for (let i = 0; i < rows.length; i++) {
        into.set(images.subarray(rows[i]! * length, (rows[i]! + 1) * length), i * length);
      }
      return Promise.resolve();
    },
  };
}
