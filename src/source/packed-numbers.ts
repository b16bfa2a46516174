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
  #open: number[] = [];

  add(value: number): void {
    this.#open.push(value);
    if (this.#open.length === pageLength) this.pack();
  }

  at(index: number): number {
    const page = this.#pages[Math.floor(index / pageLength)];
    if (page === undefined) return this.#open[index % pageLength]!;
    return page.least + (page.distances?.[index % pageLength] ?? 0);
  }

  /** Packs what was added last; nothing is added after it. */
  pack(): void {
    if (this.#open.length === 0) return;
    let [least, most] = [Infinity, -Infinity];
    for (const value of this.#open) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const distances = least === most ? null : arrayFor(most - least, this.#open.length);
    if (distances !== null) distances.set(this.#open.map((value) => value - least));
    this.#pages.push({ least, distances });
    this.#open = [];
  }
}

function arrayFor(largest: number, length: number): Distances {
  if (largest < 2 ** 8) return new Uint8Array(length);
  if (largest < 2 ** 16) return new Uint16Array(length);
  return largest < 2 ** 32 ? new Uint32Array(length) : new Float64Array(length);
}
