/**
 * What is known of the files of an archive, by path. It stands in a few long arrays, because 200,000 objects, in each of several
 * workers, would be much memory for an archive of which one file at a time is read.
 */
import { PackedNumbers, pageLength } from './packed-numbers.ts';

/** Paths of one page, UTF-8: what all of them begin with, and the rest of each, one behind the other. */
interface Names {
  readonly prefix: Uint8Array;
  readonly rest: Uint8Array;
}

const noPrefix = new Uint8Array(0);

/**
 * Records of `width` integers by path. Of two with the same path the later one counts, as in Python. Paths are kept as bytes and found
 * by a table of hashes: a Map of strings would be three times the memory.
 */
export class PackedRecords {
  readonly #columns: readonly PackedNumbers[];
  /** All that were added. */
  #length = 0;
  /** Those in whose place a later one counts. */
  readonly #replaced = new Set<number>();
  readonly #pages: Names[] = [];
  /** Whole paths, one behind the other, that are not yet a page. */
  #open = new Uint8Array(1024);
  /** Where each whole path would end in its page. */
  readonly #ends = new PackedNumbers();
  /** Open addressing: numbers of records, from 1; at most two thirds of it are filled. */
  #slots = new Int32Array(128);
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => new PackedNumbers());
  }

  /** Paths. */
  get size(): number {
    return this.#length - this.#replaced.size;
  }

  /** Records that were added, those with the same path too. */
  get length(): number {
    return this.#length;
  }

  /** A number of one of the records that were added, in their order. */
  number(record: number, column: number): number {
    return this.#columns[column]!.at(record);
  }

  *paths(): Generator<string, undefined, void> {
    for (let record = 0; record < this.#length; record++)
      if (!this.#replaced.has(record)) yield this.#decoder.decode(this.#name(record));
  }

  add(path: string, numbers: readonly number[]): void {
    const name = this.#encoder.encode(path);
    const record = this.#length++;
    const start = this.#startOf(record);
    this.#open = withRoom(this.#open, start + name.length);
    this.#open.set(name, start);
    this.#ends.add(start + name.length);
    for (let i = 0; i < this.#columns.length; i++) this.#columns[i]!.add(numbers[i]!);
    if (this.#length % pageLength === 0) this.#closePage();
    const slot = this.#slotOf(name);
    if (this.#slots[slot] !== 0) this.#replaced.add(this.#slots[slot]! - 1);
    this.#slots[slot] = this.#length;
    if (3 * this.size > 2 * this.#slots.length) this.#rehash();
  }

  get(path: string): readonly number[] | null {
    const record = this.#slots[this.#slotOf(this.#encoder.encode(path))]! - 1;
    return record < 0 ? null : this.#columns.map((column) => column.at(record));
  }

  /** Gives back the room that was kept for more; nothing is added after it. */
  pack(): void {
    if (this.#length % pageLength !== 0) this.#closePage();
    this.#open = new Uint8Array(0);
    for (const numbers of [this.#ends, ...this.#columns]) numbers.pack();
  }

  #closePage(): void {
    const first = this.#pages.length * pageLength;
    const count = this.#length - first;
    const startOf = (i: number) => this.#startOf(first + i);
    const endOf = (i: number) => this.#ends.at(first + i);
    let shared = endOf(0);
    for (let i = 1; i < count; i++)
      shared = alike(this.#open, startOf(i), Math.min(shared, endOf(i) - startOf(i)));
    const rest = new Uint8Array(endOf(count - 1) - shared * count);
    for (let i = 0; i < count; i++)
      rest.set(this.#open.subarray(startOf(i) + shared, endOf(i)), startOf(i) - shared * i);
    this.#pages.push({ prefix: this.#open.slice(0, shared), rest });
  }

  /** In its page. */
  #startOf(record: number): number {
    return record % pageLength === 0 ? 0 : this.#ends.at(record - 1);
  }

  #pageOf(record: number): Names {
    return this.#pages[Math.floor(record / pageLength)] ?? { prefix: noPrefix, rest: this.#open };
  }

  #name(record: number): Uint8Array {
    const { prefix, rest } = this.#pageOf(record);
    const start = this.#startOf(record);
    const length = this.#ends.at(record) - start;
    const from = start - prefix.length * (record % pageLength);
    const end = from + length - prefix.length;
    if (prefix.length === 0) return rest.subarray(from, end);
    const name = new Uint8Array(length);
    name.set(prefix);
    name.set(rest.subarray(from, end), prefix.length);
    return name;
  }

  /** The slot of a path, or the free one that it would have. */
  #slotOf(name: Uint8Array): number {
    const mask = this.#slots.length - 1;
    const hash = mixed(hashOn(basis, name, 0, name.length));
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const record = this.#slots[slot]! - 1;
      if (record < 0 || this.#isName(record, name)) return slot;
    }
  }

  #isName(record: number, name: Uint8Array): boolean {
    const start = this.#startOf(record);
    if (this.#ends.at(record) - start !== name.length) return false;
    const { prefix, rest } = this.#pageOf(record);
    const from = start - prefix.length * (record % pageLength) - prefix.length;
    // From the end, where paths of one folder differ.
    for (let i = name.length - 1; i >= prefix.length; i--) if (rest[from + i] !== name[i]) return false;
    for (let i = prefix.length - 1; i >= 0; i--) if (prefix[i] !== name[i]) return false;
    return true;
  }

  #hashOf(record: number): number {
    const { prefix, rest } = this.#pageOf(record);
    const before = prefix.length * (record % pageLength);
    const [from, end] = [this.#startOf(record) - before, this.#ends.at(record) - before];
    return mixed(hashOn(hashOn(basis, prefix, 0, prefix.length), rest, from, end - prefix.length));
  }

  #rehash(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(2 * before.length);
    const mask = this.#slots.length - 1;
    for (const record of before) {
      if (record === 0) continue;
      // Their paths differ: none has to be compared.
      let slot = this.#hashOf(record - 1) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = record;
    }
  }
}

/** FNV-1a begins here. */
const basis = 0x811c9dc5;

/** Goes on with a hash over bytes `[from, end)`. */
function hashOn(hash: number, bytes: Uint8Array, from: number, end: number): number {
  for (let i = from; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash;
}

/** The upper bits in the lower ones, which are those that are used. */
function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** How many bytes from a place on are those at the beginning too, `most` at most. */
function alike(bytes: Uint8Array, from: number, most: number): number {
  for (let i = 0; i < most; i++) if (bytes[i] !== bytes[from + i]) return i;
  return most;
}

function withRoom(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.max(length, 2 * bytes.length));
  larger.set(bytes);
  return larger;
}
