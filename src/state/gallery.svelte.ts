/** A row of pictures with captions: which are shown, and which one has the focus. Fetches only what it shows. */
import type { PlacedBox, Pixels, RunResult } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Case, CaseList } from './cases.ts';
import { Explainer } from './explainer.svelte.ts';
import { picturesOf } from './pictures.ts';
import { Task } from './task.svelte.ts';

/** More pictures than this nobody looks at in one go. */
export const galleryCapacity = 60;

export interface GalleryPicture extends Case {
  /** Null where the run had no images. */
  readonly pixels: Pixels | null;
  readonly boxes: readonly PlacedBox[];
}

export class Gallery {
  readonly task = new Task();
  /** Says why of the one in the Tab order. */
  readonly explainer: Explainer;
  readonly #engine: Engine;
  pictures = $state.raw<readonly GalleryPicture[]>([]);
  total = $state(0);
  /** Position of the one in the Tab order. */
  focused = $state(0);
  /** Whether boxes are drawn over the one with the focus. */
  showsBoxes = $state(true);

  constructor(engine: Engine) {
    this.#engine = engine;
    this.explainer = new Explainer(engine);
  }

  focus(position: number): void {
    this.focused = position;
    const picture = this.pictures[position];
    if (picture !== undefined) this.explainer.look(picture);
  }

  async show(result: RunResult, cases: CaseList): Promise<void> {
    this.explainer.of(result);
    await this.#fetch(result, cases);
    this.focus(0);
  }

  async #fetch(
    { runId, cutId }: Pick<RunResult, 'runId' | 'cutId'>,
    { total, shown }: CaseList,
  ): Promise<void> {
    this.total = total;
    this.focused = 0;
    if (cutId === null || shown.length === 0) {
      this.pictures = shown.map((one) => ({ ...one, pixels: null, boxes: [] }));
      return;
    }
    await this.task.run(async (signal) => {
      const rows = shown.map((one) => one.row);
      const batch = await this.#engine.pictures(cutId, rows);
      const boxes = await this.#engine.boxes(runId, rows);
      signal.throwIfAborted();
      const pixels = picturesOf(batch);
      this.pictures = shown.map((one, i) => ({
        ...one,
        pixels: pixels[i] ?? null,
        boxes: boxes[i] ?? [],
      }));
    });
  }

  clear(): void {
    this.task.cancel();
    this.explainer.of(null);
    this.pictures = [];
    this.total = 0;
  }
}
