/**
 * What a result has to beat: classifiers that learn little or nothing, on the samples that the run is judged on. And for a
 * model of pictures and texts, what it says when one of the two tells it nothing.
 */
import type * as tf from '@tensorflow/tfjs';
import {
  labelWidth,
  reads,
  seededRandom,
  shuffled,
  type BaselineKind,
  type CompleteRecipe,
  type CovariateReader,
  type SampleTable,
  type Target,
  type TensorReader,
} from '../../domain/index.ts';
import { predict } from '../predict.ts';
import type { OptionReader } from '../samples.ts';
import { covariateFeatures, pixelFeatures, textFeatures, type Features } from './features.ts';
import { fitLogisticRegression, predictLogisticRegression } from './logistic-regression.ts';

export interface BaselineInput {
  readonly recipe: CompleteRecipe;
  readonly target: Target;
  readonly table: SampleTable;
  /** By row of the table: `[rows, labelWidth]`. */
  readonly labels: Int32Array;
  readonly trainRows: Int32Array;
  /** The rows that are asked about. */
  readonly rows: Int32Array;
  readonly tensors: TensorReader | null;
  readonly model: tf.LayersModel;
  /** Null where the model reads none. */
  readonly covariates: CovariateReader | null;
  /** Only where the target is a choice. */
  readonly options?: OptionReader | null;
}

/** What a baseline says of the rows: `[rows, classes]`, and from how many training samples it learned. */
export interface BaselineAnswer {
  readonly probabilities: Float32Array;
  readonly learnedFrom: number | null;
}

/** The baselines that there are for a run, in the order in which they are shown. */
export function baselineKinds({
  table,
  tensors,
  recipe,
  options = null,
}: BaselineInput): BaselineKind[] {
  const given = reads(recipe.inputs);
  if (options !== null) {
    // A regression learns nothing of places.
    return [
      'majority',
      ...(options.places === null ? (['longest-option'] as const) : []),
      ...(given.image ? (['blank-image'] as const) : []),
      ...(given.text ? (['shuffled-text'] as const) : []),
    ];
  }
  return [
    'majority',
    ...(tensors === null ? [] : (['pixels'] as const)),
    ...(textOf(table) === null ? [] : (['text'] as const)),
    ...(Object.keys(table.covariates ?? {}).length === 0 ? [] : (['covariates'] as const)),
    ...(given.image && given.text ? (['blank-image', 'shuffled-text'] as const) : []),
  ];
}

function textOf(table: SampleTable): readonly string[] | null {
  return Object.values(table.text)[0] ?? null;
}

/** @throws AbortError when the signal is aborted */
export async function baselineAnswer(
  kind: BaselineKind,
  input: BaselineInput,
  signal: AbortSignal,
): Promise<BaselineAnswer> {
  const { table, tensors, trainRows } = input;
  const text = textOf(table);
  switch (kind) {
    case 'majority':
      return { probabilities: shares(input), learnedFrom: trainRows.length };
    case 'longest-option':
      return { probabilities: longest(input), learnedFrom: null };
    case 'pixels':
      return await learned(input, (rows) => pixelFeatures(tensors!, rows), 0.01, signal);
    case 'text':
      return await learned(input, (rows) => textFeatures(text!, rows), 10, signal);
    case 'covariates':
      return await learned(input, covariateFeatures(table, trainRows), 1, signal);
    case 'blank-image':
      return await without(input, { tensors: tensors && blank(tensors), text }, signal);
    case 'shuffled-text':
      return await without(input, { tensors, text: shuffle(input, text!) }, signal);
  }
}

/** Each class as probable as it is in train, whatever the sample. */
function shares({ target, labels, trainRows, rows }: BaselineInput): Float32Array {
  const width = labelWidth(target);
  const classes = target.classes.length;
  const isMultiLabel = target.kind === 'multi-label';
  const share = target.classes.map((_, k) => {
    let known = 0;
    let yes = 0;
    for (const row of trainRows) {
      const label = labels[row * width + (isMultiLabel ? k : 0)]!;
      if (label < 0) continue;
      known++;
      if (label === (isMultiLabel ? 1 : k)) yes++;
    }
    return known > 0 ? yes / known : 0;
  });
  return Float32Array.from({ length: rows.length * classes }, (_, i) => share[i % classes]!);
}

/** All on the option with the most characters, of equals the first: whoever writes questions explains the right one best. */
function longest({ target, rows, options }: BaselineInput): Float32Array {
  const places = target.classes.length;
  const probabilities = new Float32Array(rows.length * places);
  rows.forEach((row, i) => {
    const lengths = (options?.of(row) ?? []).map((text) => Array.from(text).length);
    probabilities[i * places + lengths.indexOf(Math.max(...lengths))] = 1;
  });
  return probabilities;
}

/** Products of rows, features and outputs in one pass: what keeps a regression to a few seconds. */
const mostWork = 2e7;

const iterations = 100;

/** A logistic regression; of a large train split it sees a part, drawn by the seed. */
async function learned(
  { recipe, target, labels, trainRows, rows }: BaselineInput,
  featuresOf: (rows: Int32Array) => Features | Promise<Features>,
  c: number,
  signal: AbortSignal,
): Promise<BaselineAnswer> {
  const asked = await featuresOf(rows);
  const most = Math.max(200, Math.floor(mostWork / (asked.width + 1) / target.classes.length));
  const random = seededRandom(recipe.seed, 'baselines');
  const seen =
    trainRows.length <= most
      ? trainRows
      : Int32Array.from(shuffled(trainRows, random).slice(0, most)).sort();
  const width = labelWidth(target);
  const known = new Int32Array(seen.length * width);
  seen.forEach((row, i) => known.set(labels.subarray(row * width, (row + 1) * width), i * width));
  const features = await featuresOf(seen);
  const fitted = await fitLogisticRegression(features, known, target, { c, iterations }, signal);
  return {
    probabilities: predictLogisticRegression(asked, fitted, target),
    learnedFrom: seen.length,
  };
}

/** The trained model itself, with less to look at. */
async function without(
  { model, target, rows, recipe, covariates, options = null }: BaselineInput,
  samples: { readonly tensors: TensorReader | null; readonly text: readonly string[] | null },
  signal: AbortSignal,
): Promise<BaselineAnswer> {
  const asked = { ...samples, covariates, options, rows };
  return {
    probabilities: await predict(model, target, asked, recipe.training.batch, signal),
    learnedFrom: null,
  };
}

/** The same number of pictures, all black. */
function blank(tensors: TensorReader): TensorReader {
  return {
    ...tensors,
    read: (_, into) => {
      into.fill(0);
      return Promise.resolve();
    },
  };
}

/** Each of the rows with the text of another. */
function shuffle({ rows, recipe }: BaselineInput, text: readonly string[]): string[] {
  const others = shuffled(rows, seededRandom(recipe.seed, 'shuffled text'));
  const texts = [...text];
  rows.forEach((row, i) => (texts[row] = text[others[i]!] ?? ''));
  return texts;
}
