/** Archives that could not be entered. A listing goes on without what is in them, so the person has to be told. */
import { AppError, appError, type Problem, type Source } from '../domain/index.ts';
import { isArchiveName, leadingPart, openArchiveAt } from '../source/index.ts';
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
      await openArchiveAt((name) => source.open(name), path, signal);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      broken.push(error.problem);
    }
  }
  return [...broken, ...partsAlone(listing)];
}

/** Parts of archives that lack the one that the others are read by. */
function partsAlone({ files }: Listing): Problem[] {
  const left = new Set(files);
  const missing = new Map<string, string>();
  for (const path of files) {
    const part = isArchiveName(path) ? null : leadingPart(path);
    if (part !== null && !left.has(part) && !missing.has(part)) missing.set(part, path);
  }
  return [...missing].map(
    ([part, path]) => appError('missing-part', path, { part, detail: path }).problem,
  );
}
