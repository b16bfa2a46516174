/** The files of an archive. */
import type { SourceFile } from '../domain/index.ts';
import type { PackedRecords } from './packed-records.ts';

/** Files by path, like a Map; each `get` gives a new file that holds nothing yet. */
export interface ArchiveFiles extends Iterable<readonly [string, SourceFile]> {
  readonly size: number;
  keys(): IterableIterator<string>;
  values(): IterableIterator<SourceFile>;
  has(path: string): boolean;
  get(path: string): SourceFile | undefined;
}

/**
 * @param records all of them: they are packed
 * @param open makes the file of a record
 */
export function archiveFiles(
  records: PackedRecords,
  open: (path: string, record: readonly number[]) => SourceFile,
): ArchiveFiles {
  records.pack();
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
