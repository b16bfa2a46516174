/** Archives that could not be entered. A listing goes on without what is in them, so the person has to be told. */
import { AppError, type Problem, type Source } from '../domain/index.ts';
import { isArchiveName, openArchive } from '../source/index.ts';
import type { Listing } from './listing.ts';

/** What is wrong with each archive that stands in the listing as a file. Costs opening each of them once more. */
export async function brokenArchives(
  source: Source,
  listing: Listing,
  signal: AbortSignal,
): Promise<Problem[]> {
  const broken: Problem[] = [];
  for (const path of listing.files.filter(isArchiveName)) {
    signal.throwIfAborted();
    try {
      await openArchive(await source.open(path), signal);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      broken.push(error.problem);
    }
  }
  return broken;
}
