/**
 * The engine over real workers: one for the index, a pool for cutting, one for previews, one for training. It keeps what
 * is open and starts again what dies; everything else is in the workers and in storage.
 */
import { AppError, appError } from '../domain/index.ts';
import type {
  Answer,
  CutOptions,
  CutProgress,
  CutSummary,
  Difference,
  EmbeddingMap,
  Embeddings,
  Explanation,
  ExplanationProgress,
  ExportedFile,
  HealthProgress,
  HealthReport,
  Inspection,
  LearningCurve,
  LearningCurveEvent,
  LoadedModel,
  Neighbour,
  PictureBatch,
  PlacedBox,
  Prepared,
  Preview,
  Projection,
  Question,
  Reading,
  ReadingProgress,
  RecentSource,
  Recipe,
  RunResult,
  RunSummary,
  SourceDescriptor,
  TrainingEvent,
} from '../domain/index.ts';
import { cutSizes, middleSlices } from '../domain/index.ts';
import { contentId, database, deleteTensors, keep, openTensors, stored } from '../storage/index.ts';
import type { Engine } from './contract.ts';
import { CutPool } from './cut-pool.ts';
import { indexWorker, preprocessWorker, projectionWorker, trainingWorker } from './workers.ts';

/** How often training may lose its worker or GPU within one epoch before it gives up. */
const mostLosses = 3;
const never = new AbortController().signal;

export function createEngine(): Engine {
  return new WorkerEngine();
}

class WorkerEngine implements Engine {
  readonly #index = indexWorker();
  readonly #previews = preprocessWorker();
  readonly #cutting = new CutPool();
  readonly #training = trainingWorker();
  readonly #projection = projectionWorker();
  #source: SourceDescriptor | null = null;
  /** What the preview worker reads from. */
  #previewed: SourceDescriptor | null = null;

  async sample(): Promise<SourceDescriptor> {
    const { makeSample } = await import('./sample.ts');
    return makeSample();
  }

  async *open(
    source: SourceDescriptor,
    signal: AbortSignal,
  ): AsyncGenerator<ReadingProgress, Inspection, void> {
    this.#cutting.end();
    this.#index.tellFirst(null);
    let inspection: Inspection;
    try {
      inspection = yield* this.#index.stream((remote) => remote.open(source, signal), signal);
      this.#source = source;
    } finally {
      // A worker that replaces a dead one opens what is open: the new source, or where that can't be used the one before.
      const open = this.#source;
      if (open) this.#index.tellFirst(async (remote) => finish(await remote.open(open, never)));
    }
    await this.#remember(source, inspection.title);
    return inspection;
  }

  async *reread(
    reading: Reading,
    signal: AbortSignal,
  ): AsyncGenerator<ReadingProgress, Inspection, void> {
    return yield* this.#index.stream((remote) => remote.reread(reading, signal), signal);
  }

  async prepare(recipe: Recipe, signal: AbortSignal): Promise<Prepared> {
    const prepared = await this.#index.call((remote) => remote.prepare(recipe, signal), signal);
    await this.#cutting.warm(this.#open, prepared);
    return prepared;
  }

  async *examine(
    { recipe, planId }: Prepared,
    signal: AbortSignal,
  ): AsyncGenerator<HealthProgress, HealthReport, void> {
    return yield* this.#index.stream((remote) => remote.examine(recipe, planId, signal), signal);
  }

  async *cut(prepared: Prepared, signal: AbortSignal): AsyncGenerator<CutProgress, CutSummary, void> {
    if (prepared.cutId === null) {
      return { total: 0, rejected: [], seconds: 0, bytes: 0, resamplers: [], gpuFailure: null };
    }
    // Without this grant a browser may clear what was cut when the disk fills up; a refusal only means that it may.
    await navigator.storage.persist();
    const summary = yield* this.#cutting.cut(this.#open, prepared.cutId, signal);
    if (summary.rejected.length === summary.total)
      throw appError('no-usable-images', null, { rejected: summary.total });
    return summary;
  }

  async preview(
    prepared: Prepared,
    row: number,
    options: CutOptions,
    signal: AbortSignal,
  ): Promise<Preview> {
    const source = this.#open;
    if (this.#previewed !== source) {
      this.#previews.end();
      this.#previews.tellFirst((remote) => remote.attach(source));
      this.#previewed = source;
    }
    return await this.#previews.call(
      (remote) => remote.preview(prepared.tableId, row, prepared.target, options, cutSizes),
      signal,
    );
  }

  async pictures(cutId: string, rows: readonly number[]): Promise<PictureBatch> {
    const tensors = middleSlices(await openTensors(cutId));
    const { size, channels } = tensors;
    const data = new Uint8Array(rows.length * size * size * channels);
    await tensors.read(rows, data);
    return { size, channels, data };
  }

  async boxes(runId: string, rows: readonly number[]): Promise<readonly (readonly PlacedBox[])[]> {
    const { planId } = await stored('runs', runId);
    const { tableId, cutId } = await stored('plans', planId);
    if (cutId === null) return rows.map(() => []);
    return await this.#previews.call((remote) => remote.boxes(tableId, cutId, rows));
  }

  async *train(
    prepared: Prepared,
    stop: AbortSignal,
    signal: AbortSignal,
  ): AsyncGenerator<TrainingEvent, RunResult, void> {
    const id = crypto.randomUUID();
    await keep('runs', { id, planId: prepared.planId, started: Date.now(), state: 'training' });
    // A new worker: a backend never gives back the memory of the run before.
    this.#training.end();
    return yield* this.resume(id, stop, signal);
  }

  async *resume(
    runId: string,
    stop: AbortSignal,
    signal: AbortSignal,
  ): AsyncGenerator<TrainingEvent, RunResult, void> {
    for (let losses = 0; ; losses++) {
      try {
        const events = this.#training.stream<TrainingEvent, void>(
          (remote) => remote.train(runId, stop, signal),
          signal,
        );
        for await (const event of events) {
          if (event.kind === 'epoch') losses = 0;
          yield event;
        }
        return await this.result(runId);
      } catch (error) {
        if (!isLoss(error) || losses === mostLosses) throw error;
        this.#training.end();
      }
    }
  }

  async runs(): Promise<readonly RunSummary[]> {
    const db = await database();
    const runs = await db.getAll('runs');
    const summaries = runs.map(async (run): Promise<RunSummary> => {
      const plan = await stored('plans', run.planId);
      const result = await db.get('results', run.id);
      const checkpoint = await db.get('checkpoints', run.id);
      return {
        runId: run.id,
        started: run.started,
        title: plan.title,
        state: run.state,
        recipe: plan.recipe,
        epoch: checkpoint?.checkpoint.epoch ?? 0,
        testAuc: result?.metrics.splits.test?.auc.value ?? null,
      };
    });
    return (await Promise.all(summaries)).sort((a, b) => b.started - a.started);
  }

  async result(runId: string): Promise<RunResult> {
    const run = await stored('runs', runId);
    const plan = await stored('plans', run.planId);
    const { model, ...result } = await stored('results', runId);
    const { recipe, target, cutId } = plan;
    const { covariates } = model.shape;
    return { ...result, recipe, target, cutId, ...(covariates && { covariates }) };
  }

  compare(runId: string, otherId: string): Promise<Difference | null> {
    return this.#training.call((remote) => remote.compare(runId, otherId));
  }

  learningCurve(
    runId: string,
    fractions: readonly number[],
    signal: AbortSignal,
  ): AsyncGenerator<LearningCurveEvent, LearningCurve, void> {
    return this.#training.stream((remote) => remote.learningCurve(runId, fractions, signal), signal);
  }

  files(
    runId: string,
    locale: 'en' | 'zh',
    signal: AbortSignal,
  ): AsyncGenerator<ExportedFile, void, void> {
    return this.#training.stream((remote) => remote.files(runId, locale, signal), signal);
  }

  ask(runId: string, question: Question): Promise<Answer> {
    return this.#training.call((remote) => remote.ask(runId, question));
  }

  explain(runId: string, row: number, classIndex: number, signal: AbortSignal): Promise<Explanation> {
    return this.#training.call((remote) => remote.explain(runId, row, classIndex, signal), signal);
  }

  neighbours(
    runId: string,
    row: number,
    signal: AbortSignal,
  ): AsyncGenerator<ExplanationProgress, readonly Neighbour[], void> {
    return this.#training.stream((remote) => remote.neighbours(runId, row, signal), signal);
  }

  async *embeddingMap(
    runId: string,
    projection: Projection,
    signal: AbortSignal,
  ): AsyncGenerator<ExplanationProgress, EmbeddingMap, void> {
    const { values, width, ...samples } = yield* this.#training.stream<ExplanationProgress, Embeddings>(
      (remote) => remote.embeddings(runId, signal),
      signal,
    );
    const positions = yield* this.#projection.stream<ExplanationProgress, Float32Array>(
      (remote) => remote.project(projection, values, width),
      signal,
    );
    // Its memory is of no use until somebody asks again.
    this.#projection.end();
    return { ...samples, projection, positions };
  }

  load(weights: Blob): Promise<LoadedModel> {
    return this.#training.call((remote) => remote.load(weights));
  }

  askLoaded(question: Question): Promise<Answer> {
    return this.#training.call((remote) => remote.askLoaded(question));
  }

  weightsOf(runId: string): Promise<string> {
    return this.#training.call((remote) => remote.keepWeights(runId));
  }

  async recentSources(): Promise<readonly RecentSource[]> {
    const db = await database();
    const records = await db.getAll('sources');
    return records
      .map(({ id, name, title, opened }) => ({ id, name, title, opened }))
      .sort((a, b) => b.opened - a.opened);
  }

  async reopen(sourceId: string): Promise<SourceDescriptor> {
    const db = await database();
    const record = await db.get('sources', sourceId);
    if (!record) throw appError('storage-lost', null, { detail: `sources/${sourceId}` });
    const { name, handle } = record;
    // Only Chromium keeps handles over a visit, and only there they are ever stored; others have no such method.
    const granted = await handle.requestPermission?.({ mode: 'read' });
    if (granted === 'denied' || granted === 'prompt') throw appError('permission-lost', null, { name });
    return { kind: 'directory', name, handle };
  }

  async storage(): Promise<{ readonly used: number; readonly quota: number }> {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    return { used: usage, quota };
  }

  async forgetEverything(): Promise<void> {
    this.#training.end();
    const db = await database();
    const names = Array.from(db.objectStoreNames);
    const transaction = db.transaction(names, 'readwrite');
    await Promise.all(names.map((name) => transaction.objectStore(name).clear()));
    await transaction.done;
    await deleteTensors();
  }

  async forgetRun(runId: string): Promise<void> {
    const db = await database();
    const transaction = db.transaction(['runs', 'checkpoints', 'results'], 'readwrite');
    await Promise.all([
      transaction.objectStore('runs').delete(runId),
      transaction.objectStore('checkpoints').delete(runId),
      transaction.objectStore('results').delete(runId),
    ]);
    await transaction.done;
  }

  get #open(): SourceDescriptor {
    if (!this.#source) throw new Error('no source is open');
    return this.#source;
  }

  /** Only folders can be opened again: a handle can be kept, a file that was dropped can't. */
  async #remember(source: SourceDescriptor, title: string): Promise<void> {
    if (source.kind !== 'directory') return;
    const db = await database();
    const known = await db.getAll('sources');
    const same = await Promise.all(known.map(({ handle }) => handle.isSameEntry(source.handle)));
    const id = known.find((_, i) => same[i])?.id ?? (await contentId([source.name, Date.now()]));
    await keep('sources', { id, name: source.name, title, opened: Date.now(), handle: source.handle });
  }
}

async function finish(steps: AsyncGenerator): Promise<void> {
  while (!(await steps.next()).done);
}

/** What a new worker can mend. */
function isLoss(error: unknown): boolean {
  return error instanceof AppError && ['worker-lost', 'gpu-lost'].includes(error.problem.kind);
}
