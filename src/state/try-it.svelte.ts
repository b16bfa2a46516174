/** Trying a model on something new: the one just trained, or weights that were kept and loaded back. */
import {
  reads,
  type Answer,
  type InputKind,
  type LoadedModel,
  type RunResult,
  type Target,
  type CovariateColumn,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { Task } from './task.svelte.ts';

/** A class with its probability, the most probable first. */
export interface Likelihood {
  readonly name: string;
  /** 0 to 1. */
  readonly probability: number;
}

export class TryIt {
  readonly task = new Task();
  readonly loading = new Task();
  readonly #engine: Engine;
  /** Those that the answer is about. */
  #askedOptions: readonly string[] = [];
  trained = $state.raw<RunResult | null>(null);
  loaded = $state.raw<LoadedModel | null>(null);
  image = $state.raw<Blob | null>(null);
  text = $state('');
  /** One a line. */
  options = $state('');
  /** What was said of the sample, as it was typed; '' for what is not known. */
  told = $state.raw<Readonly<Record<string, string>>>({});
  answer = $state.raw<Answer | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get hasModel(): boolean {
    return this.loaded !== null || this.trained !== null;
  }

  /** Whether there is anything to show: a model, or one that is being loaded or could not be. */
  get isOffered(): boolean {
    return this.hasModel || this.loading.running || this.loading.failure !== null;
  }

  get target(): Target | null {
    return this.loaded?.target ?? this.trained?.target ?? null;
  }

  get inputs(): InputKind {
    return this.loaded?.inputs ?? this.trained?.recipe.inputs ?? 'image';
  }

  get takesImage(): boolean {
    return reads(this.inputs).image;
  }

  get takesText(): boolean {
    return reads(this.inputs).text;
  }

  /** How many options the model can choose from; 0 for one that does not choose. */
  get mostOptions(): number {
    return this.target?.kind === 'choice' ? this.target.classes.length : 0;
  }

  get #givenOptions(): string[] {
    const lines = this.options.split('\n').map((option) => option.trim());
    return lines.filter((option, i) => option !== '' && lines.indexOf(option) === i);
  }

  /** Covariates that the model reads. */
  get covariates(): readonly CovariateColumn[] {
    return (this.loaded === null ? this.trained?.covariates : this.loaded.covariates) ?? [];
  }

  /** What is still missing before the model can be asked. */
  get missing(): 'image' | 'text' | 'both' | 'options' | null {
    const image = this.takesImage && this.image === null;
    const text = this.takesText && this.text.trim() === '';
    if (image && text) return 'both';
    if (image) return 'image';
    if (text) return 'text';
    const { length } = this.#givenOptions;
    return this.mostOptions > 0 && (length < 2 || length > this.mostOptions) ? 'options' : null;
  }

  get likelihoods(): readonly Likelihood[] {
    const { answer, target } = this;
    if (answer === null || target === null) return [];
    const names = target.kind === 'choice' ? this.#askedOptions : target.classes;
    return names
      .map((name, i) => ({ name, probability: answer.probabilities[i] ?? 0 }))
      .sort((a, b) => b.probability - a.probability);
  }

  /** Offers the model of a run; null where there is none any more. */
  offer(result: RunResult | null): void {
    this.trained = result;
    this.#clear();
  }

  async load(weights: Blob): Promise<boolean> {
    return this.loading.run(async (signal) => {
      const model = await this.#engine.load(weights);
      signal.throwIfAborted();
      this.loaded = model;
      this.#clear();
    });
  }

  useTrained(): void {
    this.loaded = null;
    this.#clear();
  }

  /** Takes an image, and asks at once where nothing else is needed. */
  async takeImage(image: Blob): Promise<void> {
    this.image = image;
    if (this.missing === null) await this.ask();
  }

  ask(): Promise<boolean> {
    return this.task.run(async (signal) => {
      if (this.missing !== null) return;
      const question = {
        image: this.takesImage ? this.image : null,
        text: this.takesText ? this.text : '',
        options: this.mostOptions > 0 ? this.#givenOptions : [],
        covariates: Object.fromEntries(
          this.covariates.map((column) => [column.name, valueOf(column, this.told[column.name] ?? '')]),
        ),
      };
      const { loaded, trained } = this;
      if (loaded === null && trained === null) return;
      const answer =
        loaded !== null || trained === null
          ? await this.#engine.askLoaded(question)
          : await this.#engine.ask(trained.runId, question);
      signal.throwIfAborted();
      this.answer = answer;
      this.#askedOptions = question.options;
    });
  }

  #clear(): void {
    this.task.cancel();
    this.task.failure = null;
    this.image = null;
    this.text = '';
    this.options = '';
    this.told = {};
    this.answer = null;
  }
}

/** A typed value as the dataset has it; null where nothing usable was typed. */
function valueOf(column: CovariateColumn, typed: string): string | number | null {
  const text = typed.trim();
  if (text === '') return null;
  if (column.kind === 'category') return column.values.find((value) => String(value) === text) ?? text;
  return Number.isFinite(Number(text)) ? Number(text) : null;
}
