/** Many small text files, a few at a time: captions, questions and outlines that lie in a file for each image. */
import { AppError, type Source } from '../../domain/index.ts';
import type { ReadingJob } from './published.ts';

/** Files read at once: enough to hide the wait for a disk. */
const atOnce = 16;
/** None of these is longer in any dataset that is known; what is longer is read up to here. */
const longest = 1024 * 1024;

/** How a file begins, by which its kind is told before it is opened as a table. */
export async function headOf(source: Source, path: string, bytes = 4096): Promise<string> {
  const file = await source.open(path);
  return new TextDecoder().decode(await file.slice(0, Math.min(file.size, bytes)));
}

/**
 * Hands over the text of each file in the order of the paths. One that can't be read is rejected by itself.
 * @param bytes read of each at most; what was cut off in the middle of a letter is left out
 */
export async function eachText(
  job: ReadingJob,
  paths: readonly string[],
  visit: (text: string, path: string, index: number) => void,
  bytes = longest,
): Promise<void> {
  for (let first = 0; first < paths.length; first += atOnce) {
    job.signal.throwIfAborted();
    const some = paths.slice(first, first + atOnce);
    const texts = await Promise.all(some.map((path) => readText(job, path, bytes)));
    texts.forEach((text, i) => {
      if (text !== null) visit(text, some[i]!, first + i);
    });
  }
}

async function readText(job: ReadingJob, path: string, bytes: number): Promise<string | null> {
  try {
    const file = await job.files.source.open(path);
    const isCut = file.size > bytes;
    const head = await file.slice(0, Math.min(file.size, bytes));
    // With `stream`, a letter whose bytes are not all there is held back.
    return new TextDecoder().decode(head, { stream: isCut });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    job.note(error.problem);
    return null;
  }
}
