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
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch (error) {
        throw asFileError(error, path, sourceName);
      }
    },
    stream: () => streamOf(readRanges(file, 0, file.size)),
  };
  return file;
}
