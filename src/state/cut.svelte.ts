/** The Cut step: how images are cut, cutting with progress, pause and going on, and the files that could not be read. */
import {
  reads,
  type CutOptions,
  type CutProgress,
  type CutSummary,
  type Prepared,
  type RejectedSample,
  type VolumeCut,
  type WindowChoice,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { ContactSheet } from './contact-sheet.svelte.ts';
import { PreviewState } from './preview.svelte.ts';
import { recipeKeys, type RecipeDraft } from './recipe-draft.svelte.ts';
import type { StepStatus } from './step-names.ts';
import type { TargetStep } from './target.svelte.ts';
import { follow, Task } from './task.svelte.ts';

export class CutStep {
  readonly task = new Task();
  readonly sheet: ContactSheet;
  readonly preview: PreviewState;
  readonly recipe: RecipeDraft;
  readonly target: TargetStep;
  readonly #engine: Engine;
  readonly #observe: (progress: CutProgress) => void;
  progress = $state.raw<CutProgress | null>(null);
  summary = $state.raw<CutSummary | null>(null);
  rejected = $state.raw<readonly RejectedSample[]>([]);
  #doneKey = $state<string | null>(null);
  #cutId: string | null = null;

  constructor(
    engine: Engine,
    recipe: RecipeDraft,
    target: TargetStep,
    observe: (progress: CutProgress) => void,
  ) {
    this.#engine = engine;
    this.recipe = recipe;
    this.target = target;
    this.#observe = observe;
    this.sheet = new ContactSheet(engine);
    this.preview = new PreviewState(engine);
  }

  get status(): StepStatus {
    if (this.target.prepared === null) return 'waiting';
    if (this.task.running) return 'running';
    if (this.task.failure !== null) return 'failed';
    if (this.isDone) return 'done';
    return this.#doneKey === null ? 'open' : 'stale';
  }

  get isDone(): boolean {
    if (!this.target.isDone) return false;
    return this.isNeeded ? this.#doneKey === recipeKeys(this.recipe.current).cut : true;
  }

  /** False where the model is given no image. */
  get isNeeded(): boolean {
    return reads(this.target.inputs).image;
  }

  get isPaused(): boolean {
    return !this.task.running && this.progress !== null && this.summary === null;
  }

  get share(): number {
    return this.progress === null || this.progress.total === 0
      ? 0
      : this.progress.done / this.progress.total;
  }

  get options(): CutOptions {
    return this.recipe.current.cut;
  }

  /** Images to be cut; the dataset's number where splits are not made yet. */
  get images(): number {
    const samples = this.target.prepared?.samples;
    return samples === undefined ? 0 : samples.train + samples.val + samples.test;
  }

  /** Seconds that cutting again would take, from the time it took before; null where it was never measured. */
  get cost(): number | null {
    return this.summary === null || this.summary.seconds < 1 ? null : this.summary.seconds;
  }

  change(options: Partial<CutOptions>): void {
    this.recipe.change({ cut: { ...this.options, ...options } });
  }

  /** A cube is not larger than 64 px, and keeps the proportions of its volume. */
  chooseVolume(volume: VolumeCut): void {
    const { size } = this.options;
    const cube = { size: size === 28 ? size : 64, fit: 'pad' } as const;
    this.change(volume === 'volume' ? { volume, ...cube } : { volume });
  }

  /** Cuts, or goes on cutting. */
  start(): Promise<boolean> {
    return this.task.run(async (signal) => {
      await this.#cut(signal);
    });
  }

  pause(): void {
    this.task.cancel();
  }

  /** What training needs: everything cut with the settings as they stand. */
  async ensure(): Promise<boolean> {
    return this.isDone || (await this.start());
  }

  async showAnother(by: 1 | -1): Promise<void> {
    this.preview.move(by);
    await this.refreshPreview();
  }

  async refreshPreview(): Promise<void> {
    await this.#previewWith(this.options);
  }

  /** Shows the preview through a window that is not yet chosen, as while a slider moves. */
  async tryWindow(window: WindowChoice): Promise<void> {
    await this.#previewWith({ ...this.options, window });
  }

  async #previewWith(options: CutOptions): Promise<void> {
    const { prepared } = this.target;
    if (prepared !== null) await this.preview.refresh(prepared, this.images, options);
  }

  reset(): void {
    this.task.cancel();
    this.task.failure = null;
    this.preview.reset();
    this.#doneKey = null;
    this.#forget();
  }

  #forget(): void {
    this.#cutId = null;
    this.progress = null;
    this.summary = null;
    this.rejected = [];
  }

  async #cut(signal: AbortSignal): Promise<void> {
    const key = recipeKeys(this.recipe.current).cut;
    const prepared: Prepared = await this.target.ensure(signal);
    if (prepared.cutId === null) {
      this.#doneKey = key;
      return;
    }
    if (prepared.cutId !== this.#cutId) this.#forget();
    this.#cutId = prepared.cutId;
    this.summary = null;
    // A cut that goes on reports again what was rejected before.
    this.rejected = [];
    this.sheet.begin(prepared.cutId, prepared.recipe.cut.size);
    const summary = await follow(this.#engine.cut(prepared, signal), signal, (progress) => {
      this.progress = progress;
      if (progress.rejected.length > 0) this.rejected = [...this.rejected, ...progress.rejected];
      this.sheet.add(progress);
      this.#observe(progress);
    });
    this.summary = summary;
    this.rejected = summary.rejected;
    this.#doneKey = key;
  }
}
