/**
 * A long list of numbers in few bytes: each page of it holds how far its numbers are from the least of them, in as many bytes as the
 * farthest needs, and none where all are alike.
 */

/** Numbers of one page: so many names of files, one behind the other, end where two bytes can still say. */
export const pageLength = 2048;

interface Page {
  readonly least: number;
  readonly distances: Distances | null;
}

type Distances = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Numbers are added at the end and never changed. They are integers, whose differences are exact below 2^53. */
export class PackedNumbers {
  readonly #pages: Page[] = [];
  /** What was added last, not yet a page. */
  #open = new Float64Array(0);
  #added = 0;

  add(value: number): void {
    if (this.#open.length === 0) this.#open = new Float64Array(pageLength);
    this.#open[this.#added++] = value;
    if (this.#added === pageLength) this.#closePage();
  }

  at(index: number): number {
    const page = this.#pages[Math.floor(index / pageLength)];
    if (page === undefined) return this.#open[index % pageLength]!;
    return page.distances === null ? page.least : page.least + page.distances[index % pageLength]!;
  }

  /** Gives back the room that was kept for more; nothing is added after it. */
  pack(): void {
    if (this.#added > 0) this.#closePage();
    this.#open = new Float64Array(0);
  }

  #closePage(): void {
    const added = this.#open.subarray(0, this.#added);
    let [least, most] = [Infinity, -Infinity];
    for (const value of added) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const distances = least === most ? null : arrayFor(most - least, added.length);
    if (distances !== null) for (let i = 0; i < added.length; i++) distances[i] = added[i]! - least;
    this.#pages.push({ least, distances });
    this.#added = 0;
  }
}

function arrayFor(largest: number, length: number): Distances {
  if (largest < 2 ** 8) return new Uint8Array(length);
  if (largest < 2 ** 16) return new Uint16Array(length);
  return largest < 2 ** 32 ? new Uint32Array(length) : new Float64Array(length);
}
