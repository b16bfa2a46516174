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

/** Records of `Width` numbers by path. Of two with the same path the later one counts, as in Python. */
export class PackedRecords {
  readonly #width: number;
  readonly #places = new Map<string, number>();
  #numbers = new Float64Array(1024);
  #length = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get paths(): ReadonlyMap<string, number> {
    return this.#places;
  }

  add(path: string, record: readonly number[]): void {
    if (this.#length + this.#width > this.#numbers.length) {
      const larger = new Float64Array(2 * this.#numbers.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers.set(record, this.#length);
    this.#places.set(path, this.#length);
    this.#length += this.#width;
  }

  get(path: string): readonly number[] | null {
    const place = this.#places.get(path);
    return place === undefined ? null : Array.from(this.#numbers.subarray(place, place + this.#width));
  }
}

/** @param open makes the file of a record. */
export function archiveFiles(
  records: PackedRecords,
  open: (path: string, record: readonly number[]) => SourceFile,
): ArchiveFiles {
  const files: ArchiveFiles = {
    size: records.paths.size,
    keys: () => records.paths.keys(),
    has: (path) => records.paths.has(path),
    get(path) {
      const record = records.get(path);
      return record === null ? undefined : open(path, record);
    },
    *values() {
      for (const path of records.paths.keys()) yield files.get(path)!;
    },
    *[Symbol.iterator]() {
      for (const path of records.paths.keys()) yield [path, files.get(path)!] as const;
    },
  };
  return files;
}
