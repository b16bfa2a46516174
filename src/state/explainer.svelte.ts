/** Why the model said what it said of the sample that a gallery stands on. Works only once a person has asked. */
import type { Explanation, ExplanationProgress, HeatMap, Pixels, RunResult } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { labelText, type Case } from './cases.ts';
import { picturesOf } from './pictures.ts';
import { follow, Task } from './task.svelte.ts';

/** A training sample that the model sees much as this one. */
export interface NeighbourPicture {
  readonly row: number;
  /** Cosine, at most 1. */
  readonly similarity: number;
  readonly label: string;
  /** Null where the run had no images. */
  readonly pixels: Pixels | null;
}

export class Explainer {
  readonly task = new Task();
  /** Its first time takes all training samples through the model. */
  readonly searching = new Task();
  readonly #engine: Engine;
  result = $state.raw<RunResult | null>(null);
  /** Whether samples are explained as they are looked at. */
  isOn = $state(false);
  /** Whether training samples like them are looked for, too. */
  findsNeighbours = $state(false);
  /** Of the heat map, 0 to 1. */
  opacity = $state(0.6);
  classIndex = $state(0);
  explanation = $state.raw<Explanation | null>(null);
  /** Which slice of a volume is shown. */
  slice = $state(0);
  neighbours = $state.raw<readonly NeighbourPicture[]>([]);
  progress = $state.raw<ExplanationProgress | null>(null);
  #sample: Case | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Samples are of this run from now on. */
  of(result: RunResult | null): void {
    this.result = result;
    this.#sample = null;
    this.#clear();
  }

  /** Another sample is looked at, and asked about the class that was said. */
  look(sample: Case): void {
    if (this.#sample === sample) return;
    this.#sample = sample;
    this.classIndex = sample.classIndex;
    this.#clear();
    this.#work();
  }

  turn(isOn: boolean): void {
    this.isOn = isOn;
    if (isOn) this.#work();
    else this.#clear();
  }

  ask(classIndex: number): void {
    this.classIndex = classIndex;
    void this.#explain();
  }

  findNeighbours(): void {
    this.findsNeighbours = true;
    void this.#search();
  }

  /** Stops the search; it isn't begun again until a person asks. */
  stop(): void {
    this.findsNeighbours = false;
    this.searching.cancel();
  }

  #work(): void {
    if (!this.isOn) return;
    void this.#explain();
    if (this.findsNeighbours) void this.#search();
  }

  #clear(): void {
    this.task.cancel();
    this.searching.cancel();
    this.explanation = null;
    this.neighbours = [];
    this.progress = null;
  }

  async #explain(): Promise<void> {
    const [result, sample] = [this.result, this.#sample];
    if (result === null || sample === null) return;
    await this.task.run(async (signal) => {
      const { runId } = result;
      const found = await this.#engine.explain(runId, sample.row, this.classIndex, signal);
      signal.throwIfAborted();
      this.slice = found.map === null ? 0 : hottestSlice(found.map);
      this.explanation = found;
    });
  }

  async #search(): Promise<void> {
    const [result, sample] = [this.result, this.#sample];
    if (result === null || sample === null) return;
    await this.searching.run(async (signal) => {
      const steps = this.#engine.neighbours(result.runId, sample.row, signal);
      const found = await follow(steps, signal, (progress) => (this.progress = progress));
      const rows = found.map(({ row }) => row);
      const pixels =
        result.cutId === null ? [] : picturesOf(await this.#engine.pictures(result.cutId, rows));
      signal.throwIfAborted();
      this.neighbours = found.map(({ row, similarity, labels }, i) => ({
        row,
        similarity,
        label: labelText(result.target, labels),
        pixels: pixels[i] ?? null,
      }));
    });
  }
}

/** Where the largest value is; 0 for pictures. */
function hottestSlice({ values, depth = 1 }: HeatMap): number {
  const most = values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
  return Math.floor((most * depth) / values.length);
}
