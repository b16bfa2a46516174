/** Bytes that are gone through from front to back. */
import type { SourceFile } from '../../domain/index.ts';
import { ParquetDamage } from './check-runs.ts';

export interface ForwardBytes {
  /** @throws ParquetDamage where fewer are left */
  take(length: number): Promise<Uint8Array>;
  /** @throws ParquetDamage where fewer are left */
  skip(length: number): Promise<void>;
}

/** A range of a file. */
export class FileRange implements ForwardBytes {
  readonly #file: SourceFile;
  readonly #end: number;
  #at: number;

  constructor(file: SourceFile, start: number, end: number) {
    this.#file = file;
    this.#at = start;
    this.#end = end;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  async take(length: number): Promise<Uint8Array> {
    const start = this.#at;
    await this.skip(length);
    return this.#file.slice(start, this.#at);
  }

  async skip(length: number): Promise<void> {
    if (length > this.left) throw new ParquetDamage('a page that ends too early');
    this.#at += length;
  }
}
