/** A file inside a gzip, of one member or of several (bgzip, `cat a.gz b.gz`). */
import { appError, type SourceFile } from '../domain/index.ts';
import { joinChunks, type RangeReader, streamOf } from './byte-chunks.ts';
import { DeflateReader } from './deflate-reader.ts';
import { bytesFile } from './memory-source.ts';

/** Unpacked files of at most this many bytes are kept in memory once they have been counted. */
const keptBytes = 32 * 1024 * 1024;

/**
 * The unpacked file. How long it is can't be known before it is read: the length in the last four bytes is that of the last member
 * only, and modulo 2^32. So this reads everything once; what is small is kept, in what is large the reading also finds
 * the places from which ranges can be read later. Who needs only the beginning takes `gzipHead`.
 *
 * @throws AppError `damaged-archive`: cut off, a wrong checksum or length, or something else than zeros behind it.
 */
export async function openGzip(file: RangeReader & Pick<SourceFile, 'modified'>): Promise<SourceFile> {
  const reader = gzipReader(file);
  const path = file.path.replace(/\.gz$/i, '');
  let kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reader.chunks()) {
    size += chunk.length;
    if (size <= keptBytes) kept.push(chunk);
    else kept = [];
  }
  if (size <= keptBytes) {
    const whole = bytesFile(path, joinChunks(kept, size));
    return { ...whole, modified: file.modified };
  }
  return {
    path,
    size,
    modified: file.modified,
    slice: (start, end) => reader.read(Math.min(start, size), Math.min(end, size)),
    stream: () => streamOf(reader.chunks()),
  };
}

/** The first `bytes` of the unpacked file, or all where it is shorter. Throws like `openGzip`. */
export async function gzipHead(file: RangeReader, bytes: number): Promise<Uint8Array> {
  return gzipReader(file).read(0, bytes);
}

/** @throws AppError `damaged-archive`, when it is read */
export function gzipReader(file: RangeReader): DeflateReader {
  return new DeflateReader({
    file,
    start: 0,
    end: file.size,
    wrapping: 'gzip',
    damaged: (detail, cause) => appError('damaged-archive', file.path, { detail }, cause),
  });
}
