/** The Results step: the figures of one split, earlier runs to compare with, and pictures behind a cell or a mistake. */
import {
  type Estimate,
  type InputKind,
  type RunResult,
  type Split,
  type SplitResult,
  splits,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { cellCases, rocCurves, worstMistakes } from './cases.ts';
import { Gallery } from './gallery.svelte.ts';
import { Task } from './task.svelte.ts';

/** A line of the comparison: this run's splits, or an earlier run of the same target. */
export interface Compared {
  readonly kind: 'this' | 'earlier';
  readonly split: Split;
  readonly inputs: InputKind;
  /** In ms since 1970; 0 for this run. */
  readonly started: number;
  readonly auc: Estimate;
}

const earlierShown = 4;

export class ResultsStep {
  readonly task = new Task();
  readonly gallery: Gallery;
  readonly mistakes: Gallery;
  readonly #engine: Engine;
  result = $state.raw<RunResult | null>(null);
  split = $state<Split>('test');
  /** The cell whose pictures are shown, as class indices. */
  cell = $state.raw<{ readonly truth: number; readonly said: number } | null>(null);
  /** The cell in the Tab order. */
  focusedCell = $state(0);
  #earlier = $state.raw<readonly Compared[]>([]);

  curves = $derived.by(() => (this.result === null ? [] : rocCurves(this.result, this.split)));

  constructor(engine: Engine) {
    this.#engine = engine;
    this.gallery = new Gallery(engine);
    this.mistakes = new Gallery(engine);
  }

  /** The splits that were measured, test first. */
  get splits(): readonly Split[] {
    const measured = this.result?.metrics.splits;
    return measured === undefined
      ? []
      : splits.filter((split) => measured[split] !== undefined).reverse();
  }

  get figures(): SplitResult | null {
    return this.result?.metrics.splits[this.split] ?? null;
  }

  get compared(): readonly Compared[] {
    if (this.result === null) return [];
    const { metrics } = this.result;
    const own = this.splits.flatMap((split): Compared[] => {
      const auc = metrics.splits[split]?.auc;
      return auc === undefined ? [] : [{ kind: 'this', split, inputs: metrics.inputs, started: 0, auc }];
    });
    return [...own, ...this.#earlier];
  }

  show(result: RunResult): void {
    this.result = result;
    this.#earlier = [];
    this.split = 'test';
    const first = this.splits[0];
    if (first !== undefined) this.split = first;
    this.#showSplit();
    void this.task.run((signal) => this.#compare(result, signal));
  }

  showSplit(split: Split): void {
    this.split = split;
    this.#showSplit();
  }

  /** Shows the pictures of a cell; the same cell again hides them. */
  showCell(truth: number, said: number): void {
    if (this.result === null) return;
    if (this.cell?.truth === truth && this.cell.said === said) {
      this.cell = null;
      this.gallery.clear();
      return;
    }
    this.cell = { truth, said };
    void this.gallery.show(this.result.cutId, cellCases(this.result, this.split, truth, said));
  }

  reset(): void {
    this.task.cancel();
    this.result = null;
    this.cell = null;
    this.#earlier = [];
    this.gallery.clear();
    this.mistakes.clear();
  }

  #showSplit(): void {
    if (this.result === null) return;
    this.cell = null;
    this.focusedCell = 0;
    this.gallery.clear();
    void this.mistakes.show(this.result.cutId, worstMistakes(this.result, this.split));
  }

  /** Finds earlier runs that predicted the same from the same dataset. */
  async #compare(result: RunResult, signal: AbortSignal): Promise<void> {
    const runs = (await this.#engine.runs()).filter(
      (run) =>
        run.state === 'done' && run.runId !== result.runId && run.recipe.target === result.target.name,
    );
    const found: Compared[] = [];
    for (const { runId, started } of runs) {
      if (found.length === earlierShown) break;
      const { metrics } = await this.#engine.result(runId);
      signal.throwIfAborted();
      const auc = metrics.splits.test?.auc;
      if (metrics.dataset !== result.metrics.dataset || auc === undefined) continue;
      found.push({ kind: 'earlier', split: 'test', inputs: metrics.inputs, started, auc });
    }
    this.#earlier = found;
  }
}
