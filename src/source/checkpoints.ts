/**
 * Places from which a deflated stream can be read on: the beginning of a block, and the 32 KB before it. They stand 1 MB apart at
 * first; all streams of a worker together may have so many of them, and where there would be more, the stream that has most
 * gives up every second one.
 */

/** A place to go on from. */
export interface Checkpoint {
  /** Bytes put out before it. */
  readonly at: number;
  /** Where in the file it lies, and how many bits into that byte. */
  readonly from: number;
  readonly bits: number;
  /** Null at the beginning of a member. */
  readonly history: Uint8Array | null;
  /** Of what the member put out before it. */
  readonly crc: number;
  /** Bytes put out before its member. */
  readonly memberAt: number;
}

const closest = 1024 * 1024;
/** 24 MB of histories. */
const mostTogether = 768;

/** Those that have more than their beginning; a stream that nobody holds any more goes by itself. */
const lists = new Set<WeakRef<Checkpoints>>();

export class Checkpoints {
  /** In order; the first is the beginning. */
  #places: Checkpoint[];
  #distance = closest;

  /** @param start where the compressed bytes begin in the file. */
  constructor(start: number) {
    this.#places = [{ at: 0, from: start, bits: 0, history: null, crc: 0, memberAt: 0 }];
  }

  get first(): Checkpoint {
    return this.#places[0]!;
  }

  /** The last place up to `at`. */
  before(at: number): Checkpoint {
    let low = 0;
    for (let high = this.#places.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (this.#places[middle]!.at <= at) low = middle;
      else high = middle;
    }
    return this.#places[low]!;
  }

  /** Whether a place at `at` would be far enough behind the others. */
  isDue(at: number): boolean {
    return at >= this.#places.at(-1)!.at + this.#distance;
  }

  /** Keeps a place if it is due. */
  note(place: Checkpoint): void {
    if (!this.isDue(place.at)) return;
    if (this.#places.length === 1) lists.add(new WeakRef(this));
    this.#places.push(place);
    keepWithin(mostTogether);
  }

  get length(): number {
    return this.#places.length;
  }

  thinOut(): void {
    this.#places = this.#places.filter((_, i) => i % 2 === 0);
    this.#distance *= 2;
  }
}

function keepWithin(most: number): void {
  let together = 0;
  let longest: Checkpoints | null = null;
  for (const reference of lists) {
    const list = reference.deref();
    if (list === undefined) lists.delete(reference);
    else {
      together += list.length;
      if (longest === null || list.length > longest.length) longest = list;
    }
  }
  if (together > most) longest?.thinOut();
}
