/**
 * From a source to its samples: walks it once, asks every reader how well it fits, and reads with the best one or with the
 * one that was asked for.
 */
import {
  AppError,
  appError,
  type Evidence,
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
  const failed = new Map<Reader, AppError>();
  for (;;) {
    const looked = yield* lookWithAll(source, listing, reading.columns, wanted, failed, signal);
    const fitting = looked
      .filter((look): look is Looked & { result: Fit } => !(look.result instanceof AppError))
      .sort((a, b) => b.result.score - a.result.score);
    const chosen = wanted === null ? fitting[0] : fitting.find(({ name }) => name === wanted);
    if (chosen === undefined) {
      const failure = failureOf(listing, wanted, looked);
      const isVague = ['no-images', 'unrecognised-source'].includes(failure.problem.kind);
      const [broken] = isVague ? await brokenArchives(source, listing, signal) : [];
      throw broken === undefined ? failure : new AppError(broken);
    }
    yield { stage: 'recognising', done: listing.files.length };
    let read: Recognised;
    try {
      read = await chosen.result.read();
    } catch (error) {
      // A published dataset that lacks something may still be images with a table, or in folders.
      const mayBeElse = wanted === null && chosen.result.published !== undefined;
      if (!(error instanceof AppError && mayBeElse)) throw error;
      failed.set(chosen.name, error);
      continue;
    }
    const { inspection, table } = yield* withDicomHeaders(source, read, signal);
    const archives = await brokenArchives(source, listing, signal);
    const broken = [...archives, ...damagedTables(looked), ...failuresOf(failed)];
    const alternatives = [...fitting.map(({ name }) => name), ...unasked(listing, looked)];
    return {
      table,
      inspection: {
        ...inspection,
        evidence: [...inspection.evidence, ...rivalsOf(chosen, fitting)],
        rejected: [...broken, ...inspection.rejected],
        alternatives: alternatives.filter((name) => name !== chosen.name),
      },
    };
  }
}

async function* lookWithAll(
  source: Source,
  listing: Listing,
  columns: Reading['columns'],
  wanted: Reader | null,
  failed: ReadonlyMap<Reader, AppError>,
  signal: AbortSignal,
): AsyncGenerator<ReadingProgress, Looked[], void> {
  const looked: Looked[] = [];
  for (const reader of datasetReaders) {
    signal.throwIfAborted();
    const failure = failed.get(reader.name);
    if (failure !== undefined) looked.push({ name: reader.name, result: failure });
    const isSpared = reader.isCostly === true && wanted !== reader.name && looked.some(isPublished);
    if (failure !== undefined || isSpared) continue;
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

function isPublished({ result }: Looked): boolean {
  return !(result instanceof AppError) && result.published !== undefined;
}

/** Readers that were spared the work of looking: any tables can be read as tables. */
function unasked({ tables }: Listing, looked: readonly Looked[]): Reader[] {
  return datasetReaders
    .filter(({ name, isCostly }) => isCostly === true && !looked.some((look) => look.name === name))
    .filter(() => tables.length > 0 && looked.some(isPublished))
    .map(({ name }) => name);
}

/** Other published datasets and editions that the source could as well be. */
function rivalsOf(chosen: Looked & { result: Fit }, fitting: readonly { result: Fit }[]): Evidence[] {
  const taken = chosen.result.published;
  if (taken === undefined) return [];
  const others = fitting.flatMap(({ result }) =>
    result === chosen.result || result.published === undefined ? [] : [result.published],
  );
  return [...(chosen.result.others ?? []), ...others].map(({ title, because }) => ({
    kind: 'could-also-be',
    holds: false,
    parameters: { taken: taken.title, by: taken.because, dataset: title, because },
  }));
}

/** What kept published datasets from being read; the files that are missing are listed by whoever reads instead. */
function failuresOf(failed: ReadonlyMap<Reader, AppError>): Problem[] {
  return [...failed.values()].map(({ problem }) => problem);
}

/** Tables that were of no use because they can't be read: something else may have been read in their place. */
function damagedTables(looked: readonly Looked[]): Problem[] {
  const kinds = ['damaged-table', 'unsupported-table', 'missing-table', 'computed-features'];
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
