/** "What the model will see": one picture after another, as it is and as it would be cut. */
import type { CutOptions, Prepared, Preview } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { Task } from './task.svelte.ts';

/** Steps of this share of the dataset visit it evenly in any number of steps (golden ratio). */
const stride = (Math.sqrt(5) - 1) / 2;

export class PreviewState {
  readonly task = new Task();
  readonly #engine: Engine;
  shown = $state.raw<Preview | null>(null);
  /** How many pictures have been stepped forward. */
  #position = $state(0);
  /** Where the divider stands: share of the width that shows the original. */
  divider = $state(0.5);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get hasPrevious(): boolean {
    return this.#position > 0;
  }

  /** Shows the picture at the present position with these options. */
  async refresh(prepared: Prepared, samples: number, options: CutOptions): Promise<void> {
    if (prepared.cutId === null || samples === 0) return;
    const row = Math.floor(((this.#position * stride) % 1) * samples);
    await this.task.run(async (signal) => {
      const preview = await this.#engine.preview(prepared, row, options, signal);
      signal.throwIfAborted();
      this.shown = preview;
    });
  }

  /** Moves to another picture; call `refresh` after it. */
  move(by: 1 | -1): void {
    this.#position = Math.max(0, this.#position + by);
  }

  reset(): void {
    this.task.cancel();
    this.shown = null;
    this.#position = 0;
  }
}
