/** Small ranges of a file, read in larger pieces, for headers that are walked element by element. */
import type { SourceFile } from '../../domain/index.ts';

export class ByteWindow {
  readonly #file: SourceFile;
  readonly #pieceBytes: number;
  #piece = new Uint8Array(0);
  #pieceAt = 0;

  /** @param pieceBytes how much is read at once where less is asked for. */
  constructor(file: SourceFile, pieceBytes: number) {
    this.#file = file;
    this.#pieceBytes = pieceBytes;
  }

  /** Bytes from `at` on: `length` of them, fewer at the end of the file. A view, not a copy. */
  async get(at: number, length: number): Promise<Uint8Array> {
    const end = Math.min(at + length, this.#file.size);
    if (at >= end) return new Uint8Array(0);
    if (at < this.#pieceAt || end > this.#pieceAt + this.#piece.length) {
      const pieceEnd = Math.min(at + Math.max(length, this.#pieceBytes), this.#file.size);
      this.#piece = new Uint8Array(await this.#file.slice(at, pieceEnd));
      this.#pieceAt = at;
    }
    return this.#piece.subarray(at - this.#pieceAt, end - this.#pieceAt);
  }
}
