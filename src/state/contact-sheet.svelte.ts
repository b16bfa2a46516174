/**
 * The contact sheet: pictures in the order in which they were cut, evenly sampled where there are more than fit, and every
 * rejected one. Only one batch is fetched at a time, so that cutting never waits for the page.
 */
import type { CutProgress, CutSize, Pixels, Problem } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { failureOf, type Failure } from './failure.ts';
import { picturesOf } from './pictures.ts';

export type Tile =
  | { readonly kind: 'picture'; readonly row: number; readonly pixels: Pixels }
  | { readonly kind: 'rejected'; readonly row: number; readonly problem: Problem };

/** How many tiles fit, by size: so that a sheet is about a screen, and at most about 10 MB of pixels. */
const sheetCapacity: Readonly<Record<CutSize, number>> = { 28: 165, 64: 140, 128: 54, 224: 40 };
const rejectedCapacity = 60;

export class ContactSheet {
  readonly #engine: Engine;
  tiles = $state.raw<readonly Tile[]>([]);
  total = $state(0);
  size = $state<CutSize>(28);
  failure = $state.raw<Failure | null>(null);
  /** The cut that is shown: another object for each, because a cut that goes on has the id of the one before. */
  #cut = { id: '' };
  #seen = 0;
  #rejected = 0;
  #waiting: number[] = [];
  #fetching = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get capacity(): number {
    return sheetCapacity[this.size];
  }

  get isSampled(): boolean {
    return this.total > this.capacity;
  }

  /** Empties the sheet: a cut that goes on reports again what was cut before. */
  begin(cutId: string, size: CutSize): void {
    this.#cut = { id: cutId };
    this.size = size;
    this.tiles = [];
    this.total = 0;
    this.failure = null;
    this.#seen = 0;
    this.#rejected = 0;
    this.#waiting = [];
  }

  add(progress: CutProgress): void {
    this.total = progress.total;
    const share = Math.min(1, this.capacity / Math.max(1, progress.total));
    for (const row of progress.written) {
      const before = Math.floor(this.#seen * share);
      this.#seen += 1;
      if (Math.floor(this.#seen * share) > before) this.#waiting.push(row);
    }
    const room = Math.max(0, rejectedCapacity - this.#rejected);
    const rejected = progress.rejected.slice(0, room);
    this.#rejected += rejected.length;
    if (rejected.length > 0)
      this.tiles = [...this.tiles, ...rejected.map((one) => ({ kind: 'rejected' as const, ...one }))];
    if (!this.#fetching) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    this.#fetching = true;
    const cut = this.#cut;
    try {
      while (this.#waiting.length > 0 && cut === this.#cut) {
        const rows = this.#waiting.splice(0);
        const pictures = picturesOf(await this.#engine.pictures(cut.id, rows));
        if (cut !== this.#cut) break;
        const fresh = pictures.map((pixels, i) => ({ kind: 'picture' as const, row: rows[i]!, pixels }));
        this.tiles = [...this.tiles, ...fresh];
      }
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.#fetching = false;
    }
    // Another cut may have begun while the last batch was on its way.
    if (cut !== this.#cut && this.#waiting.length > 0) void this.#fetch();
  }
}
