/** A File or Blob as a file of a source; the browser keeps it on disk and reads the ranges that are asked for. */
import type { SourceFile } from '../domain/index.ts';
import { readRanges, streamOf } from './byte-chunks.ts';
import { asFileError } from './file-errors.ts';

/** What `readTogether` reads files by. */
const blobs = new WeakMap<SourceFile, Blob>();

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
  blobs.set(file, blob);
  return file;
}

/** Files begin at multiples of this in what was read together, as if each had memory of its own. */
const alignment = 8;

/**
 * Files whole, in one read where they are the browser's: each read costs it about as much as reading a megabyte.
 * @returns for each its bytes, or why it can't be read
 */
export async function readTogether(
  files: readonly SourceFile[],
): Promise<PromiseSettledResult<Uint8Array>[]> {
  const parts = files.map((file) => blobs.get(file));
  const one =
    parts.every((blob) => blob !== undefined) && files.length > 1 ? await readParts(parts) : null;
  return one ?? Promise.allSettled(files.map((file) => file.slice(0, file.size)));
}

/** Null where one of them can't be read: reading them one by one tells which. */
async function readParts(parts: readonly Blob[]): Promise<PromiseFulfilledResult<Uint8Array>[] | null> {
  const padded = parts.flatMap((blob) => [blob, new Uint8Array(padding(blob.size))]);
  try {
    const buffer = await new Blob(padded).arrayBuffer();
    let at = 0;
    return parts.map(({ size }) => {
      const value = new Uint8Array(buffer, at, size);
      at += size + padding(size);
      return { status: 'fulfilled', value };
    });
  } catch {
    return null;
  }
}

function padding(size: number): number {
  return (alignment - (size % alignment)) % alignment;
}
