/** A File or Blob as a file of a source; the browser keeps it on disk and reads the ranges that are asked for. */
import type { SourceFile } from '../domain/index.ts';
import { readRanges, streamOf } from './byte-chunks.ts';
import { asFileError } from './file-errors.ts';

/** @param sourceName what the person would have to open again if the file can no longer be read. */
export function blobFile(path: string, blob: Blob, sourceName: string): SourceFile {
  const file: SourceFile = {
    path,
    size: blob.size,
    modified: blob instanceof File ? blob.lastModified : 0,
    async slice(start, end) {
      try {
        // A part is one more object that the browser's own process has to make, as costly as the reading of a small file.
        const isWhole = start === 0 && end >= blob.size;
        const part = isWhole ? blob : blob.slice(start, end);
        return new Uint8Array(await part.arrayBuffer());
      } catch (error) {
        throw asFileError(error, path, sourceName);
      }
    },
    stream: () => streamOf(readRanges(file, 0, file.size)),
  };
  return file;
}
