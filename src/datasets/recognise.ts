/**
 * From a source to its samples: walks it once, asks every reader how well it fits, and reads with the best one or with the
 * one that was asked for.
 */
import {
  AppError,
  appError,
  type Problem,
  type Reader,
  type Reading,
  type ReadingProgress,
  type Source,
} from '../domain/index.ts';
import { brokenArchives } from './broken-archives.ts';
import { withDicomHeaders } from './dicom-headers.ts';
import { listSource, type Listing } from './listing.ts';
import type { Fit, Recognised } from './reader.ts';
import { datasetReaders } from './registry.ts';
import { withUnnamedImages } from './unnamed-images.ts';

interface Looked {
  readonly name: Reader;
  readonly result: Fit | AppError;
}

/**
 * Recognises and reads. Columns given without a reader mean a table.
 * @throws AppError `empty-source`, `no-images`, `unrecognised-source`; `recipe-does-not-fit` where the reader that was asked
 * for doesn't fit; what the chosen reader throws. AbortError when the signal aborts.
 */
export async function* recognise(
  source: Source,
  reading: Reading,
  signal: AbortSignal,
): AsyncGenerator<ReadingProgress, Recognised, void> {
  const listing = await withUnnamedImages(source, yield* listSource(source, signal), signal);
  if (listing.files.length === 0) throw appError('empty-source', null, {});
  const wanted = reading.reader ?? (reading.columns === null ? null : 'table');
  const looked = yield* lookWithAll(source, listing, reading.columns, signal);
  const fitting = looked
    .filter((look): look is Looked & { result: Fit } => !(look.result instanceof AppError))
    .sort((a, b) => b.result.score - a.result.score);
  const chosen = wanted === null ? fitting[0] : fitting.find(({ name }) => name === wanted);
  if (chosen === undefined) throw failureOf(listing, wanted, looked);
  yield { stage: 'recognising', done: listing.files.length };
  const { inspection, table } = yield* withDicomHeaders(source, await chosen.result.read(), signal);
  const archives = await brokenArchives(source, listing, signal);
  const rejected = [...archives, ...damagedTables(looked), ...inspection.rejected];
  const alternatives = fitting.map(({ name }) => name).filter((name) => name !== chosen.name);
  return { inspection: { ...inspection, rejected, alternatives }, table };
}

async function* lookWithAll(
  source: Source,
  listing: Listing,
  columns: Reading['columns'],
  signal: AbortSignal,
): AsyncGenerator<ReadingProgress, Looked[], void> {
  const looked: Looked[] = [];
  for (const reader of datasetReaders) {
    signal.throwIfAborted();
    try {
      const result = yield* reader.look(source, listing, columns, signal);
      if (result !== null) looked.push({ name: reader.name, result });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      looked.push({ name: reader.name, result: error });
    }
  }
  return looked;
}

/** Tables that were of no use because they can't be read: something else may have been read in their place. */
function damagedTables(looked: readonly Looked[]): Problem[] {
  const kinds = ['damaged-table', 'unsupported-table'];
  return looked.flatMap(({ result }) =>
    result instanceof AppError && kinds.includes(result.problem.kind) ? [result.problem] : [],
  );
}

/** Why nothing was chosen: the wanted (else the most particular) reader's own words, or what the listing lacks. */
function failureOf(listing: Listing, wanted: Reader | null, looked: readonly Looked[]): AppError {
  for (const { name, result } of looked) {
    if (result instanceof AppError && (wanted === null || wanted === name)) return result;
  }
  if (wanted !== null) {
    return appError('recipe-does-not-fit', null, {
      path: 'reading.reader',
      found: wanted,
      available: looked.map(({ name }) => name).join(', '),
    });
  }
  const [files, images] = [listing.files.length, listing.images.length];
  return images === 0
    ? appError('no-images', null, { files })
    : appError('unrecognised-source', null, { files, images });
}
