/**
 * Unpacks Snappy (google/snappy, format_description.txt) from front to back in pieces: pyarrow puts a thousand images into one page, which
 * would take twice its size unpacked at once.
 */
import type { SourceFile } from '../../domain/index.ts';
import { ParquetDamage } from './check-runs.ts';
import { FileRange, type ForwardBytes } from './forward-bytes.ts';

/** Compressors work on blocks of 64 kB, so that no copy is from further back. */
const history = 64 * 1024;
const pieceBytes = 1024 * 1024;
/** The longest element without its literal: a tag and four bytes. */
const longestTag = 5;
const longestCopy = 64;

export class SnappyStream implements ForwardBytes {
  readonly #packed: FileRange;
  /** Packed bytes at hand. */
  #input = new Uint8Array(0);
  #at = 0;
  /** Up to `history` bytes that were handed out, then what was not yet, from `#from` to `#to`. */
  readonly #output = new Uint8Array(history + pieceBytes);
  #from = 0;
  #to = 0;
  /** Bytes left of a literal that has begun. */
  #literal = 0;
  #hasBegun = false;

  constructor(file: SourceFile, start: number, end: number) {
    this.#packed = new FileRange(file, start, end);
  }

  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    await this.#pass(length, (bytes, at) => taken.set(bytes, at));
    return taken;
  }

  skip(length: number): Promise<void> {
    return this.#pass(length, () => undefined);
  }

  async #pass(length: number, visit: (bytes: Uint8Array, at: number) => void): Promise<void> {
    for (let at = 0; at < length;) {
      if (this.#from === this.#to) await this.#next();
      const bytes = this.#output.subarray(this.#from, Math.min(this.#to, this.#from + length - at));
      visit(bytes, at);
      at += bytes.length;
      this.#from += bytes.length;
    }
  }

  /** Unpacks a further piece; all before was handed out. */
  async #next(): Promise<void> {
    const kept = Math.min(history, this.#to);
    this.#output.copyWithin(0, this.#to - kept, this.#to);
    this.#from = this.#to = kept;
    while (this.#from === this.#to) {
      const { left } = this.#packed;
      const rest = this.#input.subarray(this.#at);
      if (rest.length === 0 && left === 0) throw new ParquetDamage('a page that ends too early');
      if (rest.length < longestTag && left > 0) {
        const further = await this.#packed.take(Math.min(left, pieceBytes));
        this.#input = new Uint8Array(rest.length + further.length);
        this.#input.set(rest);
        this.#input.set(further, rest.length);
        this.#at = 0;
      }
      if (!this.#hasBegun) this.#passLength();
      this.#hasBegun = true;
      this.#unpack(this.#packed.left === 0);
    }
  }

  #passLength(): void {
    for (let i = 0; i < longestTag; i++) if (this.#byte() < 0x80) return;
    throw new ParquetDamage('a length without end');
  }

  /** Goes on until the output is full, or a tag may go on in what was not read yet. */
  #unpack(isLast: boolean): void {
    const { length } = this.#input;
    const full = this.#output.length - longestCopy;
    while (this.#to < full && this.#at < length) {
      if (this.#literal > 0) {
        const bytes = Math.min(this.#literal, length - this.#at, this.#output.length - this.#to);
        this.#output.set(this.#input.subarray(this.#at, this.#at + bytes), this.#to);
        this.#at += bytes;
        this.#to += bytes;
        this.#literal -= bytes;
      } else {
        if (length - this.#at < longestTag && !isLast) return;
        const tag = this.#byte();
        const kind = tag & 3;
        if (kind === 0) this.#literal = 1 + (tag < 240 ? tag >> 2 : this.#number((tag >> 2) - 59));
        else if (kind === 1) this.#copy(4 + ((tag >> 2) & 7), (tag >> 5) * 256 + this.#byte());
        else this.#copy(1 + (tag >> 2), this.#number(kind === 2 ? 2 : 4));
      }
    }
  }

  #byte(): number {
    const byte = this.#input[this.#at++];
    if (byte === undefined) throw new ParquetDamage('a page that ends too early');
    return byte;
  }

  #number(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += this.#byte() * 256 ** i;
    return value;
  }

  /** Byte by byte: a copy may overlap what it makes. */
  #copy(length: number, back: number): void {
    if (back < 1 || back > this.#to) throw new ParquetDamage(`a copy from ${back} bytes back`);
    for (const end = this.#to + length; this.#to < end; this.#to++)
      this.#output[this.#to] = this.#output[this.#to - back]!;
  }
}
