/**
 * The cutting of many samples, as one worker of the pool does it: from references to tensors, in order, with what can't
 * be read reported in its place. Writing the tensors down is left to storage.
 */
import {
  AppError,
  type CutOptions,
  type ImageReference,
  type Pixels,
  type Problem,
  type StoredFrame,
} from '../domain/index.ts';
import { giveBack } from '../formats/index.ts';
import { ahead } from './ahead.ts';
import { referred, storedFrame } from './box-geometry.ts';
import { planCut, type CutPlan, type CutShape } from './cut-image.ts';
import { cutTogether } from './cut-together.ts';
import { cutMontage, cutVolume } from './cut-volume.ts';
import type { BatchResampler } from './gpu/batch-resampler.ts';
import { type Volume, windowedVolume } from './read-volume.ts';
import type { LoadedFiles, PixelReader, ReadShape } from './read-pixels.ts';
import { resampled, type ResampleJob } from './resample.ts';

/**
 * A cut sample, `data` being `[size, size, channels]` or `[size, size, size, channels]`, the sides those in px before the cut, and the frame that of the whole image; or
 * why there is none.
 */
export type CutRow =
  | {
      readonly row: number;
      readonly data: Uint8Array;
      readonly width: number;
      readonly height: number;
      readonly frame: StoredFrame;
    }
  | { readonly row: number; readonly problem: Problem };

/** Rows read in one go from an .npz: 64 pictures of 224 px in RGB are 10 MB. */
const longestRun = 64;

/** Parts of one image that are cut from it in one go; all are held at once. */
const mostParts = 16;

/** Portions whose small files are read together, while those before them are cut: few at first, so that cutting begins soon. */
const [firstFlight, largestFlight] = [2, 16];

/**
 * Pictures that are decoded ahead of the one that is cut: large files come from the browser's own process, and formats that the
 * browser decodes from another thread, while this one resamples; more than a few would only hold memory.
 */
const picturesAhead = 3;

/** What is resampled in one go on a GPU: source bytes, and pictures, so that rows of small ones don't come too seldom. */
const batchBytes = 1 << 24;
const batchPictures = 64;

/**
 * Cuts the given rows of `images`, in that order. A file that can't be used gives a row with its problem and the next
 * goes on; what is not an AppError is a bug and is thrown. Once `signal` aborts, its reason is thrown before the next row.
 * @param batches where it is given, pictures are resampled by it, many at a time
 */
export async function* cutRows(
  reader: PixelReader,
  images: readonly ImageReference[],
  rows: ArrayLike<number>,
  options: CutShape & ReadShape & Partial<Pick<CutOptions, 'volume' | 'several'>>,
  channels: 1 | 3,
  signal?: AbortSignal,
  batches: BatchResampler | null = null,
): AsyncGenerator<CutRow, void, void> {
  const { volume = 'slice', several = 'first' } = options;
  if (volume !== 'slice') {
    const isMontage = volume === 'montage';
    const cutAs = isMontage ? cutMontage : cutVolume;
    // A cube has no slices to be chosen.
    const shape: typeof options = isMontage ? options : { ...options, plane: 'auto' };
    // One after the other: a volume may take hundreds of MB.
    for (const row of Array.from(rows)) {
      signal?.throwIfAborted();
      yield await cutWhole(reader, images[row]!, row, (read) => cutAs(read, shape, channels), shape);
    }
    return;
  }
  if (several === 'together') {
    const cutOne = (row: number) => cutAll(reader, images[row]!, row, options, channels);
    for await (const row of ahead(Array.from(rows), cutOne, picturesAhead)) {
      signal?.throwIfAborted();
      yield row;
    }
    return;
  }
  const plan = (pixels: Pixels) => planOnce(pixels, options, channels);
  const cut = (pixels: Pixels) => {
    const planned = plan(pixels);
    return finishOnce(planned, resampled(planned.job));
  };
  const load = async (flight: readonly Portion[]) => {
    const loaded = await reader.load(flight.map(({ references }) => references[0]!));
    return flight.map((portion) => ({ portion, loaded }));
  };
  const flights = ahead(inFlights(portions(images, rows)), load, 1);
  const read = ({ portion, loaded }: LoadedPortion) => readPortion(reader, portion, options, loaded);
  const readings = ahead(each(flights), read, picturesAhead);
  if (batches !== null) {
    const planned = inBatches(readings, plan, signal);
    // While one batch is on the GPU, the next one is decoded.
    for await (const batch of ahead(planned, (plans) => cutBatch(plans, batches), 1)) {
      for (const row of batch) {
        signal?.throwIfAborted();
        yield row;
      }
    }
    return;
  }
  for await (const { portion, pictures } of readings) {
    for (const [index, row] of portion.rows.entries()) {
      signal?.throwIfAborted();
      const picture = pictures[index]!;
      yield 'problem' in picture
        ? { row, problem: picture.problem }
        : { row, ...sidesOf(picture), data: cut(picture) };
    }
  }
}

async function cutAll(
  reader: PixelReader,
  image: ImageReference,
  row: number,
  options: CutShape & ReadShape,
  channels: 1 | 3,
): Promise<CutRow> {
  try {
    const references = await reader.together(image, options);
    const first = await reader.one(references[0]!, options);
    const read = (index: number) =>
      index === 0 ? Promise.resolve(first) : reader.one(references[index]!, options);
    const data = await cutTogether(references.length, read, options, channels);
    return { row, ...sidesOf(first), data };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { row, problem: error.problem };
  }
}

async function cutWhole(
  reader: PixelReader,
  image: ImageReference,
  row: number,
  cut: (volume: Volume) => Uint8Array,
  shape: ReadShape,
): Promise<CutRow> {
  try {
    const volume = windowedVolume(await reader.volume(image, shape), shape.window);
    const { width, height, bits } = volume;
    const frame = { width, height, turn: 1, ...(bits !== undefined && { bits }) };
    return { row, data: cut(volume), width, height, frame };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { row, problem: error.problem };
  }
}

/** The resampling of one picture of a cut, for choosing a resampler by; null where it can't be read. */
export async function sampleJob(
  reader: PixelReader,
  image: ImageReference,
  { options, channels }: { readonly options: CutShape & ReadShape; readonly channels: 1 | 3 },
): Promise<ResampleJob | null> {
  const { pictures } = await readPortion(reader, { rows: [0], references: [image] }, options);
  const picture = pictures[0]!;
  return 'problem' in picture ? null : planCut(picture, options, channels).job;
}

type PlannedRow =
  | {
      readonly row: number;
      readonly plan: CutPlan;
      readonly sides: ReturnType<typeof sidesOf>;
    }
  | { readonly row: number; readonly problem: Problem };

const sidesOf = (pixels: Pixels) => ({
  width: pixels.width,
  height: pixels.height,
  frame: storedFrame(pixels),
});

async function* inBatches(
  readings: AsyncIterable<Reading>,
  plan: (pixels: Pixels) => CutPlan,
  signal: AbortSignal | undefined,
): AsyncGenerator<PlannedRow[], void, void> {
  let batch: PlannedRow[] = [];
  let bytes = 0;
  for await (const { portion, pictures } of readings) {
    for (const [index, row] of portion.rows.entries()) {
      signal?.throwIfAborted();
      const picture = pictures[index]!;
      if ('problem' in picture) {
        batch.push({ row, problem: picture.problem });
      } else {
        const planned = plan(picture);
        batch.push({ row, plan: planned, sides: sidesOf(picture) });
        bytes += planned.job.pixels.data.length;
      }
      if (bytes < batchBytes && batch.length < batchPictures) continue;
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

async function cutBatch(batch: readonly PlannedRow[], resampler: BatchResampler): Promise<CutRow[]> {
  const jobs = batch.flatMap((planned) => ('plan' in planned ? [planned.plan.job] : []));
  const results = (await resampler.resample(jobs)).values();
  return batch.map((planned) =>
    'problem' in planned
      ? planned
      : { row: planned.row, ...planned.sides, data: finishOnce(planned.plan, results.next().value!) },
  );
}

/** A picture that nobody else looks at: what it lies in is given back where it was made grey. */
function planOnce(pixels: Pixels, options: CutShape, channels: 1 | 3): CutPlan {
  const plan = planCut(pixels, options, channels);
  if (plan.job.pixels.data.buffer !== pixels.data.buffer) giveBack(pixels.data);
  return plan;
}

/** The tensor of a plan that is carried out once; what it was made of is given back. */
function finishOnce({ job, finish }: CutPlan, resampledBytes: Uint8Array): Uint8Array {
  const data = finish(resampledBytes);
  if (data.buffer !== job.pixels.data.buffer) giveBack(job.pixels.data);
  return data;
}

/** Rows that are read together: one file, parts of one, or neighbours in an .npz. */
interface Portion {
  readonly rows: number[];
  readonly references: ImageReference[];
}

function* portions(images: readonly ImageReference[], rows: ArrayLike<number>): Generator<Portion> {
  let current: Portion | null = null;
  for (const row of Array.from(rows)) {
    const reference = images[row]!;
    if (current && follows(current, reference)) {
      current.rows.push(row);
      current.references.push(reference);
    } else {
      if (current) yield current;
      current = { rows: [row], references: [reference] };
    }
  }
  if (current) yield current;
}

/** A portion, and what was read together with it. */
interface LoadedPortion {
  readonly portion: Portion;
  readonly loaded: LoadedFiles;
}

function* inFlights(all: Iterable<Portion>): Generator<Portion[]> {
  let flight: Portion[] = [];
  let length = firstFlight;
  for (const portion of all) {
    flight.push(portion);
    if (flight.length < length) continue;
    yield flight;
    flight = [];
    length = Math.min(2 * length, largestFlight);
  }
  if (flight.length > 0) yield flight;
}

async function* each<Item>(lists: AsyncIterable<readonly Item[]>): AsyncGenerator<Item, void, void> {
  for await (const list of lists) yield* list;
}

function follows({ rows, references }: Portion, next: ImageReference): boolean {
  const first = references[0]!;
  // Parts of what is opened as one: decoding costs more than all else.
  if (first.kind === 'file' && next.kind === 'file')
    return rows.length < mostParts && isPartOfOne(first, next);
  return (
    first.region === undefined &&
    next.region === undefined &&
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

type ImageFile = Extract<ImageReference, { kind: 'file' }>;

function isPartOfOne(a: ImageFile, b: ImageFile): boolean {
  const isPart = a.region !== undefined && b.region !== undefined;
  const isOneFrame = a.frame === b.frame && a.seconds === b.seconds;
  return isPart && a.path === b.path && isOneFrame && a.plane === b.plane;
}

type Picture = Pixels | { readonly problem: Problem };

interface Reading {
  readonly portion: Portion;
  /** One for each row of the portion. */
  readonly pictures: readonly Picture[];
}

async function readPortion(
  reader: PixelReader,
  portion: Portion,
  shape: ReadShape,
  loaded?: LoadedFiles,
): Promise<Reading> {
  const { rows, references } = portion;
  const first = references[0]!;
  try {
    if (rows.length > 1 && first.region !== undefined) {
      const { region: _, ...whole } = first;
      return { portion, pictures: await parts(reader, whole, portion, shape, loaded) };
    }
    const pictures =
      first.kind !== 'npz-row' || first.region !== undefined
        ? [await reader.one(first, shape, loaded)]
        : await reader.run({ ...first, start: first.row, end: first.row + rows.length }, shape);
    return { portion, pictures };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { problem } = error;
    return { portion, pictures: rows.map(() => ({ problem })) };
  }
}

/** Parts of one image, which is decoded once. */
async function parts(
  reader: PixelReader,
  whole: ImageReference,
  { references }: Portion,
  shape: ReadShape,
  loaded?: LoadedFiles,
): Promise<Picture[]> {
  // As `reader.one` would read each by itself.
  const pixels = await reader.one(whole, { ...shape, decode: 'exact' }, loaded);
  const pictures = references.map((reference): Picture => {
    try {
      return referred(pixels, reference);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { problem: error.problem };
    }
  });
  giveBack(pixels.data);
  return pictures;
}
