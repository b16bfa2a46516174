/**
 * From a reference to pixels: a file is decoded whole, rows of an .npz are read as they lie. An opened .npz is kept for
 * as long as its reader, so its directory is read once and a deflated array is inflated from front to back once.
 */
import { appError, type ImageReference, type Pixels, type Source } from '../domain/index.ts';
import { openNpz, readImage, type NpyHeader, type NpzFile } from '../formats/index.ts';

/** Rows of an .npz array that lie next to each other: `[start, end)`. */
export interface NpzRun {
  readonly path: string;
  readonly member: string;
  readonly start: number;
  readonly end: number;
}

/** Reads the pixels of one source. All methods throw AppError for what is wrong with a file. */
export interface PixelReader {
  one(reference: ImageReference): Promise<Pixels>;
  run(run: NpzRun): Promise<Pixels[]>;
}

export function pixelReader(source: Source): PixelReader {
  const archives = new Map<string, Promise<NpzFile>>();

  function archive(path: string): Promise<NpzFile> {
    const opened = archives.get(path) ?? source.open(path).then(openNpz);
    archives.set(path, opened);
    return opened;
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

  async function one(reference: ImageReference): Promise<Pixels> {
    if (reference.kind === 'file') {
      const file = await source.open(reference.path);
      return readImage(await file.slice(0, file.size), reference.path);
    }
    const { path, member, row } = reference;
    const [pixels] = await run({ path, member, start: row, end: row + 1 });
    return pixels!;
  }

  return { one, run };
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
