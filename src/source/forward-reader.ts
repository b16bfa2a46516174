/**
 * Ranges out of bytes that can only be read from front to back, such as a deflated zip entry. Keeps one pass open
 * and goes on from where it stands, so that rows asked for in order cost one pass together; only going back starts anew.
 */
import { joinChunks } from './byte-chunks.ts';

/** A pass over the bytes from some place on. */
interface Pass {
  readonly at: number;
  readonly chunks: AsyncGenerator<Uint8Array, void, void>;
}

export class ForwardReader {
  readonly #open: (at: number) => Pass;
  readonly #placeBefore: (at: number) => number;
  #pass: Pass | null = null;
  /** The chunk that was read last, which begins at `#position`. */
  #chunk = new Uint8Array(0) as Uint8Array;
  #position = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param open starts a new pass, at `at` or before it.
   * @param placeBefore where such a pass would start.
   */
  constructor(open: (at: number) => Pass, placeBefore: (at: number) => number) {
    this.#open = open;
    this.#placeBefore = placeBefore;
  }

  /** Bytes `[start, end)`, fewer where the data end before; calls wait for one another. Throws what a pass throws. */
  read(start: number, end: number): Promise<Uint8Array> {
    const result = this.#queue.then(() => this.#read(start, end));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    try {
      const place = this.#placeBefore(start);
      if (start < this.#position || place > this.#position + this.#chunk.length)
        await this.#restart(place);
      const parts: Uint8Array[] = [];
      let at = start;
      while (at < end) {
        const from = at - this.#position;
        if (from >= this.#chunk.length) {
          if (await this.#advance()) continue;
          break;
        }
        const part = this.#chunk.subarray(from, end - this.#position);
        parts.push(part);
        at += part.length;
      }
      return joinChunks(parts, at - start);
    } catch (error) {
      await this.#restart(0);
      throw error;
    }
  }

  async #advance(): Promise<boolean> {
    if (this.#pass === null) {
      this.#pass = this.#open(this.#position);
      this.#position = this.#pass.at;
    }
    const next = await this.#pass.chunks.next();
    if (next.done === true) return false;
    this.#position += this.#chunk.length;
    this.#chunk = next.value;
    return true;
  }

  async #restart(at: number): Promise<void> {
    const pass = this.#pass;
    this.#pass = null;
    this.#chunk = new Uint8Array(0);
    this.#position = at;
    await pass?.chunks.return();
  }
}
