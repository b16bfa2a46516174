/** The Target step: what is predicted, from what, and how samples are split; has the engine check that it fits. */
import {
  inputKinds,
  reads,
  type BoxPolicy,
  type InputKind,
  type Prepared,
  type Recipe,
  type TargetSummary,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { recipeKeys, type RecipeDraft } from './recipe-draft.svelte.ts';
import type { SourceStep } from './source.svelte.ts';
import type { StepStatus } from './step-names.ts';
import { Task } from './task.svelte.ts';

export class TargetStep {
  readonly task = new Task();
  readonly recipe: RecipeDraft;
  readonly #engine: Engine;
  readonly #source: SourceStep;
  readonly #confirmed: () => void;
  prepared = $state.raw<Prepared | null>(null);
  /** The recipe that `prepared` was made from; the complete one differs from it in what was left to be decided. */
  #preparedFor = $state.raw<Recipe | null>(null);

  constructor(engine: Engine, recipe: RecipeDraft, source: SourceStep, confirmed: () => void) {
    this.#engine = engine;
    this.recipe = recipe;
    this.#source = source;
    this.#confirmed = confirmed;
  }

  get status(): StepStatus {
    if (this.#source.inspection === null) return 'waiting';
    if (this.task.running) return 'running';
    if (this.task.failure !== null) return 'failed';
    return this.isDone ? 'done' : 'open';
  }

  /** Whether the target as it stands was checked and split. */
  get isDone(): boolean {
    return (
      this.#preparedFor !== null &&
      recipeKeys(this.#preparedFor).target === recipeKeys(this.recipe.current).target
    );
  }

  get targets(): readonly TargetSummary[] {
    const inspection = this.#source.inspection;
    if (inspection === null) return [];
    if (!this.isOfBoxes) return inspection.targets;
    return inspection.boxTarget === null ? [] : [inspection.boxTarget];
  }

  /** Whether samples are boxes and not whole images. */
  get isOfBoxes(): boolean {
    return this.recipe.current.boxes.samples === 'boxes';
  }

  /** The target that boxes have, with who drew them; null where there are none. */
  get ofBoxes(): TargetSummary | null {
    return this.#source.inspection?.boxTarget ?? null;
  }

  /** The chosen target, else the first that can be learned. */
  get chosen(): TargetSummary | null {
    const wanted = this.recipe.current.target;
    return (
      this.targets.find((target) => target.name === wanted) ??
      this.targets.find((target) => target.problem === null) ??
      this.targets[0] ??
      null
    );
  }

  /** What a model can be given here. */
  get inputKinds(): readonly InputKind[] {
    const inspection = this.#source.inspection;
    if (inspection === null) return [];
    const has = {
      image: inspection.images > 0 || inspection.text.length === 0,
      text: inspection.text.length > 0,
      covariates: this.covariates.length > 0,
    };
    return inputKinds.filter((kind) => {
      const needs = reads(kind);
      if (this.isOfBoxes && !needs.image) return false;
      return (['image', 'text', 'covariates'] as const).every((part) => has[part] || !needs[part]);
    });
  }

  /** Covariates that a model may be given: all but the target itself. */
  get covariates(): readonly string[] {
    const all = this.#source.inspection?.covariates ?? [];
    const target = this.chosen?.name;
    return all.filter(({ name, samples }) => samples > 0 && name !== target).map(({ name }) => name);
  }

  /** What the model will be given: the choice, or what `auto` comes to. */
  get inputs(): InputKind {
    const wanted = this.recipe.current.inputs;
    if (wanted !== 'auto') return wanted;
    const kinds = this.inputKinds;
    return (['image+text', 'image', 'text'] as const).find((kind) => kinds.includes(kind)) ?? 'image';
  }

  /** Text fields that can be read; the recipe's `text` is one of them. */
  get textFields(): readonly string[] {
    const text = this.#source.inspection?.text ?? [];
    return text.filter(({ samples }) => samples > 0).map(({ name }) => name);
  }

  get hasOfficialSplit(): boolean {
    return (this.#source.inspection?.splits ?? null) !== null;
  }

  choose(name: string): void {
    // Classes and readers of one target are not those of another.
    const labels = { ...this.recipe.current.labels, readers: 'majority', classes: null };
    this.recipe.change({ target: name, labels });
  }

  /** Learns from whole images, or from boxes: each has targets of its own. */
  chooseSamples(samples: BoxPolicy['samples']): void {
    const { boxes, labels, inputs } = this.recipe.current;
    this.recipe.change({
      boxes: { ...boxes, samples },
      target: null,
      labels: { ...labels, readers: 'majority', classes: null },
      inputs: samples === 'boxes' && inputs === 'text' ? 'auto' : inputs,
    });
  }

  async confirm(): Promise<boolean> {
    return this.task.run(async (signal) => {
      await this.ensure(signal);
    });
  }

  /** The prepared recipe as it stands now; asks the engine only where something has changed. */
  async ensure(signal: AbortSignal): Promise<Prepared> {
    const recipe = this.recipe.current;
    if (this.prepared !== null && JSON.stringify(this.#preparedFor) === JSON.stringify(recipe))
      return this.prepared;
    const chosen = this.chosen?.name ?? null;
    const prepared = await this.#engine.prepare({ ...recipe, target: chosen }, signal);
    signal.throwIfAborted();
    this.prepared = prepared;
    this.#preparedFor = recipe;
    this.#confirmed();
    return prepared;
  }

  reset(): void {
    this.task.cancel();
    this.task.failure = null;
    this.prepared = null;
    this.#preparedFor = null;
  }
}
