/**
 * Ranges out of bytes that can only be read from front to back, such as a deflated zip entry. Keeps one pass open
 * and goes on from where it stands, so that rows asked for in order cost one pass together; only going back starts anew.
 */

export class ForwardReader {
  readonly #open: () => AsyncGenerator<Uint8Array, void, void>;
  #chunks: AsyncGenerator<Uint8Array, void, void> | null = null;
  /** Bytes that were read but not yet asked for; its first byte is at `#position`. */
  #rest = new Uint8Array(0) as Uint8Array;
  #position = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param open starts a new pass at byte 0. */
  constructor(open: () => AsyncGenerator<Uint8Array, void, void>) {
    this.#open = open;
  }

  /** Bytes `[start, end)`, fewer where the data end before; calls wait for one another. Throws what a pass throws. */
  read(start: number, end: number): Promise<Uint8Array> {
    const result = this.#queue.then(() => this.#read(start, end));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    try {
      if (start < this.#position) await this.#rewind();
      const result = new Uint8Array(Math.max(0, end - start));
      let filled = 0;
      while (filled < result.length) {
        if (this.#rest.length === 0 && !(await this.#advance())) break;
        const skipped = Math.min(this.#rest.length, Math.max(0, start - this.#position));
        this.#consume(skipped);
        const taken = this.#rest.subarray(0, result.length - filled);
        if (this.#position < start) continue;
        result.set(taken, filled);
        filled += taken.length;
        this.#consume(taken.length);
      }
      return filled === result.length ? result : result.subarray(0, filled);
    } catch (error) {
      await this.#rewind();
      throw error;
    }
  }

  #consume(bytes: number): void {
    this.#rest = this.#rest.subarray(bytes);
    this.#position += bytes;
  }

  async #advance(): Promise<boolean> {
    this.#chunks ??= this.#open();
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#rest = next.value;
    return true;
  }

  async #rewind(): Promise<void> {
    const chunks = this.#chunks;
    this.#chunks = null;
    this.#rest = new Uint8Array(0);
    this.#position = 0;
    await chunks?.return();
  }
}
