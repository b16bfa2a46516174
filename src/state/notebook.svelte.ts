/**
 * The whole page as state: the steps, put together, and what goes from one to the next. Components show it and call it; it never
 * touches the document.
 */
import type { Fix, Reading, Recipe, RunResult, RunSummary } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { Announcer } from './announcer.svelte.ts';
import { Appearance } from './appearance.svelte.ts';
import { CutStep } from './cut.svelte.ts';
import type { Doors } from './doors.ts';
import { failureOf, failureText, type Failure } from './failure.ts';
import { HealthStep } from './health.svelte.ts';
import { interruptedCut, rememberCut, type InterruptedCut } from './interrupted-cut.ts';
import { KeepStep } from './keep.svelte.ts';
import { Language } from './language.svelte.ts';
import { Machine } from './machine.svelte.ts';
import type { Memory } from './memory.ts';
import { RecipeDraft } from './recipe-draft.svelte.ts';
import { ResultsStep } from './results.svelte.ts';
import { Shelf } from './shelf.svelte.ts';
import { StartWeights } from './start-weights.svelte.ts';
import { SourceStep } from './source.svelte.ts';
import { stepNames, type StepName, type StepStatus } from './step-names.ts';
import { foldedSentence } from './folded-sentence.ts';
import { TargetStep } from './target.svelte.ts';
import { TrainStep } from './train.svelte.ts';
import { TryIt } from './try-it.svelte.ts';

export interface Surroundings {
  readonly engine: Engine;
  readonly doors: Doors;
  readonly memory: Memory;
  /** The browser's languages, most wanted first. */
  readonly languages: readonly string[];
}

export class Notebook {
  readonly language: Language;
  readonly appearance: Appearance;
  readonly announcer = new Announcer();
  readonly recipe: RecipeDraft;
  readonly source: SourceStep;
  readonly target: TargetStep;
  readonly cut: CutStep;
  readonly health: HealthStep;
  readonly train: TrainStep;
  readonly results: ResultsStep;
  readonly keep: KeepStep;
  readonly tryIt: TryIt;
  readonly shelf: Shelf;
  readonly start: StartWeights;
  readonly machine: Machine;
  readonly #engine: Engine;
  readonly #memory: Memory;
  /** A run shown from storage, whose source is not open. */
  stored = $state.raw<RunSummary | null>(null);
  interrupted = $state.raw<InterruptedCut | null>(null);
  /** A mistake of ours that no step caught. */
  unexpected = $state.raw<Failure | null>(null);
  #folds = $state.raw<Readonly<Partial<Record<StepName, boolean>>>>({});

  constructor({ engine, doors, memory, languages }: Surroundings) {
    this.#engine = engine;
    this.#memory = memory;
    this.language = new Language(memory, languages);
    this.appearance = new Appearance(memory);
    this.recipe = new RecipeDraft(() => void this.cut.refreshPreview());
    this.source = new SourceStep(engine, doors, (reading) => {
      this.#opened(reading);
    });
    this.target = new TargetStep(engine, this.recipe, this.source, () => void this.cut.refreshPreview());
    this.cut = new CutStep(engine, this.recipe, this.target, ({ done, total }) => {
      this.#announce('cut', total === 0 ? 0 : done / total);
    });
    this.health = new HealthStep(engine, this.recipe, this.target, this.cut);
    this.train = new TrainStep(engine, this.recipe, this.target, this.cut, {
      // Training takes a new worker: what the old one still does for the results would be lost midway.
      begun: () => {
        this.results.sampleSize.stop();
      },
      observe: (share) => {
        this.#announce('train', share);
      },
      finished: (result) => {
        this.#show(result);
      },
    });
    this.keep = new KeepStep(engine);
    this.results = new ResultsStep(engine, () => {
      this.keep.discard();
    });
    this.tryIt = new TryIt(engine);
    this.shelf = new Shelf(engine);
    this.start = new StartWeights(engine, this.recipe, this.target, this.shelf, this.tryIt);
    this.machine = new Machine(engine);
    this.interrupted = interruptedCut(memory);
  }

  /** Looks at what is on this machine from before. */
  async begin(): Promise<void> {
    await Promise.all([this.shelf.refresh(), this.machine.refresh()]);
  }

  status(step: StepName): StepStatus {
    const isStored = this.stored !== null && this.source.inspection === null;
    switch (step) {
      case 'data': {
        const { status } = this.source;
        return isStored && status === 'open' ? 'done' : status;
      }
      case 'target':
        return isStored ? 'done' : this.target.status;
      case 'cut':
        return isStored ? 'done' : this.cut.status;
      case 'health':
        return isStored ? 'waiting' : this.health.status;
      case 'train':
        return this.train.status;
      case 'results':
        if (this.results.result === null) return 'waiting';
        return this.train.status === 'stale' ? 'stale' : 'done';
      case 'keep':
        if (this.keep.runId === null) return 'waiting';
        if (this.keep.task.running) return 'running';
        if (this.keep.task.failure !== null) return 'failed';
        return this.keep.isComplete ? 'done' : 'open';
    }
  }

  failure(step: StepName): Failure | null {
    const tasks = {
      data: this.source.task,
      target: this.target.task,
      cut: this.cut.task,
      health: this.health.task,
      train: this.train.task,
      results: this.results.task,
      keep: this.keep.task,
    };
    return tasks[step].failure;
  }

  /** The sentence that a finished step folds to, or how far a running one is; '' where there is nothing to say yet. */
  sentence(step: StepName): string {
    return foldedSentence(this, step);
  }

  /** How far a running step is, 0 to 1; null where that is not known. */
  share(step: StepName): number | null {
    if (this.status(step) !== 'running') return null;
    if (step === 'cut') return this.cut.share;
    if (step === 'health') return this.health.share;
    return step === 'train' ? this.train.share : null;
  }

  /** What it costs to do a stale step again; null where it is not stale. */
  cost(step: StepName): string | null {
    if (this.status(step) !== 'stale') return null;
    const { cut, train, results } = this.language.words;
    if (step === 'cut')
      return this.cut.cost === null ? cut.costAgainUnknown : cut.costAgain(this.cut.cost);
    if (step === 'train')
      return this.train.cost === null ? train.costAgainUnknown : train.costAgain(this.train.cost);
    return results.stale;
  }

  isUnfolded(step: StepName): boolean {
    const status = this.status(step);
    if (status === 'waiting') return false;
    const chosen = this.#folds[step];
    if (chosen !== undefined) return chosen;
    if (status !== 'done') return true;
    // What was recognised stays in sight until the person has gone on; results and files are what all was for.
    if (step === 'data') return this.target.prepared === null && this.stored === null;
    // The contact sheet stays until training starts: small datasets are cut before anyone has looked at it.
    if (step === 'cut') return this.cut.sheet.tiles.length > 0 && this.status('train') === 'open';
    // What was found is to be read before training, and only then.
    if (step === 'health')
      return this.health.needsAttention && ['waiting', 'open'].includes(this.status('train'));
    return step === 'results' || step === 'keep';
  }

  fold(step: StepName, unfolded: boolean): void {
    this.#folds = { ...this.#folds, [step]: unfolded };
  }

  /** The first step that the person can do something about. */
  get current(): StepName {
    return (
      stepNames.find((step) => ['running', 'failed', 'open', 'stale'].includes(this.status(step))) ??
      'keep'
    );
  }

  /** Presses a step's main button. */
  async advance(step: StepName): Promise<void> {
    if (this.status(step) === 'running') return;
    if (step === 'target') {
      await this.#end('target', this.target.confirm());
      await this.health.refresh();
    } else if (step === 'cut') await this.startCut();
    else if (step === 'train') await this.#end('train', this.train.start());
    else if (step === 'keep') await this.#end('keep', this.keep.make(this.language.locale));
  }

  async startCut(): Promise<void> {
    const { name, isSample } = this.source;
    rememberCut(this.#memory, { name, isSample, recipe: this.recipe.current });
    await this.#end('cut', this.cut.start());
    if (this.cut.isDone) rememberCut(this.#memory, null);
    await this.health.refresh();
  }

  /** Writes a fix of a finding into the recipe, and does again what depends on it and takes no time. */
  async fix(fix: Fix): Promise<void> {
    this.health.apply(fix);
    await this.#settleTarget();
  }

  /** Takes the last change of the recipe back in the same way. */
  async unfix(): Promise<void> {
    this.recipe.undo();
    await this.#settleTarget();
  }

  async #settleTarget(): Promise<void> {
    if (!this.target.isDone) await this.advance('target');
  }

  /** Opens the source of an interrupted cut again, and goes on cutting. Tells whether the source could be found. */
  async goOnCutting(): Promise<boolean> {
    const cut = this.interrupted;
    if (cut === null) return false;
    const recent = this.shelf.recents.find(({ name }) => name === cut.name);
    if (!cut.isSample && recent === undefined) return false;
    const opened =
      recent === undefined ? await this.source.openSample() : await this.source.reopen(recent.id);
    if (opened && (await this.target.confirm())) await this.startCut();
    return true;
  }

  /** Goes on with a run that broke off. */
  async goOnTraining(run: RunSummary): Promise<void> {
    if (this.source.inspection === null) this.stored = run;
    await this.#end('train', this.train.goOn(run.runId, run.recipe.training.epochs));
  }

  /** Goes on with the run that was paused on this page. */
  async goOnPaused(): Promise<void> {
    const { brokenOff, epochs } = this.train;
    if (brokenOff !== null) await this.#end('train', this.train.goOn(brokenOff, epochs));
  }

  /** Shows the results of an earlier run. */
  async look(run: RunSummary): Promise<void> {
    await this.shelf.task.run(async (signal) => {
      const result = await this.#engine.result(run.runId);
      signal.throwIfAborted();
      this.stored = run;
      this.source.inspection = null;
      this.#resetSteps();
      this.train.show(result);
      this.#show(result);
    });
  }

  /** Takes a dropped file or folder: weights are loaded, everything else is opened as a dataset. */
  async drop(transfer: DataTransfer): Promise<void> {
    const weights = [...transfer.files].find((file) => file.name.endsWith('.safetensors'));
    if (weights !== undefined) await this.tryIt.load(weights);
    else await this.#end('data', this.source.openDrop(transfer));
  }

  async forgetEverything(): Promise<void> {
    if (!(await this.machine.forgetEverything())) return;
    rememberCut(this.#memory, null);
    this.interrupted = null;
    this.stored = null;
    this.source.inspection = null;
    this.source.task.failure = null;
    this.recipe.reset();
    this.#resetSteps();
    await this.begin();
  }

  /** Keeps an error that reached the window, so that it is seen and can be copied. */
  surface(error: unknown): void {
    this.unexpected = failureOf(error);
  }

  #opened(reading: Reading | null): void {
    this.stored = null;
    const { interrupted } = this;
    if (reading !== null) this.recipe.reset({ ...this.recipe.current, reading, target: null });
    else this.recipe.reset(this.#recipeFor(interrupted));
    this.interrupted = null;
    this.#resetSteps();
    this.#folds = {};
    void this.shelf.refresh();
  }

  #recipeFor(interrupted: InterruptedCut | null): Recipe | undefined {
    return interrupted?.name === this.source.name ? interrupted.recipe : undefined;
  }

  #resetSteps(): void {
    this.target.reset();
    this.cut.reset();
    this.health.reset();
    this.train.reset();
    this.results.reset();
    this.keep.offer(null);
    this.tryIt.offer(null);
  }

  #show(result: RunResult): void {
    this.results.show(result);
    this.keep.offer(result.runId);
    this.tryIt.offer(result);
  }

  #announce(step: StepName, share: number): void {
    const { words, formats } = this.language;
    this.announcer.progress(share, (tenth) =>
      words.shell.announce.progress(words[step].name, formats.percent(tenth)),
    );
  }

  async #end(step: StepName, work: Promise<boolean>): Promise<void> {
    const done = await work;
    const { words, locale } = this.language;
    const { announce } = words.shell;
    const failure = this.failure(step);
    if (done) this.announcer.say(announce.done(words[step].name, this.sentence(step)));
    else if (failure !== null)
      this.announcer.say(announce.failed(words[step].name, failureText(failure, locale).what));
    if (done && step === 'train') await this.shelf.refresh();
    await this.machine.refresh();
  }
}
