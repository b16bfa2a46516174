/** A row of pictures with captions: which are shown, and which one has the focus. Fetches only what it shows. */
import type { Pixels } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Case } from './cases.ts';
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
  readonly #engine: Engine;
  pictures = $state.raw<readonly GalleryPicture[]>([]);
  total = $state(0);
  /** Position of the one in the Tab order. */
  focused = $state(0);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async show(cutId: string | null, cases: readonly Case[]): Promise<void> {
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
    this.pictures = [];
    this.total = 0;
  }
}
