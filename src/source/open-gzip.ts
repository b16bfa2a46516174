/** A file inside a gzip: read from front to back, as everything that is deflated. */
import { appError, type SourceFile } from '../domain/index.ts';
import { type RangeReader, readRanges, streamOf } from './byte-chunks.ts';
import { ForwardReader } from './forward-reader.ts';
import { inflate, InflateError } from './inflate.ts';

/** Whether a file that begins so is a gzip. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/**
 * The unpacked file. Its length stands in the last four bytes (RFC 1952), which is checked when the end is reached.
 * @throws AppError `damaged-archive`
 */
export async function openGzip(file: RangeReader & Pick<SourceFile, 'modified'>): Promise<SourceFile> {
  const damaged = (detail: string, cause?: unknown) =>
    appError('damaged-archive', file.path, { detail }, cause);
  if (file.size < 18) throw damaged('cut off');
  const tail = await file.slice(file.size - 4, file.size);
  const size = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  async function* inflated(): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* inflate(readRanges(file), 'gzip');
    } catch (error) {
      throw error instanceof InflateError ? damaged(error.message, error) : error;
    }
  }
  const forward = new ForwardReader(inflated);
  return {
    path: file.path.replace(/\.gz$/i, ''),
    size,
    modified: file.modified,
    slice: (start, end) => forward.read(Math.min(start, size), Math.min(end, size)),
    stream: () => streamOf(inflated()),
  };
}
