/** The Train step: live figures while a model learns; stop keeps the best weights, pause goes on later. */
import type {
  BackendChoice,
  EpochResult,
  Pixels,
  Recipe,
  RunResult,
  TrainingEvent,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { CutStep } from './cut.svelte.ts';
import { picturesOf } from './pictures.ts';
import { recipeKeys, type RecipeDraft } from './recipe-draft.svelte.ts';
import type { StepStatus } from './step-names.ts';
import type { TargetStep } from './target.svelte.ts';
import { follow, Task } from './task.svelte.ts';

type Step = Extract<TrainingEvent, { kind: 'step' }>;
type Evaluating = Extract<TrainingEvent, { kind: 'evaluating' | 'baseline' | 'pointing' }>;

/** The fixed validation samples: their true labels, pictures, and the model's probabilities after the last epoch. */
export interface Watched {
  readonly rows: readonly number[];
  readonly labels: readonly number[];
  readonly pictures: readonly Pixels[];
  readonly probabilities: Float32Array | null;
}

export class TrainStep {
  readonly task = new Task();
  readonly recipe: RecipeDraft;
  readonly #engine: Engine;
  readonly #target: TargetStep;
  readonly #cut: CutStep;
  readonly #begun: () => void;
  readonly #observe: (share: number) => void;
  readonly #finished: (result: RunResult) => void;
  history = $state.raw<readonly EpochResult[]>([]);
  best = $state<number | null>(null);
  step = $state.raw<Step | null>(null);
  evaluating = $state.raw<Evaluating | null>(null);
  backend = $state.raw<BackendChoice | null>(null);
  watched = $state.raw<Watched | null>(null);
  result = $state.raw<RunResult | null>(null);
  isStopping = $state(false);
  /** The run that a pause, a failure or a reload broke off. */
  brokenOff = $state<string | null>(null);
  #doneKey = $state<string | null>(null);
  /** Epochs of the run in progress: the page's recipe may belong to another one. */
  epochs = $state(0);
  #stop: AbortController | null = null;

  constructor(
    engine: Engine,
    recipe: RecipeDraft,
    target: TargetStep,
    cut: CutStep,
    events: {
      begun: () => void;
      observe: (share: number) => void;
      finished: (result: RunResult) => void;
    },
  ) {
    this.#engine = engine;
    this.recipe = recipe;
    this.#target = target;
    this.#cut = cut;
    this.#begun = events.begun;
    this.#observe = events.observe;
    this.#finished = events.finished;
  }

  get status(): StepStatus {
    if (this.task.running) return 'running';
    if (this.task.failure !== null) return 'failed';
    if (this.result !== null) return this.isCurrent ? 'done' : 'stale';
    if (this.brokenOff !== null) return 'open';
    return this.#cut.isDone ? 'open' : 'waiting';
  }

  /** Whether the result was made with the settings as they stand; a result from storage has no others. */
  get isCurrent(): boolean {
    return (
      this.#doneKey === null ||
      this.#target.prepared === null ||
      this.#doneKey === recipeKeys(this.recipe.current).train
    );
  }

  /** Share of the steps of all epochs that are done. */
  get share(): number {
    if (this.step === null || this.epochs === 0) return 0;
    const { epoch, step, steps } = this.step;
    return Math.min(1, (epoch - 1 + step / steps) / this.epochs);
  }

  get cost(): number | null {
    return this.result === null || this.result.seconds < 1 ? null : this.result.seconds;
  }

  changeTraining(change: Partial<Recipe['training']>): void {
    this.recipe.change({ training: { ...this.recipe.current.training, ...change } });
  }

  async start(): Promise<boolean> {
    this.brokenOff = null;
    const key = recipeKeys(this.recipe.current).train;
    if (!(await this.#cut.ensure())) return false;
    return this.#run(key, async (stop, signal) => {
      const prepared = await this.#target.ensure(signal);
      this.epochs = prepared.recipe.training.epochs;
      return this.#follow(this.#engine.train(prepared, stop, signal), signal);
    });
  }

  /** Goes on with a run that was paused or broke off. */
  async goOn(runId: string, epochs: number): Promise<boolean> {
    this.brokenOff = runId;
    this.epochs = epochs;
    const key = this.#target.prepared === null ? null : recipeKeys(this.recipe.current).train;
    return this.#run(key, (stop, signal) =>
      this.#follow(this.#engine.resume(runId, stop, signal), signal),
    );
  }

  /** Ends training early and keeps the best weights so far; the result still comes. */
  stop(): void {
    this.isStopping = true;
    this.#stop?.abort();
  }

  /** Breaks off; `goOn` continues from the last finished epoch. */
  pause(): void {
    this.task.cancel();
  }

  /** Shows a result from storage as if it had just been trained. */
  show(result: RunResult): void {
    this.#forget();
    this.#doneKey = null;
    this.result = result;
    this.history = result.history;
    this.best = result.metrics.bestEpoch;
    this.backend = result.backend;
    this.epochs = result.recipe.training.epochs;
  }

  reset(): void {
    this.task.cancel();
    this.task.failure = null;
    this.#forget();
    this.#doneKey = null;
    this.brokenOff = null;
    this.result = null;
  }

  async #run(
    key: string | null,
    work: (stop: AbortSignal, signal: AbortSignal) => Promise<RunResult>,
  ): Promise<boolean> {
    this.#forget();
    this.#begun();
    const stop = new AbortController();
    this.#stop = stop;
    const finished = await this.task.run(async (signal) => {
      const result = await work(stop.signal, signal);
      this.result = result;
      this.brokenOff = null;
      this.#doneKey = key;
      this.#finished(result);
    });
    this.isStopping = false;
    this.step = null;
    this.evaluating = null;
    if (!finished && this.history.length > 0 && this.brokenOff === null)
      this.brokenOff = await this.#newestUnfinished();
    return finished;
  }

  async #newestUnfinished(): Promise<string | null> {
    const runs = await this.#engine.runs();
    return runs.find((run) => run.state === 'training')?.runId ?? null;
  }

  #follow(
    events: AsyncGenerator<TrainingEvent, RunResult, void>,
    signal: AbortSignal,
  ): Promise<RunResult> {
    return follow(events, signal, (event) => {
      this.#take(event);
    });
  }

  #take(event: TrainingEvent): void {
    switch (event.kind) {
      case 'backend':
        this.backend = event.choice;
        break;
      case 'resumed':
        this.history = event.history;
        this.best = bestEpoch(event.history);
        break;
      case 'watching':
        void this.#watch(event.rows, event.labels);
        break;
      case 'step':
        this.step = event;
        this.#observe(this.share);
        break;
      case 'epoch':
        this.history = [...this.history, event.result];
        this.best = event.best;
        if (this.watched !== null) this.watched = { ...this.watched, probabilities: event.watched };
        break;
      case 'evaluating':
      case 'baseline':
      case 'pointing':
        this.evaluating = event;
        break;
    }
  }

  async #watch(rows: readonly number[], labels: readonly number[]): Promise<void> {
    const cutId = this.#target.prepared?.cutId ?? null;
    this.watched = { rows, labels, pictures: [], probabilities: null };
    if (cutId === null) return;
    const pictures = picturesOf(await this.#engine.pictures(cutId, rows));
    this.watched = { ...this.watched, pictures };
  }

  #forget(): void {
    this.history = [];
    this.best = null;
    this.step = null;
    this.evaluating = null;
    this.watched = null;
  }
}

/** The first epoch with the best validation AUC, null where none has one. */
function bestEpoch(history: readonly EpochResult[]): number | null {
  let best: EpochResult | null = null;
  for (const result of history)
    if (result.valAuc !== null && result.valAuc > (best?.valAuc ?? -1)) best = result;
  return best?.epoch ?? null;
}
