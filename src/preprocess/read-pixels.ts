/**
 * From a reference to pixels: a file is decoded whole, rows of an .npz are read as they lie. What was opened is kept for a
 * while, so an archive's directory is read once, a deflated array is inflated from front to back once, and so is a volume.
 */
import {
  AppError,
  appError,
  type CutOptions,
  type DecodedImage,
  type ImageReference,
  type Pixels,
  type Plane,
  type Source,
  sliceAt,
  type SourceFile,
} from '../domain/index.ts';
import {
  giveBack,
  type ImageStack,
  openImage,
  openNpz,
  readImage,
  type NpzFile,
  type NpzRows,
  pictureShape,
  type ReadOptions,
} from '../formats/index.ts';
import { bytesFile, readTogether } from '../source/index.ts';
import { referred } from './box-geometry.ts';
import { cellReader } from './cell-images.ts';
import { shownFrames } from './cut-together.ts';
import { readSeries, seriesInOrder } from './read-series.ts';
import {
  type DecodedVolume,
  resliced,
  sliceOf,
  stacked,
  type Volume,
  windowedVolume,
} from './read-volume.ts';
import { windowed } from './window.ts';

/** Rows of an .npz array that lie next to each other: `[start, end)`, and for volumes the slice that is taken of each. */
export interface NpzRun extends NpzRows {
  readonly path: string;
  readonly member: string;
}

/** What of the options decides how a file becomes pixels. */
export type ReadShape = Pick<CutOptions, 'size' | 'window' | 'decode' | 'orientation'> &
  Partial<Pick<CutOptions, 'plane' | 'position'>>;

type FileReference = Extract<ImageReference, { kind: 'file' }>;

/** Files that are in memory already, by path. */
export type LoadedFiles = ReadonlyMap<string, SourceFile>;

/** Reads the pixels of one source. All methods but `load` throw AppError for what is wrong with a file. */
export interface PixelReader {
  /** Reads together those of the files that are small; leaves out what can't be read. */
  load(references: readonly ImageReference[]): Promise<LoadedFiles>;
  one(reference: ImageReference, shape: ReadShape, loaded?: LoadedFiles): Promise<Pixels>;
  /** The whole image that a reference is of, before the window: a part is shown through the window of the whole. */
  decoded(reference: ImageReference, shape: ReadShape): Promise<DecodedImage>;
  run(run: NpzRun, shape: ReadShape): Promise<Pixels[]>;
  /** The images that a sample is of, one or several, each as a reference of its own; of a video some of its frames. */
  together(reference: ImageReference, shape: ReadShape): Promise<readonly ImageReference[]>;
  /** The whole volume that a reference is of; axial slices where its orientation in the patient is known. Also throws `not-a-volume`. */
  volume(reference: ImageReference, shape: ReadShape): Promise<DecodedVolume>;
}

/** Files up to this size are read in one go: most single pictures, and few volumes. */
const smallBytes = 8 * 1024 * 1024;

/** Files up to this size are read together with others; for larger ones it hardly matters. */
const togetherBytes = 1024 * 1024;

/** Opened volumes and videos that are kept: the one being cut, and those that are read ahead. */
const keptStacks = 4;

/** Seconds by which times of one frame may differ: those of videos are in whole parts of a second. */
const rounding = 1e-3;

function onePicture(path: string): AppError {
  return appError('not-a-volume', path, { slices: 1 });
}

/** The volume of one file. Throws `not-a-volume`, and like `ImageStack.read`. */
async function volumeOf(stack: ImageStack, path: string): Promise<DecodedVolume> {
  const { slices = 1, spacingMm } = stack.volume ?? {};
  if (spacingMm === undefined || slices < 2) throw onePicture(path);
  return { tall: await stacked(slices, (index) => stack.read(index), path), slices, spacingMm };
}

/** One image file as a volume, as `PixelReader.volume` reads it. */
export async function readVolumeAs(file: SourceFile, shape: ReadShape): Promise<Volume> {
  const plane = planeOf(shape) ?? 'axial';
  const stack = await openImage(file, optionsFor({ ...shape, decode: 'exact' }, plane));
  try {
    return windowedVolume(await volumeOf(stack, file.path), shape.window);
  } finally {
    stack.close();
  }
}

/** One image file as pixels. Throws like `readImage`. */
export async function readAs(file: SourceFile, shape: ReadShape): Promise<Pixels> {
  const stack = await openImage(file, optionsFor(shape, planeOf(shape)));
  try {
    return windowed(await stack.read(shownFrame(stack, shape)), shape.window);
  } finally {
    stack.close();
  }
}

/** One image file as the pictures that are cut together. Throws like `readImage`. */
export async function readTogetherAs(file: SourceFile, shape: ReadShape): Promise<Pixels[]> {
  const stack = await openImage(file, optionsFor(shape, null));
  try {
    const pictures: Pixels[] = [];
    for (const frame of shownFrames(stack))
      pictures.push(windowed(await stack.read(frame), shape.window));
    return pictures;
  } finally {
    stack.close();
  }
}

export function pixelReader(source: Source): PixelReader {
  const cell = cellReader(source);
  const archives = new Map<string, Promise<NpzFile>>();
  /** By path and options, the one used last at the end. */
  const stacks = new Map<string, Promise<ImageStack>>();
  /** Slices of series by the path of their references, likewise. */
  const orders = new Map<string, Promise<readonly string[]>>();

  function archive(path: string): Promise<NpzFile> {
    const opened = archives.get(path) ?? source.open(path).then(openNpz);
    archives.set(path, opened);
    return opened;
  }

  async function load(references: readonly ImageReference[]): Promise<LoadedFiles> {
    const isOneFile = (one: ImageReference) => one.kind === 'file' && one.series === undefined;
    return loadPaths([...new Set(references.filter(isOneFile).map(({ path }) => path))]);
  }

  async function loadPaths(paths: readonly string[]): Promise<LoadedFiles> {
    const opened = await Promise.allSettled(paths.map((path) => source.open(path)));
    const small = opened.flatMap((one, i) =>
      one.status === 'fulfilled' && one.value.size <= togetherBytes
        ? [{ path: paths[i]!, file: one.value }]
        : [],
    );
    const read = await readTogether(small.map(({ file }) => file));
    return new Map(
      small.flatMap(({ path, file }, i) => {
        const one = read[i]!;
        return one.status === 'fulfilled' ? [[path, held(file, one.value)]] : [];
      }),
    );
  }

  async function stack(path: string, options: ReadOptions, loaded?: LoadedFiles): Promise<ImageStack> {
    const key = JSON.stringify([path, options]);
    const beside = (extension: string) => fileBeside(source, path, extension);
    const opened =
      stacks.get(key) ??
      Promise.resolve(loaded?.get(path) ?? source.open(path).then(inMemory)).then((file) =>
        openImage(file, { ...options, beside }),
      );
    stacks.delete(key);
    stacks.set(key, opened);
    if (stacks.size > keptStacks) void forget(stacks.keys().next().value!);
    return opened;
  }

  /** Opens files of which many are small. */
  async function openTogether(paths: readonly string[]) {
    const loaded = await loadPaths(paths);
    return async (path: string) => loaded.get(path) ?? source.open(path);
  }

  /** The file of the slice that is shown, where each slice is one. */
  async function pathAt(
    { path, series }: FileReference,
    { position = 0.5 }: ReadShape,
    options: ReadOptions,
  ): Promise<string> {
    if (series === undefined) return path;
    const order = orders.get(path) ?? seriesInOrder(series, openTogether, options);
    orders.delete(path);
    orders.set(path, order);
    if (orders.size > keptStacks) orders.delete(orders.keys().next().value!);
    return (await order)[sliceAt(position, series.length)]!;
  }

  async function forget(key: string): Promise<void> {
    const opened = stacks.get(key);
    stacks.delete(key);
    const [result] = await Promise.allSettled([opened]);
    if (result.status === 'fulfilled') result.value?.close();
  }

  // An array is inflated by one stream, so runs that are asked for at once are read one after the other.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(asked: NpzRun, take: (image: DecodedImage) => T): Promise<T[]> {
    const mine = turn.then(() => readRun(asked, take));
    turn = Promise.allSettled([mine]);
    return mine;
  }

  async function readRun<T>(
    { path, member, ...rows }: NpzRun,
    take: (image: DecodedImage) => T,
  ): Promise<T[]> {
    const npz = await archive(path);
    const pictures: T[] = [];
    for await (const image of npz.images(member, rows)) pictures.push(take(image));
    return pictures;
  }

  function run(asked: NpzRun, shape: ReadShape): Promise<Pixels[]> {
    return inTurn(sliced(asked, shape), (image) => windowed(image, shape.window));
  }

  async function decoded(
    reference: ImageReference,
    shape: ReadShape,
    loaded?: LoadedFiles,
  ): Promise<DecodedImage> {
    switch (reference.kind) {
      case 'file': {
        const plane = reference.plane ?? planeOf(shape);
        if (reference.series !== undefined && plane !== null) {
          const whole = await volume(reference, shape);
          return sliceOf(whole, sliceAt(shape.position ?? 0.5, whole.slices));
        }
        const options = optionsFor(exactFor(reference, shape), plane);
        const opened = await stack(await pathAt(reference, shape, options), options, loaded);
        return opened.read(frameOf(reference, opened) ?? shownFrame(opened, shape));
      }
      case 'cell':
        return readImage(await cell(reference), optionsFor(exactFor(reference, shape), null));
      case 'npz-row': {
        const { row, ...where } = reference;
        const asked = sliced({ ...where, start: row, end: row + 1 }, shape);
        const [image] = await inTurn(asked, (one) => one);
        return image!;
      }
    }
  }

  async function one(
    reference: ImageReference,
    shape: ReadShape,
    loaded?: LoadedFiles,
  ): Promise<Pixels> {
    const image = await decoded(reference, shape, loaded);
    const pixels = windowed(image, shape.window);
    if (pixels !== image) giveBack(image.data);
    const part = referred(pixels, reference);
    if (part !== pixels) giveBack(pixels.data);
    return part;
  }

  async function together(
    reference: ImageReference,
    shape: ReadShape,
  ): Promise<readonly ImageReference[]> {
    if (reference.kind !== 'file') return [reference];
    const { further, ...first } = reference;
    if (further !== undefined)
      return [first, ...further.map((path) => ({ kind: 'file', path }) as const)];
    if (first.frame !== undefined || first.seconds !== undefined) return [first];
    const opened = await stack(first.path, optionsFor(exactFor(first, shape), first.plane ?? null));
    if (opened.isVideo !== true) return [first];
    return shownFrames(opened).map((frame) => ({ ...first, frame }));
  }

  async function volume(reference: ImageReference, shape: ReadShape): Promise<DecodedVolume> {
    switch (reference.kind) {
      case 'cell':
        throw onePicture(reference.path);
      case 'npz-row': {
        const { path, member, row } = reference;
        const { shape: axes } = (await archive(path)).members.get(member) ?? { shape: [] };
        if (pictureShape(axes)?.kind !== 'volume') throw onePicture(path);
        const run = { path, member, start: row, end: row + 1, whole: true };
        const [tall] = await inTurn(run, (image) => image);
        const axial = { tall: tall!, slices: axes[1]!, spacingMm: [1, 1, 1] } as const;
        return resliced(axial, reference.plane ?? planeOf(shape) ?? 'axial');
      }
      case 'file': {
        const plane = reference.plane ?? planeOf(shape) ?? 'axial';
        const options = optionsFor({ ...shape, decode: 'exact' }, plane);
        if (reference.series !== undefined)
          return readSeries(
            await Promise.all(reference.series.map((path) => source.open(path))),
            options,
          );
        return volumeOf(await stack(reference.path, options), reference.path);
      }
    }
  }

  return { load, one, decoded, run, together, volume };
}

/**
 * A small file whole. Every read of a file costs the browser about as much as reading a megabyte, and a decoder makes two of them at
 * least.
 */
async function inMemory(file: SourceFile): Promise<SourceFile> {
  if (file.size > smallBytes) return file;
  return held(file, await file.slice(0, file.size));
}

function held({ path, modified }: SourceFile, bytes: Uint8Array): SourceFile {
  return { ...bytesFile(path, bytes), modified };
}

/** Parts of an image are small, so that none is decoded at less than its size. */
function exactFor({ region }: ImageReference, shape: ReadShape): ReadShape {
  return region === undefined ? shape : { ...shape, decode: 'exact' };
}

function optionsFor({ size, decode, orientation }: ReadShape, plane: Plane | null): ReadOptions {
  // Twice the size leaves the filter something to average over.
  const atLeast = decode === 'fast' ? 2 * size : null;
  return { plane, atLeast, upright: orientation === 'upright' };
}

/** Null for the file's own order. */
function planeOf({ plane = 'auto' }: ReadShape): Plane | null {
  return plane === 'auto' ? null : plane;
}

/** The frame that a cut shows of a file: of a volume the one at the position, of anything else what stands for the file. */
function shownFrame({ volume, representative }: ImageStack, { position = 0.5 }: ReadShape): number {
  const isChosen = position !== 0.5 && volume !== undefined && volume.slices > 1;
  return isChosen ? sliceAt(position, volume.slices) : representative;
}

/**
 * The frame that a reference names, null for none. Of a moment it is the one on show then; the last one stays on for as long as the one
 * before it.
 * @throws AppError `damaged-image` for a moment after the end
 */
function frameOf({ path, frame, seconds }: FileReference, { times }: ImageStack): number | null {
  if (seconds === undefined) return frame ?? null;
  const [before = 0, last = 0] = (times ?? []).slice(-2);
  const found = times?.findLastIndex((time) => time <= seconds + rounding) ?? -1;
  if (found >= 0 && seconds < 2 * last - before + rounding) return found;
  const detail = `no frame at ${seconds} s`;
  throw appError('damaged-image', path, { format: 'video', detail });
}

function sliced(run: NpzRun, shape: ReadShape): NpzRun {
  return { ...run, plane: run.plane ?? planeOf(shape) ?? undefined, position: shape.position };
}

/** The file of the same name with another extension, in the case of the letters that `path` has; null where there is none. */
async function fileBeside(source: Source, path: string, extension: string): Promise<SourceFile | null> {
  const dot = path.lastIndexOf('.');
  const inCase = /[A-Z]$/.test(path) ? extension.toUpperCase() : extension;
  try {
    return await source.open(path.slice(0, dot + 1) + inCase);
  } catch (error) {
    if (error instanceof AppError && error.problem.kind === 'unreadable-file') return null;
    throw error;
  }
}
