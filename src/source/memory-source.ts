/** A source whose files are in memory: the built-in sample, and tests. */
import type { Source, SourceFile } from '../domain/index.ts';
import { inBatches } from './batches.ts';
import { readRanges, streamOf } from './byte-chunks.ts';
import { noSuchFile } from './file-errors.ts';

/** @param files bytes by path. */
export function memorySource(name: string, files: Readonly<Record<string, Uint8Array>>): Source {
  const byPath = new Map(Object.entries(files));
  return {
    name,
    list: (signal) => inBatches(byPath.keys(), signal),
    open(path) {
      const bytes = byPath.get(path);
      if (bytes === undefined) return Promise.reject(noSuchFile(path));
      return Promise.resolve(bytesFile(path, bytes));
    },
  };
}

/** Bytes in memory as a file. Reading all of it gives the bytes themselves, which nobody may change; a part is a copy. */
export function bytesFile(path: string, bytes: Uint8Array): SourceFile {
  const file: SourceFile = {
    path,
    size: bytes.length,
    modified: 0,
    slice: (start, end) =>
      Promise.resolve(start === 0 && end >= bytes.length ? bytes : bytes.slice(start, end)),
    stream: () => streamOf(readRanges(file, 0, file.size)),
  };
  return file;
}
