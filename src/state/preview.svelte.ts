/** "What the model will see": one picture after another, as it is and as it would be cut. */
import type { CutOptions, Prepared, Preview } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { Task } from './task.svelte.ts';

/** Steps of this share of the dataset visit it evenly in any number of steps (golden ratio). */
const stride = (Math.sqrt(5) - 1) / 2;

/** What is to be shown. */
interface Wanted {
  readonly prepared: Prepared;
  readonly row: number;
  readonly options: CutOptions;
}

export class PreviewState {
  readonly task = new Task();
  readonly #engine: Engine;
  /** What was asked for while another was being made: only the latest is worth making. */
  #wanted: Wanted | null = null;
  #isBusy = false;
  shown = $state.raw<Preview | null>(null);
  /** How many pictures have been stepped forward. */
  #position = $state(0);
  /** Where the divider stands: share of the width that shows the original. */
  divider = $state(0.5);
  /** Whether boxes are drawn over the picture. */
  showsBoxes = $state(true);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get hasPrevious(): boolean {
    return this.#position > 0;
  }

  /**
   * Shows the picture at the present position with these options. Where one is being made at the moment, it comes next, in place
   * of what was waiting before it: a slider asks faster than pictures are made.
   */
  async refresh(prepared: Prepared, samples: number, options: CutOptions): Promise<void> {
    if (prepared.cutId === null || samples === 0) return;
    const row = Math.floor(((this.#position * stride) % 1) * samples);
    this.#wanted = { prepared, row, options };
    if (this.#isBusy) return;
    this.#isBusy = true;
    await this.task.run((signal) => this.#showWanted(signal));
  }

  async #showWanted(signal: AbortSignal): Promise<void> {
    try {
      for (let wanted = this.#take(); wanted !== null; wanted = this.#take()) {
        const { prepared, row, options } = wanted;
        try {
          const preview = await this.#engine.preview(prepared, row, options, signal);
          signal.throwIfAborted();
          this.shown = preview;
        } catch (error) {
          // What went wrong with a picture that nobody looks at any more is not worth telling.
          if (signal.aborted || this.#wanted === null) throw error;
        }
      }
    } finally {
      if (!signal.aborted) this.#isBusy = false;
    }
  }

  #take(): Wanted | null {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted;
  }

  /** Moves to another picture; call `refresh` after it. */
  move(by: 1 | -1): void {
    this.#position = Math.max(0, this.#position + by);
  }

  reset(): void {
    this.task.cancel();
    this.#wanted = null;
    this.#isBusy = false;
    this.shown = null;
    this.#position = 0;
  }
}
