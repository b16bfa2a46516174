/** The Results step: the figures of one split, earlier runs to compare with, and pictures behind a cell or a mistake. */
import {
  type Beside,
  type Difference,
  type Estimate,
  type InputKind,
  type RunResult,
  type Split,
  type SplitResult,
  splits,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { cellCases, questionCurves, worstMistakes, type Curve, type QuestionCurves } from './cases.ts';
import { SampleSizeCurve } from './sample-size-curve.svelte.ts';
import { SampleMap } from './sample-map.svelte.ts';
import { Gallery, galleryCapacity } from './gallery.svelte.ts';
import {
  recipeDifferences,
  repeated,
  type RecipeDifference,
  type Repeated,
} from './recipe-differences.ts';
import { Task } from './task.svelte.ts';
import { Turns } from './turns.ts';

/** An earlier run that predicted the same from the same dataset, beside this one. */
export interface EarlierRun {
  readonly runId: string;
  readonly inputs: InputKind;
  /** In ms since 1970. */
  readonly started: number;
  readonly auc: Estimate;
  readonly acc: Estimate;
  /** What its recipe has different. */
  readonly differences: readonly RecipeDifference[];
  /** By how much this run is better; null where the two don't have the same test samples. */
  readonly behind: Difference | null;
}

/** A line of the comparison: this run's splits, or an earlier run of the same target. */
export interface Compared {
  readonly kind: 'this' | 'earlier';
  readonly split: Split;
  readonly inputs: InputKind;
  /** In ms since 1970; 0 for this run. */
  readonly started: number;
  readonly auc: Estimate;
}

/** As dots beside this run's; the table has all that are kept. */
const earlierShown = 4;
const earlierCompared = 20;

export class ResultsStep {
  readonly task = new Task();
  readonly gallery: Gallery;
  readonly mistakes: Gallery;
  readonly map: SampleMap;
  readonly sampleSize: SampleSizeCurve;
  readonly #engine: Engine;
  result = $state.raw<RunResult | null>(null);
  split = $state<Split>('test');
  /** The cell whose pictures are shown, as class indices. */
  cell = $state.raw<{ readonly truth: number; readonly said: number } | null>(null);
  /** The cell in the Tab order. */
  focusedCell = $state(0);
  earlier = $state.raw<readonly EarlierRun[]>([]);
  /** ROC curves of the split that is shown; those of the one before until they are there. */
  curves = $state.raw<readonly Curve[]>([]);
  precisionRecall = $state.raw<readonly Curve[]>([]);

  /** @param changed called when what is kept of the run is no longer what its files were made of */
  constructor(engine: Engine, changed: () => void) {
    this.#engine = engine;
    this.sampleSize = new SampleSizeCurve(engine, changed);
    this.gallery = new Gallery(engine);
    this.mistakes = new Gallery(engine);
    this.map = new SampleMap(engine);
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

  /** Baselines and subgroups, where they were measured on the split that is shown. */
  get beside(): Beside | null {
    const beside = this.result?.metrics.beside;
    return beside?.split === this.split ? beside : null;
  }

  get compared(): readonly Compared[] {
    if (this.result === null) return [];
    const { metrics } = this.result;
    const own = this.splits.flatMap((split): Compared[] => {
      const auc = metrics.splits[split]?.auc;
      return auc === undefined ? [] : [{ kind: 'this', split, inputs: metrics.inputs, started: 0, auc }];
    });
    const earlier = this.earlier.slice(0, earlierShown).map(({ inputs, started, auc }): Compared => ({
      kind: 'earlier',
      split: 'test',
      inputs,
      started,
      auc,
    }));
    return [...own, ...earlier];
  }

  /** This run and those that differ from it by their seed only, where there are any. */
  get repeated(): Repeated | null {
    const same = this.earlier.filter(({ differences }) =>
      differences.every(({ path }) => path === 'seed'),
    );
    const own = this.result?.metrics.splits.test?.auc.value ?? null;
    return repeated([own, ...same.map(({ auc }) => auc.value)]);
  }

  show(result: RunResult): void {
    this.result = result;
    this.earlier = [];
    this.curves = [];
    this.precisionRecall = [];
    this.map.of(result);
    this.sampleSize.of(result);
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
    const cases = cellCases(this.result, this.split, this.cell, galleryCapacity);
    void this.gallery.show(this.result, cases);
  }

  reset(): void {
    this.task.cancel();
    this.result = null;
    this.cell = null;
    this.earlier = [];
    this.gallery.clear();
    this.mistakes.clear();
    this.map.of(null);
    this.sampleSize.of(null);
  }

  #showSplit(): void {
    if (this.result === null) return;
    this.cell = null;
    this.focusedCell = 0;
    this.gallery.clear();
    const { result, split } = this;
    void this.mistakes.show(result, worstMistakes(result, split, galleryCapacity));
    void this.#draw(result, split);
  }

  async #draw(result: RunResult, split: Split): Promise<void> {
    const turns = new Turns();
    const drawn: QuestionCurves[] = [];
    for (const curves of questionCurves(result, split)) {
      drawn.push(curves);
      await turns.give();
      if (this.result !== result || this.split !== split) return;
    }
    const having = ({ points }: Curve) => points.length > 0;
    this.curves = drawn.map(({ roc }) => roc).filter(having);
    this.precisionRecall = drawn.map(({ precisionRecall }) => precisionRecall).filter(having);
  }

  /** Finds earlier runs that predicted the same from the same dataset. */
  async #compare(result: RunResult, signal: AbortSignal): Promise<void> {
    const runs = (await this.#engine.runs()).filter(
      (run) =>
        run.state === 'done' && run.runId !== result.runId && run.recipe.target === result.target.name,
    );
    const found: EarlierRun[] = [];
    for (const { runId, started, recipe } of runs) {
      if (found.length === earlierCompared) break;
      const { metrics } = await this.#engine.result(runId);
      signal.throwIfAborted();
      const test = metrics.splits.test;
      if (metrics.dataset !== result.metrics.dataset || test === undefined) continue;
      const behind = await this.#engine.compare(result.runId, runId);
      signal.throwIfAborted();
      const { inputs } = metrics;
      const differences = recipeDifferences(result.recipe, recipe);
      found.push({ runId, inputs, started, auc: test.auc, acc: test.acc, differences, behind });
      this.earlier = [...found];
    }
  }
}
