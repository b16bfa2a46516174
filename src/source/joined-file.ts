/** The parts of a file that was cut, as if they were one file. */
import type { SourceFile } from '../domain/index.ts';
import { joinChunks, readRanges, streamOf } from './byte-chunks.ts';

export interface JoinedFile extends SourceFile {
  /** Where each part begins, in bytes. */
  readonly starts: readonly number[];
  /** Path of the first part that is not there. */
  readonly missing: string;
}

/** @param parts in their order, at least one */
export function joinedFile(path: string, parts: readonly SourceFile[], missing: string): JoinedFile {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += part.size;
  }
  const file: JoinedFile = {
    path,
    size,
    modified: Math.max(...parts.map(({ modified }) => modified)),
    starts,
    missing,
    async slice(start, end) {
      const pieces = parts.flatMap((part, i) => {
        const from = Math.max(start - starts[i]!, 0);
        const to = Math.min(end - starts[i]!, part.size);
        return from < to ? [part.slice(from, to)] : [];
      });
      const bytes = await Promise.all(pieces);
      const length = bytes.reduce((sum, piece) => sum + piece.length, 0);
      return bytes.length === 1 ? bytes[0]! : joinChunks(bytes, length);
    },
    stream: () => streamOf(readRanges(file, 0, size)),
  };
  return file;
}
