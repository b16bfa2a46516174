/**
 * Grad-CAM (Selvaraju et al. 2017, Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization): the
 * channels of the last activation with places, each weighted by the mean gradient of the class's logit, summed, and what
 * is above 0 of it. The gradient is that of something added to the activation, so only what comes after it is
 * differentiated, whatever tower comes before.
 */
import * as tf from '@tensorflow/tfjs';
import { isCumulative, type HeatMap, type Target, type TensorReader } from '../domain/index.ts';
import { imagePooling } from '../models/index.ts';
import { plainInputs, toProbabilities, type Samples } from '../training/index.ts';
import { cellCentres, type CellCentres } from './cell-centres.ts';
import { scaledToOne, upsample, upsampleVolume } from './upsample.ts';

/** A sample and the class that it is asked about. */
export interface MapQuestion {
  readonly row: number;
  readonly classIndex: number;
}

/** A map with what the model said: `score` is the probability of the class. */
export interface MapAnswer extends MapQuestion {
  readonly score: number;
  readonly map: HeatMap;
}

export function hasPictures(model: tf.LayersModel): boolean {
  return imagePooling(model) !== null;
}

/**
 * A heat map for each question, in their order.
 * @param batch questions at once; the last batch is filled up
 * @throws AbortError between batches when the signal is aborted
 */
export async function* explainRows(
  model: tf.LayersModel,
  target: Target,
  samples: Samples,
  questions: readonly MapQuestion[],
  batch: number,
  signal?: AbortSignal,
): AsyncGenerator<MapAnswer, void, void> {
  const pooling = imagePooling(model);
  const { tensors } = samples;
  if (pooling === null || tensors === null) throw new Error('this model sees no pictures');
  const [, height, width] = (pooling.input as tf.SymbolicTensor).shape.map(Number);
  const cells = cellCentres(model, tensors.size);
  const classes = target.classes.length;
  const outputs = model.outputs[0]!.shape.at(-1)!;
  for (let start = 0; start < questions.length; start += batch) {
    signal?.throwIfAborted();
    const asked = questions.slice(start, start + batch);
    const filled = Array.from({ length: batch }, (_, i) => asked[Math.min(i, asked.length - 1)]!);
    const inputs = await plainInputs(
      model,
      samples,
      filled.map(({ row }) => row),
    );
    const { maps, logits } = coarseMaps(model, pooling, inputs, signsOf(target, outputs, filled));
    try {
      const probabilities = toProbabilities(target, await logits.data(), outputs);
      const coarse = await maps.data();
      for (const [i, question] of asked.entries()) {
        const one = coarse.subarray(i * height! * width!, (i + 1) * height! * width!) as Float32Array;
        yield {
          ...question,
          score: probabilities[i * classes + question.classIndex]!,
          map: fullSize(one, [height!, width!], tensors, cells),
        };
      }
    } finally {
      tf.dispose([inputs, maps, logits]);
    }
  }
}

/** A map of a picture, or of a volume whose slices lie one below the other in the activation. */
function fullSize(
  coarse: Float32Array,
  [height, width]: readonly [number, number],
  { size, depth }: TensorReader,
  cells: CellCentres,
): HeatMap {
  const square = { width: size, height: size };
  if (depth === undefined)
    return { ...square, values: scaledToOne(upsample(coarse, [height, width], [size, size], cells)) };
  // A cube: as many slices as columns.
  const slices = height / width;
  const large = upsampleVolume(coarse, [width, slices, width], [depth, size, size], cells);
  return { ...square, depth, values: scaledToOne(large) };
}

/**
 * By which each logit counts: 1 for that of the class, -1 for the only logit of a binary target's negative class, else 0. Of
 * thresholds, that of being at least the class; of the lowest class, that of being no more.
 */
function signsOf(target: Target, outputs: number, questions: readonly MapQuestion[]): tf.Tensor2D {
  const cumulative = isCumulative(target, outputs);
  const signs = new Float32Array(questions.length * outputs);
  questions.forEach(({ classIndex }, i) => {
    if (target.kind === 'binary') signs[i] = classIndex === 1 ? 1 : -1;
    else if (cumulative) signs[i * outputs + Math.max(0, classIndex - 1)] = classIndex > 0 ? 1 : -1;
    else signs[i * outputs + classIndex] = 1;
  });
  return tf.tensor2d(signs, [questions.length, outputs]);
}

/**
 * Maps as small as the activation, and the logits. Disposes `signs`.
 * @returns `maps` `[batch, height, width]` from 0, `logits` `[batch, outputs]`
 */
function coarseMaps(
  model: tf.LayersModel,
  pooling: tf.layers.Layer,
  inputs: tf.Tensor[],
  signs: tf.Tensor2D,
): { readonly maps: tf.Tensor3D; readonly logits: tf.Tensor2D } {
  return tf.tidy(() => {
    const [, ...places] = (pooling.input as tf.SymbolicTensor).shape.map(Number);
    const nothing = tf.zeros([signs.shape[0], ...places]);
    let activation: tf.Tensor | null = null;
    let logits: tf.Tensor | null = null;
    const gradient = tf.grad((added) =>
      withChanged(
        pooling,
        (input) => {
          activation = tf.keep(tf.clone(input));
          return tf.add(input, added);
        },
        () => {
          logits = tf.keep(tf.clone(model.apply(inputs) as tf.Tensor));
          return tf.sum(tf.mul(logits, signs));
        },
      ),
    )(nothing);
    const weights = tf.mean(gradient, [1, 2], true);
    const maps = tf.relu(tf.sum(tf.mul(activation!, weights), 3));
    tf.dispose([activation!, signs]);
    return { maps: maps as tf.Tensor3D, logits: logits! as tf.Tensor2D };
  });
}

/** Runs a model while one of its layers takes in something else than it is given. */
function withChanged<Result>(
  layer: tf.layers.Layer,
  change: (input: tf.Tensor) => tf.Tensor,
  run: () => Result,
): Result {
  const own = Object.getOwnPropertyDescriptor(layer, 'call');
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => call(change(Array.isArray(inputs) ? inputs[0]! : inputs), kwargs);
  try {
    return run();
  } finally {
    if (own === undefined) Reflect.deleteProperty(layer, 'call');
    else Object.defineProperty(layer, 'call', own);
  }
}
