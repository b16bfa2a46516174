/**
 * From a reference to pixels: a file is decoded whole, rows of an .npz are read as they lie. What was opened is kept for a
 * while, so an archive's directory is read once, a deflated array is inflated from front to back once, and so is a volume.
 */
import {
  appError,
  type CutOptions,
  type ImageReference,
  type Pixels,
  type Plane,
  type Source,
  type SourceFile,
} from '../domain/index.ts';
import {
  type ImageStack,
  openImage,
  openNpz,
  readImage,
  type NpyHeader,
  type NpzFile,
  type ReadOptions,
} from '../formats/index.ts';
import { windowed } from './window.ts';

/** Rows of an .npz array that lie next to each other: `[start, end)`. */
export interface NpzRun {
  readonly path: string;
  readonly member: string;
  readonly start: number;
  readonly end: number;
}

/** What of the options decides how a file becomes pixels. */
export type ReadShape = Pick<CutOptions, 'size' | 'window' | 'decode' | 'orientation'>;

/** Reads the pixels of one source. All methods throw AppError for what is wrong with a file. */
export interface PixelReader {
  one(reference: ImageReference, shape: ReadShape): Promise<Pixels>;
  run(run: NpzRun): Promise<Pixels[]>;
}

/** Opened volumes and videos that are kept: the one being cut, and those that are read ahead. */
const keptStacks = 4;

/** One image file as pixels. Throws like `readImage`. */
export async function readAs(file: SourceFile, shape: ReadShape): Promise<Pixels> {
  return windowed(await readImage(file, optionsFor(shape, null)), shape.window);
}

export function pixelReader(source: Source): PixelReader {
  const archives = new Map<string, Promise<NpzFile>>();
  /** By path and options, the one used last at the end. */
  const stacks = new Map<string, Promise<ImageStack>>();

  function archive(path: string): Promise<NpzFile> {
    const opened = archives.get(path) ?? source.open(path).then(openNpz);
    archives.set(path, opened);
    return opened;
  }

  async function stack(path: string, options: ReadOptions): Promise<ImageStack> {
    const key = JSON.stringify([path, options]);
    const opened = stacks.get(key) ?? source.open(path).then((file) => openImage(file, options));
    stacks.delete(key);
    stacks.set(key, opened);
    if (stacks.size > keptStacks) void forget(stacks.keys().next().value!);
    return opened;
  }

  async function forget(key: string): Promise<void> {
    const opened = stacks.get(key);
    stacks.delete(key);
    const [result] = await Promise.allSettled([opened]);
    if (result.status === 'fulfilled') result.value?.close();
  }

  // An array is inflated by one stream, so runs that are asked for at once are read one after the other.
  let turn: Promise<unknown> = Promise.resolve();
  function run(asked: NpzRun): Promise<Pixels[]> {
    const mine = turn.then(() => readRun(asked));
    turn = Promise.allSettled([mine]);
    return mine;
  }

  async function readRun({ path, member, start, end }: NpzRun): Promise<Pixels[]> {
    const npz = await archive(path);
    const bytes = await npz.rows(member, start, end);
    const { width, height, channels } = imageShape(npz.members.get(member)!, path, member);
    const length = width * height * channels;
    return Array.from({ length: end - start }, (_, index) => ({
      width,
      height,
      channels,
      data: bytes.subarray(index * length, (index + 1) * length),
    }));
  }

  async function one(reference: ImageReference, shape: ReadShape): Promise<Pixels> {
    switch (reference.kind) {
      case 'file': {
        const options = optionsFor(shape, reference.plane ?? null);
        const opened = await stack(reference.path, options);
        return windowed(await opened.read(reference.frame ?? opened.representative), shape.window);
      }
      case 'cell':
        throw new Error('not yet');
      case 'npz-row': {
        const { path, member, row } = reference;
        const [pixels] = await run({ path, member, start: row, end: row + 1 });
        return pixels!;
      }
    }
  }

  return { one, run };
}

function optionsFor({ size, decode, orientation }: ReadShape, plane: Plane | null): ReadOptions {
  // Twice the size leaves the filter something to average over.
  const atLeast = decode === 'fast' ? 2 * size : null;
  return { plane, atLeast, upright: orientation === 'upright' };
}

/** Pictures are `[N, height, width]`, `[N, height, width, 1]` or `[N, height, width, 3]`. */
function imageShape(header: NpyHeader, path: string, member: string): Omit<Pixels, 'data'> {
  const { dtype, shape } = header;
  const [, height = 0, width = 0, channels = 1] = shape;
  const isImages = (shape.length === 3 || shape.length === 4) && height > 0 && width > 0;
  if (isImages && (channels === 1 || channels === 3)) return { width, height, channels };
  throw appError('npz-unsupported-array', path, {
    member,
    dtype,
    shape: `(${shape.join(', ')})`,
    expected: '(N, height, width), (N, height, width, 1) or (N, height, width, 3)',
  });
}
