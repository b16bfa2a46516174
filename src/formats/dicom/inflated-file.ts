/** Deflated data sets (PS3.5, A.5) as a file in memory: header first, then as much more as the header says there are pixels. */
import { AppError, type SourceFile } from '../../domain/index.ts';
import { bytesFile, inflate, InflateError, largestExpansion } from '../../source/index.ts';
import type { Faults } from './faults.ts';
import type { PixelElement } from './header.ts';

/** How much is inflated in the hope that the header is in it. */
const headSizes = [256 * 1024, 4 * 2 ** 20, 64 * 2 ** 20];

/**
 * @param start where the deflated bytes begin.
 * @param read parses the inflated data set.
 * @throws AppError `truncated-image` or `damaged-image`.
 */
export async function inflatedFile<H extends { readonly pixels: PixelElement | null }>(
  file: SourceFile,
  start: number,
  faults: Faults,
  read: (file: SourceFile) => Promise<H>,
): Promise<H> {
  const compressed = await file.slice(start, file.size);
  for (const size of headSizes) {
    const head = await inflateUpTo(compressed, size, faults);
    const found = await readIfWhole(bytesFile(file.path, head), read, head.length < size);
    if (found === null) continue;
    const needed = found.pixels === null ? 0 : found.pixels.at + (found.pixels.length ?? 0);
    if (needed <= head.length) return found;
    if (needed > compressed.length * largestExpansion) throw faults.truncated();
    return read(bytesFile(file.path, await inflateUpTo(compressed, needed, faults)));
  }
  throw faults.damaged(`no pixels in the first ${headSizes.at(-1)!} bytes`);
}

/** Null where the header goes on behind what there is, and there is more to come. */
async function readIfWhole<H extends { readonly pixels: PixelElement | null }>(
  head: SourceFile,
  read: (file: SourceFile) => Promise<H>,
  isAll: boolean,
): Promise<H | null> {
  try {
    const found = await read(head);
    return found.pixels !== null || isAll ? found : null;
  } catch (error) {
    if (!isAll && error instanceof AppError && error.problem.kind === 'truncated-image') return null;
    throw error;
  }
}

/** The first `limit` inflated bytes, or all. */
async function inflateUpTo(compressed: Uint8Array, limit: number, faults: Faults): Promise<Uint8Array> {
  // An odd length is made even by a zero, which inflaters take for junk.
  const attempts = compressed.at(-1) === 0 ? [compressed, compressed.subarray(0, -1)] : [compressed];
  let failure: InflateError | null = null;
  for (const attempt of attempts) {
    try {
      return await inflated(attempt, limit);
    } catch (error) {
      if (!(error instanceof InflateError)) throw error;
      failure ??= error;
    }
  }
  throw faults.damaged(failure?.message ?? '', failure);
}

async function inflated(compressed: Uint8Array, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of inflate([compressed], 'deflate-raw')) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  const bytes = new Uint8Array(Math.min(length, limit));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, bytes.length - at), at);
    at += Math.min(chunk.length, bytes.length - at);
  }
  return bytes;
}
