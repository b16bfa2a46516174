/**
 * Training from start to finish on the current backend: epochs of steps, validation, checkpoints, early stopping, and
 * the best weights in the end. Everything that chance decides depends on the seed and on where in the run it is, so a run
 * that was broken off goes on from its checkpoint with the curve it would have had.
 */
import type * as tf from '@tensorflow/tfjs';
import {
  appError,
  outputWidth,
  reads,
  type Checkpoint,
  type CompleteRecipe,
  type EpochResult,
  type ModelShape,
  type Split,
  type Target,
  type TensorShape,
  type TrainedModel,
  type TrainingEvent,
} from '../domain/index.ts';
import { buildModel, setWeights, takeEncoder } from '../models/index.ts';
import { planEpoch, stepsOfEpoch, type EpochPlan } from './batches.ts';
import { nextTask } from './event-loop.ts';
import { watchGpu } from './gpu-loss.ts';
import { createLearner, type Learner } from './learner.ts';
import { batchTargets, classWeights } from './losses.ts';
import { createLossMeter } from './loss-meter.ts';
import { isBetter, isExhausted } from './progress.ts';
import { pickRows, referenceSamples, referenceSplit } from './reference.ts';
import { augmentedInputs, type Samples } from './samples.ts';
import { learningRateAt } from './schedule.ts';
import { labelsOf, validate } from './validate.ts';

export interface TrainingInput extends Samples {
  readonly recipe: CompleteRecipe;
  readonly target: Target;
  /** Of the whole sample table, `[rows, labelWidth]`. */
  readonly labels: Int32Array;
  /** Table rows of each split; tensors and texts are read by the same rows. */
  readonly rows: Readonly<Record<Split, Int32Array>>;
  /** What the recipe starts from; null for random weights. */
  readonly start: TrainedModel | null;
}

export interface TrainingHooks {
  /** Where to go on, or null to begin. */
  readonly resume: Checkpoint | null;
  /** Called after every epoch, and waited for. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** Ends training at the next step; the best weights so far are the result. */
  readonly stop: AbortSignal;
  /** Gives up at the next step. */
  readonly signal: AbortSignal;
}

/** After so many ms or steps the loss is read and messages are let in, whichever comes first. */
const pauseAfter = { milliseconds: 100, steps: 8 };
/** Step events are no more frequent than this. */
const millisecondsBetweenEvents = 250;

/**
 * Trains a model. Whichever way it ends, no tensor stays behind.
 * @throws AppError `training-diverged` where the loss is no number, `gpu-lost`; AbortError when `hooks.signal` aborts
 */
export async function* train(
  input: TrainingInput,
  hooks: TrainingHooks,
): AsyncGenerator<TrainingEvent, TrainedModel, void> {
  hooks.signal.throwIfAborted();
  const { recipe, target } = input;
  const explain = watchGpu();
  const shape = modelShape(input);
  const model = buildModel(shape, recipe.seed);
  const learner = createLearner(model, target, recipe);
  try {
    startFrom(model, input);
    const best = yield* runEpochs(input, hooks, model, learner);
    setWeights(model, best);
    const rows = pickRows(input.rows[referenceSplit(input.rows)], target, input.labels, recipe.seed);
    return {
      version: 1,
      shape,
      target,
      cut: shape.image === null ? null : recipe.cut,
      weights: best,
      reference: await referenceSamples(model, target, input, rows),
    };
  } catch (thrown) {
    throw await explain(thrown);
  } finally {
    learner.dispose();
    model.dispose();
  }
}

/** @throws AppError `recipe-does-not-fit` where the weights are of another network */
function startFrom(model: tf.LayersModel, { recipe, start }: TrainingInput): void {
  const wanted = recipe.model.start;
  if (wanted === null) return;
  if (start === null) throw new Error(`the recipe starts from ${wanted.weights}, which is not there`);
  const { weights: found } = wanted;
  const misfit = (available: string, cause?: unknown) =>
    appError('recipe-does-not-fit', null, { path: 'model.start.weights', found, available }, cause);
  let anew: string[];
  try {
    anew = takeEncoder(model, start.weights);
  } catch (error) {
    throw error instanceof RangeError ? misfit(error.message, error) : error;
  }
  // What is frozen would stay as chance made it.
  if (wanted.train === 'head' && anew.length > 0)
    throw misfit(`weights without ${anew.slice(0, 3).join(', ')}`);
}

function modelShape({ recipe, target, tensors, text, covariates, options }: TrainingInput): ModelShape {
  const { inputs, model } = recipe;
  const given = reads(inputs);
  const cumulative = target.kind === 'ordinal' && model.ordinal === 'cumulative';
  if (target.kind === 'choice' && !options) throw new Error('a choice without options');
  const lacks = Object.entries({ image: tensors, text, covariates }).find(
    ([part, values]) => given[part as keyof typeof given] && values === null,
  );
  if (lacks) throw new Error(`inputs are ${inputs}, but there is no ${lacks[0]}`);
  return {
    inputs,
    image: given.image ? imageShape(tensors!, model.image) : null,
    text: given.text ? model.text : null,
    ...(given.covariates && { covariates: covariates!.columns }),
    ...(target.kind === 'choice' && { options: model.text }),
    fusion: model.fusion,
    ...(cumulative && { head: 'cumulative' as const }),
    outputs: cumulative ? target.classes.length - 1 : outputWidth(target),
    dropout: model.dropout,
  };
}

function imageShape(
  { size, channels, depth }: TensorShape,
  { encoder }: CompleteRecipe['model']['image'],
): NonNullable<ModelShape['image']> {
  // There is one network for volumes.
  return depth === undefined ? { size, channels, encoder } : { size, channels, depth };
}

/** @returns the best weights */
async function* runEpochs(
  input: TrainingInput,
  hooks: TrainingHooks,
  model: tf.LayersModel,
  learner: Learner,
): AsyncGenerator<TrainingEvent, Checkpoint['bestWeights'], void> {
  const { resume, stop, signal } = hooks;
  const { recipe, target, labels, rows } = input;
  const { epochs } = recipe.training;
  const plan = planEpoch(rows.train.length, recipe.training.batch);
  const watchedRows = pickRows(rows.val, target, labels, recipe.seed);
  const history: EpochResult[] = [];
  let best: Pick<Checkpoint, 'bestEpoch' | 'bestWeights'> = { bestEpoch: 0, bestWeights: [] };
  if (resume !== null) {
    history.push(...resume.history);
    best = resume;
    learner.restore(resume);
    yield { kind: 'resumed', history: resume.history };
  }
  yield { kind: 'watching', rows: [...watchedRows], labels: [...labelsOf(target, labels, watchedRows)] };

  while (history.length < epochs && !isExhausted(history, best.bestEpoch, recipe.training)) {
    const started = performance.now();
    const epoch = history.length + 1;
    const trainLoss = yield* runEpoch(input, plan, history, model, learner, stop, signal);
    const { valLoss, valAuc, watched } = await validate(model, input, watchedRows, plan.batch, signal);
    const step = epoch * plan.steps;
    if (valLoss !== null && !Number.isFinite(valLoss))
      throw appError('training-diverged', null, { epoch, step });
    const result: EpochResult = {
      epoch,
      trainLoss,
      valLoss,
      valAuc,
      learningRate: learningRateAt(step - 1, epochs * plan.steps, recipe.training),
      seconds: (performance.now() - started) / 1000,
    };
    const state = await learner.state();
    if (isBetter(result, history[best.bestEpoch - 1]))
      best = { bestEpoch: epoch, bestWeights: state.weights };
    history.push(result);
    await hooks.save({ epoch, step, history: [...history], ...state, ...pickBest(best) });
    yield { kind: 'epoch', result, best: best.bestEpoch, watched };
    if (stop.aborted) break;
  }
  return best.bestWeights;
}

/** Only what belongs to the best epoch: `best` may be a whole checkpoint. */
function pickBest({ bestEpoch, bestWeights }: Pick<Checkpoint, 'bestEpoch' | 'bestWeights'>) {
  return { bestEpoch, bestWeights };
}

/** @returns the mean loss of the epoch's steps */
async function* runEpoch(
  input: TrainingInput,
  plan: EpochPlan,
  history: readonly EpochResult[],
  model: tf.LayersModel,
  learner: Learner,
  stop: AbortSignal,
  signal: AbortSignal,
): AsyncGenerator<TrainingEvent, number, void> {
  const { recipe, target, labels, rows } = input;
  const { seed, training } = recipe;
  const epoch = history.length + 1;
  const augmentation = {
    options: { ...training.augment, flip: training.augment.flip && target.mayFlip },
    seed,
    epoch,
  };
  const weightOf = classWeights(target, labels, rows.train, training.classWeights);
  const meter = createLossMeter();
  const started = performance.now();
  let paused = started;
  let told = started;
  let samples = 0;
  let step = 0;
  try {
    for (const stepRows of stepsOfEpoch(rows.train, plan, seed, epoch)) {
      const overall = (epoch - 1) * plan.steps + step;
      const inputs = await augmentedInputs(model, input, stepRows, augmentation);
      const batch = batchTargets(
        target,
        labels,
        stepRows.rows,
        stepRows.real,
        weightOf,
        training.labelSmoothing,
        model.outputs[0]!.shape.at(-1)!,
      );
      const learningRate = learningRateAt(overall, training.epochs * plan.steps, training);
      meter.add(learner.learn(inputs, batch, overall, learningRate), stepRows.real);
      samples += stepRows.real;
      step++;

      const isLast = step === plan.steps;
      const elapsed = performance.now() - paused;
      if (!isLast && meter.pending < pauseAfter.steps && elapsed < pauseAfter.milliseconds) continue;
      await meter.read();
      if (!Number.isFinite(meter.recent)) {
        throw appError('training-diverged', null, { epoch, step: overall + 1 });
      }
      await nextTask();
      signal.throwIfAborted();
      paused = performance.now();
      if (isLast || paused - told >= millisecondsBetweenEvents) {
        told = paused;
        const secondsPerStep = (paused - started) / 1000 / step;
        // Earlier epochs also tell how long validation takes.
        const secondsPerEpoch = history.at(-1)?.seconds ?? secondsPerStep * plan.steps;
        yield {
          kind: 'step',
          epoch,
          step,
          steps: plan.steps,
          loss: meter.recent,
          samplesPerSecond: samples / step / secondsPerStep,
          secondsLeft:
            (plan.steps - step) * secondsPerStep + (training.epochs - epoch) * secondsPerEpoch,
        };
      }
      if (stop.aborted) break;
    }
    return meter.mean;
  } finally {
    meter.dispose();
  }
}
