/**
 * The cutting of many samples, as one worker of the pool does it: from references to tensors, in order, with what can't
 * be read reported in its place. Writing the tensors down is left to storage.
 */
import { AppError, type ImageReference, type Pixels, type Problem } from '../domain/index.ts';
import { cutImage, type CutShape } from './cut-image.ts';
import type { PixelReader, ReadShape } from './read-pixels.ts';

/** A cut sample, `data` being `[size, size, channels]`, or why there is none. */
export type CutRow =
  | { readonly row: number; readonly data: Uint8Array }
  | { readonly row: number; readonly problem: Problem };

/** Rows read in one go from an .npz: 64 pictures of 224 px in RGB are 10 MB. */
const longestRun = 64;

/**
 * Files being read ahead of the one that is cut. Bytes come from the browser's own process, and a JPEG where the browser decodes
 * it from another thread, while this one decodes and resamples; more than a few would only hold memory.
 */
const filesAhead = 3;

/**
 * Cuts the given rows of `images`, in that order. A file that can't be used gives a row with its problem and the next
 * goes on; what is not an AppError is a bug and is thrown. Once `signal` aborts, its reason is thrown before the next row.
 */
export async function* cutRows(
  reader: PixelReader,
  images: readonly ImageReference[],
  rows: ArrayLike<number>,
  options: CutShape & ReadShape,
  channels: 1 | 3,
  signal?: AbortSignal,
): AsyncGenerator<CutRow, void, void> {
  const readings = ahead(portions(images, rows), (portion) => readPortion(reader, portion, options));
  for await (const { portion, result } of readings) {
    for (const [index, row] of portion.rows.entries()) {
      signal?.throwIfAborted();
      yield 'problem' in result
        ? { row, problem: result.problem }
        : { row, data: cutImage(result.pictures[index]!, options, channels) };
    }
  }
}

/** Rows that are read together: one file, or neighbours in an .npz. */
interface Portion {
  readonly rows: number[];
  readonly first: ImageReference;
}

function* portions(images: readonly ImageReference[], rows: ArrayLike<number>): Generator<Portion> {
  let current: Portion | null = null;
  for (const row of Array.from(rows)) {
    const reference = images[row]!;
    if (current && follows(current, reference)) {
      current.rows.push(row);
    } else {
      if (current) yield current;
      current = { rows: [row], first: reference };
    }
  }
  if (current) yield current;
}

function follows({ rows, first }: Portion, next: ImageReference): boolean {
  return (
    first.kind === 'npz-row' &&
    next.kind === 'npz-row' &&
    rows.length < longestRun &&
    next.path === first.path &&
    next.member === first.member &&
    next.plane === first.plane &&
    next.slice === first.slice &&
    next.row === first.row + rows.length
  );
}

interface Reading {
  readonly portion: Portion;
  readonly result: { readonly pictures: readonly Pixels[] } | { readonly problem: Problem };
}

async function readPortion(reader: PixelReader, portion: Portion, shape: ReadShape): Promise<Reading> {
  const { first, rows } = portion;
  try {
    const pictures =
      first.kind !== 'npz-row'
        ? [await reader.one(first, shape)]
        : await reader.run({ ...first, start: first.row, end: first.row + rows.length }, shape);
    return { portion, result: { pictures } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { portion, result: { problem: error.problem } };
  }
}

/**
 * Results in the order of the inputs, with a few more started before they are asked for. An error is thrown when its turn
 * comes, and with it those still under way are given up.
 */
async function* ahead<Input, Output>(
  inputs: Iterable<Input>,
  start: (input: Input) => Promise<Output>,
): AsyncGenerator<Output, void, void> {
  const settled: Promise<PromiseSettledResult<Output>>[] = [];
  for (const input of inputs) {
    settled.push(Promise.allSettled([start(input)]).then(([only]) => only));
    if (settled.length > filesAhead) yield outcome(await settled.shift()!);
  }
  for (const one of settled) yield outcome(await one);
}

function outcome<Output>(settled: PromiseSettledResult<Output>): Output {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
