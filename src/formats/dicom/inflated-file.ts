/** Deflated data sets (PS3.5, A.5) as a file in memory: header first, then as much more as the header says there are pixels. */
import { AppError, type SourceFile } from '../../domain/index.ts';
import { bytesFile, DeflateReader, largestExpansion } from '../../source/index.ts';
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
  // What follows the deflated data is not looked at: a zero that makes the length even, or gzip's trailer from some writers.
  const deflated = new DeflateReader({
    file,
    start,
    end: file.size,
    wrapping: 'raw',
    damaged: (detail, cause) => faults.damaged(detail, cause),
  });
  const most = (file.size - start) * largestExpansion;
  for (const size of headSizes) {
    const head = await deflated.read(0, Math.min(size, most));
    const found = await readIfWhole(bytesFile(file.path, head), read, head.length < size);
    if (found === null) continue;
    const needed = found.pixels === null ? 0 : found.pixels.at + (found.pixels.length ?? 0);
    if (needed <= head.length) return found;
    if (needed > most) throw faults.truncated();
    return read(bytesFile(file.path, await deflated.read(0, needed)));
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
