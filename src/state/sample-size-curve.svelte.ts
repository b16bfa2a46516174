/** The learning curve over the number of training samples: trained when a person asks, kept with its run. */
import {
  completeRecipe,
  defaultFractions,
  type LearningCurve,
  type LearningCurveEvent,
  type RunResult,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { follow, Task } from './task.svelte.ts';

type Training = Extract<LearningCurveEvent, { kind: 'training' }>;

export class SampleSizeCurve {
  readonly task = new Task();
  readonly #engine: Engine;
  readonly #grown: () => void;
  result = $state.raw<RunResult | null>(null);
  curve = $state.raw<LearningCurve | null>(null);
  progress = $state.raw<Training | null>(null);

  /** @param grown called when a point was added to what is kept with the run */
  constructor(engine: Engine, grown: () => void) {
    this.#engine = engine;
    this.#grown = grown;
  }

  /** Those of the run's recipe, where it names any. */
  get fractions(): readonly number[] {
    if (this.result === null) return [];
    // Recipes of earlier versions lack what could not be chosen then.
    return completeRecipe(this.result.recipe).evaluation.learningCurve ?? defaultFractions;
  }

  /** Fractions without a point yet. */
  get missing(): readonly number[] {
    const known = this.curve?.points.map(({ fraction }) => fraction) ?? [];
    return this.fractions.filter((fraction) => !known.includes(fraction));
  }

  /** About how long the missing points take, by the run's own training; in seconds. */
  get cost(): number {
    const trained = this.missing.filter((fraction) => fraction < 1);
    return trained.reduce((sum, fraction) => sum + fraction, 0) * (this.result?.seconds ?? 0);
  }

  /** Which of the points is being trained, from 1, and how many there will be. */
  get place(): readonly [number, number] {
    return [
      (this.curve?.points.length ?? 0) + 1,
      (this.curve?.points.length ?? 0) + this.missing.length,
    ];
  }

  of(result: RunResult | null): void {
    this.task.cancel();
    this.task.failure = null;
    this.result = result;
    this.curve = result?.metrics.learningCurve ?? null;
    this.progress = null;
  }

  async train(): Promise<void> {
    const { result } = this;
    if (result === null) return;
    this.progress = null;
    await this.task.run(async (signal) => {
      const events = this.#engine.learningCurve(result.runId, this.fractions, signal);
      await follow(events, signal, (event) => {
        if (event.kind === 'training') this.progress = event;
        else {
          this.curve = event.curve;
          this.#grown();
        }
      });
    });
  }

  /** Stops; points that are there stay. */
  stop(): void {
    this.task.cancel();
  }
}
