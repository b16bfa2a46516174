/** Earlier work on this machine: sources that were opened, runs that broke off, runs with results. */
import type { RecentSource, RunSummary } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { Task } from './task.svelte.ts';

export class Shelf {
  readonly task = new Task();
  readonly #engine: Engine;
  recents = $state.raw<readonly RecentSource[]>([]);
  runs = $state.raw<readonly RunSummary[]>([]);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get unfinished(): readonly RunSummary[] {
    return this.runs.filter((run) => run.state === 'training');
  }

  get finished(): readonly RunSummary[] {
    return this.runs.filter((run) => run.state === 'done');
  }

  get isEmpty(): boolean {
    return this.recents.length === 0 && this.runs.length === 0;
  }

  refresh(): Promise<boolean> {
    return this.task.run(async (signal) => {
      const [recents, runs] = await Promise.all([this.#engine.recentSources(), this.#engine.runs()]);
      signal.throwIfAborted();
      this.recents = recents;
      this.runs = runs;
    });
  }

  async forgetRun(runId: string): Promise<boolean> {
    const forgotten = await this.task.run(() => this.#engine.forgetRun(runId));
    return forgotten && (await this.refresh());
  }
}
