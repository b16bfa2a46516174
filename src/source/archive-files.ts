/**
 * The files of an archive. What is known of each stands in one long array of numbers, because 200,000 objects, in each of several
 * workers, would be much memory for an archive of which one file at a time is read.
 */
import type { SourceFile } from '../domain/index.ts';

/** Files by path, like a Map; each `get` gives a new file that holds nothing yet. */
export interface ArchiveFiles extends Iterable<readonly [string, SourceFile]> {
  readonly size: number;
  keys(): IterableIterator<string>;
  values(): IterableIterator<SourceFile>;
  has(path: string): boolean;
  get(path: string): SourceFile | undefined;
}

/**
 * Records of `width` numbers by path. Of two with the same path the later one counts, as in Python. Paths are kept as bytes and found
 * by a table of hashes: a Map of strings would be twice the memory.
 */
export class PackedRecords {
  readonly #width: number;
  #size = 0;
  #numbers = new Float64Array(1024);
  /** UTF-8, one path behind the other, and where each ends. */
  #names = new Uint8Array(1024);
  #ends = new Uint32Array(64);
  /** Open addressing: numbers of records, from 1; at most half of it is filled. */
  #slots = new Int32Array(128);
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(width: number) {
    this.#width = width;
  }

  get size(): number {
    return this.#size;
  }

  *paths(): Generator<string, undefined, void> {
    for (let record = 0; record < this.#size; record++) yield this.#decoder.decode(this.#name(record));
  }

  add(path: string, record: readonly number[]): void {
    const name = this.#encoder.encode(path);
    const slot = this.#slotOf(name);
    const known = this.#slots[slot]! - 1;
    if (known >= 0) {
      this.#numbers.set(record, known * this.#width);
      return;
    }
    const at = this.#size++;
    const start = this.#startOf(at);
    this.#numbers = withRoom(this.#numbers, this.#size * this.#width);
    this.#names = withRoom(this.#names, start + name.length);
    this.#ends = withRoom(this.#ends, this.#size);
    this.#numbers.set(record, at * this.#width);
    this.#names.set(name, start);
    this.#ends[at] = start + name.length;
    this.#slots[slot] = this.#size;
    if (2 * this.#size > this.#slots.length) this.#rehash();
  }

  get(path: string): readonly number[] | null {
    const record = this.#slots[this.#slotOf(this.#encoder.encode(path))]! - 1;
    const place = record * this.#width;
    return record < 0 ? null : Array.from(this.#numbers.subarray(place, place + this.#width));
  }

  #startOf(record: number): number {
    return record === 0 ? 0 : this.#ends[record - 1]!;
  }

  #name(record: number): Uint8Array {
    return this.#names.subarray(this.#startOf(record), this.#ends[record]);
  }

  /** The slot of a path, or the free one that it would have. */
  #slotOf(name: Uint8Array): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(name) & mask; ; slot = (slot + 1) & mask) {
      const record = this.#slots[slot]! - 1;
      if (record < 0 || this.#isName(record, name)) return slot;
    }
  }

  #isName(record: number, name: Uint8Array): boolean {
    const start = this.#startOf(record);
    if (this.#ends[record]! - start !== name.length) return false;
    for (let i = 0; i < name.length; i++) if (this.#names[start + i] !== name[i]) return false;
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let record = 0; record < this.#size; record++)
      this.#slots[this.#slotOf(this.#name(record))] = record + 1;
  }
}

/** FNV-1a, its upper bits mixed into the lower ones, which are those that are used. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash ^ (hash >>> 15);
}

function withRoom<T extends Float64Array | Uint8Array | Uint32Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(length, 2 * array.length),
  );
  larger.set(array);
  return larger;
}

/** @param open makes the file of a record. */
export function archiveFiles(
  records: PackedRecords,
  open: (path: string, record: readonly number[]) => SourceFile,
): ArchiveFiles {
  const files: ArchiveFiles = {
    size: records.size,
    keys: () => records.paths(),
    has: (path) => records.get(path) !== null,
    get(path) {
      const record = records.get(path);
      return record === null ? undefined : open(path, record);
    },
    *values() {
      for (const path of records.paths()) yield files.get(path)!;
    },
    *[Symbol.iterator]() {
      for (const path of records.paths()) yield [path, files.get(path)!] as const;
    },
  };
  return files;
}
