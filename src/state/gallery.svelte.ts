/** A row of pictures with captions: which are shown, and which one has the focus. Fetches only what it shows. */
import type { Pixels, RunResult } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Case } from './cases.ts';
import { Explainer } from './explainer.svelte.ts';
import { picturesOf } from './pictures.ts';
import { Task } from './task.svelte.ts';

/** More pictures than this nobody looks at in one go. */
const galleryCapacity = 60;

export interface GalleryPicture extends Case {
  /** Null where the run had no images. */
  readonly pixels: Pixels | null;
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

  constructor(engine: Engine) {
    this.#engine = engine;
    this.explainer = new Explainer(engine);
  }

  focus(position: number): void {
    this.focused = position;
    const picture = this.pictures[position];
    if (picture !== undefined) this.explainer.look(picture);
  }

  async show(result: RunResult, cases: readonly Case[]): Promise<void> {
    this.explainer.of(result);
    await this.#fetch(result.cutId, cases);
    this.focus(0);
  }

  async #fetch(cutId: string | null, cases: readonly Case[]): Promise<void> {
    const shown = cases.slice(0, galleryCapacity);
    this.total = cases.length;
    this.focused = 0;
    if (cutId === null || shown.length === 0) {
      this.pictures = shown.map((one) => ({ ...one, pixels: null }));
      return;
    }
    await this.task.run(async (signal) => {
      const batch = await this.#engine.pictures(
        cutId,
        shown.map((one) => one.row),
      );
      signal.throwIfAborted();
      const pixels = picturesOf(batch);
      this.pictures = shown.map((one, i) => ({ ...one, pixels: pixels[i] ?? null }));
    });
  }

  clear(): void {
    this.task.cancel();
    this.explainer.of(null);
    this.pictures = [];
    this.total = 0;
  }
}
