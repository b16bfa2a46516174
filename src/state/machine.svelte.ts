/** What the footer says of this machine: storage used, and the one thing that asks before it is done: forgetting. */
import type { Engine } from '../engine/index.ts';
import { Task } from './task.svelte.ts';

export class Machine {
  readonly task = new Task();
  readonly #engine: Engine;
  storage = $state.raw<{ readonly used: number; readonly quota: number } | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  refresh(): Promise<boolean> {
    return this.task.run(async (signal) => {
      const storage = await this.#engine.storage();
      signal.throwIfAborted();
      this.storage = storage;
    });
  }

  forgetEverything(): Promise<boolean> {
    return this.task.run(() => this.#engine.forgetEverything());
  }
}
