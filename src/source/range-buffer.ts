/** A file read from front to back with a buffer: many small looks at it cost few reads. */
import type { RangeReader } from './byte-chunks.ts';

const firstRange = 64 * 1024;
const largestRange = 1024 * 1024;

export class RangeBuffer {
  readonly #file: Pick<RangeReader, 'slice'>;
  readonly #end: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #range = firstRange;

  /** @param end of what may be read. */
  constructor(file: Pick<RangeReader, 'slice'>, end: number) {
    this.#file = file;
    this.#end = end;
  }

  /** What is at hand from `at` on: at least `least` bytes, fewer only where the file ends before. Not to be changed. */
  async view(at: number, least: number): Promise<Uint8Array> {
    const wanted = Math.min(least, this.#end - at);
    const held = this.#start + this.#bytes.length;
    if (at >= this.#start && at + wanted <= held) return this.#bytes.subarray(at - this.#start);
    // Larger steps for who reads on and on, small ones for who jumps.
    this.#range = at >= this.#start && at <= held ? Math.min(largestRange, 2 * this.#range) : firstRange;
    this.#bytes = await this.#file.slice(at, Math.min(this.#end, at + Math.max(wanted, this.#range)));
    this.#start = at;
    return this.#bytes;
  }
}
