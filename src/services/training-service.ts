/**
 * The training worker's job: carries out stored runs (training, then evaluation), makes their files, and answers with
 * their models. Everything it needs is in storage, so a run goes on in a new worker, or on a new page, from its last epoch.
 */
import type * as tf from '@tensorflow/tfjs';
import {
  splits,
  type Answer,
  type BackendChoice,
  type Difference,
  type Embeddings,
  type Explanation,
  type ExplanationProgress,
  type ExportedFile,
  type LearningCurve,
  type LearningCurveEvent,
  type LoadedModel,
  type Neighbour,
  type Predictions,
  type Question,
  type Recipe,
  type TrainedModel,
  type TrainingEvent,
} from '../domain/index.ts';
import { readSafetensors, writeSafetensors } from '../export/index.ts';
import type { Locale } from '../i18n/index.ts';
import { contentIdOfBytes, database, keep, stored, type RunRecord } from '../storage/index.ts';
import {
  checkReference,
  chooseBackend,
  pickSamples,
  predict,
  restore,
  train,
} from '../training/index.ts';
import { answer } from './answer.ts';
import { compareRuns } from './compare-runs.ts';
import { embedRun, explainSample, neighboursOf } from './explain.ts';
import { labelsOf, learningData, type LearningData } from './learning-data.ts';
import { learningCurve } from './learning-curve.ts';
import { measure } from './measure.ts';
import { runFiles } from './run-files.ts';

/** A model that is ready to answer, and what it is known by. */
interface Answering {
  readonly runId: string | null;
  readonly trained: TrainedModel;
  readonly model: tf.LayersModel;
}

export class TrainingService {
  #backend: (Pick<Recipe, 'backend' | 'threads'> & { readonly choice: BackendChoice }) | null = null;
  #answering: Answering | null = null;
  #loaded: Answering | null = null;
  #embedded: { readonly runId: string; readonly embeddings: Embeddings } | null = null;

  /**
   * Trains and evaluates a stored run, from its last checkpoint if it has one.
   * @param stop ends training early; the best weights so far are evaluated and kept
   * @param signal gives up; the run can be resumed
   */
  async *train(
    runId: string,
    stop: AbortSignal,
    signal: AbortSignal,
  ): AsyncGenerator<TrainingEvent, void, void> {
    const run = await stored('runs', runId);
    if (run.state === 'done') return;
    const data = await learningData(run.planId);
    const { recipe, target } = data.plan;
    const backend = await this.#choose(recipe);
    yield { kind: 'backend', choice: backend };

    const db = await database();
    const trained = yield* train(
      { recipe, target, ...data },
      {
        resume: (await db.get('checkpoints', runId))?.checkpoint ?? null,
        save: async (checkpoint) => {
          await keep('checkpoints', { runId, checkpoint });
        },
        stop,
        signal,
      },
    );
    yield* this.#evaluate(run, data, backend, trained, signal);
  }

  /** See `learningCurve`. */
  async *learningCurve(
    runId: string,
    fractions: readonly number[],
    signal: AbortSignal,
  ): AsyncGenerator<LearningCurveEvent, LearningCurve, void> {
    const { planId } = await stored('runs', runId);
    const result = await stored('results', runId);
    const data = await learningData(planId);
    await this.#choose({ backend: result.metrics.backend, threads: data.plan.recipe.threads });
    return yield* learningCurve(data, result, fractions, signal);
  }

  /** The files of a finished run, smallest first. */
  async *files(
    runId: string,
    locale: Locale,
    signal: AbortSignal,
  ): AsyncGenerator<ExportedFile, void, void> {
    const run = await stored('runs', runId);
    const result = await stored('results', runId);
    const data = await learningData(run.planId);
    const { model } = await this.#ready(runId);
    yield* runFiles(data, result, model, locale, signal);
  }

  /** See `compareRuns`. */
  async compare(runId: string, otherId: string): Promise<Difference | null> {
    return await compareRuns(runId, otherId);
  }

  async ask(runId: string, question: Question): Promise<Answer> {
    const { trained, model } = await this.#ready(runId);
    return await answer(trained, model, question);
  }

  /** Where in a sample's picture, and in which of its words, the evidence for a class lies. */
  async explain(
    runId: string,
    row: number,
    classIndex: number,
    signal: AbortSignal,
  ): Promise<Explanation> {
    const { planId } = await stored('runs', runId);
    const { model } = await this.#ready(runId);
    return await explainSample(await learningData(planId), model, { row, classIndex }, signal);
  }

  /** The training samples that the model sees most like this one, the most alike first; never the sample itself. */
  async *neighbours(
    runId: string,
    row: number,
    signal: AbortSignal,
  ): AsyncGenerator<ExplanationProgress, readonly Neighbour[], void> {
    const embeddings = yield* this.embeddings(runId, signal);
    const { planId } = await stored('runs', runId);
    return neighboursOf(await learningData(planId), embeddings, row);
  }

  /** What the layer before the head says of all samples of a run; kept until another run's are asked for. */
  async *embeddings(
    runId: string,
    signal: AbortSignal,
  ): AsyncGenerator<ExplanationProgress, Embeddings, void> {
    if (this.#embedded?.runId === runId) return this.#embedded.embeddings;
    const { planId } = await stored('runs', runId);
    const { model } = await this.#ready(runId);
    const embeddings = yield* embedRun(await learningData(planId), model, signal);
    this.#embedded = { runId, embeddings };
    return embeddings;
  }

  /**
   * Takes weights that were kept before, for questions and for later runs to start from; the model they give must repeat what it said when it was trained.
   * @throws AppError `damaged-weights` or `weights-disagree`
   */
  async load(weights: Blob): Promise<LoadedModel> {
    const bytes = new Uint8Array(await weights.arrayBuffer());
    const trained = readSafetensors(bytes, weights instanceof File ? weights.name : null);
    await this.#choose({ backend: 'auto', threads: this.#backend?.threads ?? null });
    const model = restore(trained);
    const largestDifference = await checkReference(trained, model);
    this.#loaded?.model.dispose();
    this.#loaded = { runId: null, trained, model };
    const id = await contentIdOfBytes(bytes);
    await keep('weights', { id, model: trained });
    const { target, shape } = trained;
    const covariates = shape.covariates ?? [];
    return { id, target, inputs: shape.inputs, covariates, largestDifference };
  }

  /** Keeps the weights of a finished run as `load` does those of its file. */
  async keepWeights(runId: string): Promise<string> {
    const { model } = await stored('results', runId);
    const id = await contentIdOfBytes(writeSafetensors(model));
    await keep('weights', { id, model });
    return id;
  }

  async askLoaded(question: Question): Promise<Answer> {
    if (!this.#loaded) throw new Error('no weights are loaded');
    return await answer(this.#loaded.trained, this.#loaded.model, question);
  }

  async *#evaluate(
    run: RunRecord,
    data: LearningData,
    backend: BackendChoice,
    trained: TrainedModel,
    signal: AbortSignal,
  ): AsyncGenerator<TrainingEvent, void, void> {
    const { plan, rows } = data;
    const { recipe, target } = plan;
    const model = restore(trained);
    const predictions: Predictions[] = [];
    for (const split of splits) {
      const wanted = rows[split];
      if (wanted.length === 0) continue;
      yield { kind: 'evaluating', split, done: 0, total: wanted.length };
      const probabilities = await predict(
        model,
        trained.target,
        { ...pickSamples(data), rows: wanted },
        recipe.training.batch,
        signal,
      );
      yield { kind: 'evaluating', split, done: wanted.length, total: wanted.length };
      predictions.push({ split, rows: wanted, probabilities });
    }
    const measured = yield* measure(data, predictions, model, signal);
    const db = await database();
    const checkpoint = await db.get('checkpoints', run.id);
    if (!checkpoint) throw new Error(`run ${run.id} ended without a checkpoint`);
    const { history, bestEpoch } = checkpoint.checkpoint;
    await keep('results', {
      runId: run.id,
      backend,
      history,
      seconds: history.reduce((sum, epoch) => sum + epoch.seconds, 0),
      metrics: {
        version: 1,
        dataset: plan.dataset,
        target: target.name,
        inputs: recipe.inputs,
        backend: backend.backend,
        seed: recipe.seed,
        parameters: model.countParams(),
        epochs: history.length,
        bestEpoch,
        ...measured,
      },
      predictions,
      labels: predictions.map((prediction) => labelsOf(data, prediction.rows)),
      model: trained,
    });
    await keep('runs', { ...run, state: 'done' });
    this.#keep({ runId: run.id, trained, model });
  }

  async #ready(runId: string): Promise<Answering> {
    if (this.#answering?.runId === runId) return this.#answering;
    const { model: trained, metrics } = await stored('results', runId);
    await this.#choose({ backend: metrics.backend, threads: this.#backend?.threads ?? null });
    return this.#keep({ runId, trained, model: restore(trained) });
  }

  #keep(answering: Answering): Answering {
    this.#answering?.model.dispose();
    this.#answering = answering;
    return answering;
  }

  /** A worker keeps the backend that it first chose: models live in its memory. */
  async #choose({ backend, threads }: Pick<Recipe, 'backend' | 'threads'>): Promise<BackendChoice> {
    const before = this.#backend;
    const isOther =
      before === null ||
      (backend !== 'auto' && before.choice.backend !== backend && before.backend !== backend);
    if (isOther) {
      this.#backend = { backend, threads, choice: await chooseBackend(backend, threads) };
    } else if (before.threads !== threads && before.choice.backend === 'wasm') {
      this.#backend = { ...before, threads, choice: await chooseBackend('wasm', threads) };
    }
    return this.#backend!.choice;
  }
}
