/**
 * Decodes TIFF and BigTIFF, page by page and chunk by chunk, so that of a slide of many GB only what is asked for is read. What it
 * leaves out is in `layout.ts`: CCITT, JPEG 2000 and CMYK among others.
 */
import { appError, type DecodedImage, type SourceFile } from '../../domain/index.ts';
import { InflateError } from '../../source/index.ts';
import { checkSize, type ImageStack } from '../image-format.ts';
import { decodeChunk, largestExpansion } from './chunks.ts';
import { CutOff, type Fields, openDirectories } from './directories.ts';
import { chunkCounts, chunkPlaces, compressions, type Layout, readLayout } from './layout.ts';
import { pageOf } from './page.ts';
import { UnpackError } from './unpack.ts';

/** The pages of a file; the first stands for all. */
export function openTiff(file: SourceFile): Promise<ImageStack> {
  return withProblems(file, async () => {
    const directories = await openDirectories(file);
    const { littleEndian, pages } = directories;
    return {
      frames: pages.length,
      representative: 0,
      read(page) {
        const directory = pages[page];
        if (directory === undefined)
          return Promise.reject(new RangeError(`page ${page} of ${pages.length}`));
        return withProblems(file, async () =>
          readPage(file, await directories.fieldsAt(directory), littleEndian),
        );
      },
      close: () => undefined,
    };
  });
}

/** Runs `work`; what it finds wrong with the bytes becomes a problem with the file. */
async function withProblems<T>(file: SourceFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CutOff)
      throw appError('truncated-image', file.path, { format: 'TIFF', bytes: file.size }, error);
    if (error instanceof UnpackError || error instanceof InflateError)
      throw appError('damaged-image', file.path, { format: 'TIFF', detail: error.message }, error);
    throw error;
  }
}

async function readPage(file: SourceFile, fields: Fields, littleEndian: boolean): Promise<DecodedImage> {
  const layout = await readLayout(fields);
  const { path } = file;
  if ('damaged' in layout)
    throw appError('damaged-image', path, { format: 'TIFF', detail: layout.damaged });
  if ('unsupported' in layout)
    throw appError('unsupported-image', path, { format: 'TIFF', detail: layout.unsupported });
  checkSize(layout.width, layout.height, path);
  const [across, down, planes] = chunkCounts(layout);
  const chunks = across * down * planes;
  const { offsets, sizes } = await chunkPlaces(fields, layout, chunks);
  if (offsets.length < chunks) throw new UnpackError(`${offsets.length} of ${chunks} chunks`);
  checkChunks(layout, chunks, file, path);

  const page = pageOf(layout);
  const needed = layout.isPlanar ? page.planes : planes;
  for (let plane = 0; plane < needed; plane++)
    for (let y = 0; y < down; y++)
      for (let x = 0; x < across; x++) {
        const index = (plane * down + y) * across + x;
        const rows = layout.isTiled
          ? layout.chunkHeight
          : Math.min(layout.chunkHeight, layout.height - y * layout.chunkHeight);
        const bytes = rows * rowBytesOf(layout);
        const range = placeOf(layout, offsets[index]!, sizes?.[index] ?? null, bytes, file.size);
        const stored = await file.slice(...range);
        const samples = await decodeChunk(stored, layout, rows, bytes, littleEndian, path);
        page.put(samples, x * layout.chunkWidth, y * layout.chunkHeight, rows, plane);
      }
  return page.image;
}

/** Before memory is set aside for what the fields promise: can this much come out of that little? */
function checkChunks(layout: Layout, chunks: number, file: SourceFile, path: string): void {
  const { chunkWidth, chunkHeight } = layout;
  checkSize(chunkWidth, chunkHeight, path);
  const bytes = chunks * chunkHeight * rowBytesOf(layout);
  // Strips may promise more rows than the page has, and a tile reaches beyond it: a chunk too much in each direction.
  const honest = layout.isTiled ? bytes : layout.height * rowBytesOf(layout);
  if (honest > file.size * largestExpansion(layout.compression)) throw new CutOff();
}

/** Bytes of a row of a chunk. */
function rowBytesOf({ chunkWidth, samples, bits, isPlanar }: Layout): number {
  return Math.ceil((chunkWidth * (isPlanar ? 1 : samples) * bits) / 8);
}

/** `[start, end)` of a chunk. Throws CutOff where the file ends before. */
function placeOf(
  { compression, chunkHeight, height, isTiled }: Layout,
  offset: number,
  size: number | null,
  bytes: number,
  fileBytes: number,
): [start: number, end: number] {
  // Sizes of what is not compressed are often wrong, and nobody needs them.
  const isWhole = compression === compressions.none;
  const isAlone = !isTiled && chunkHeight >= height;
  const length = isWhole ? bytes : (size ?? (isAlone ? fileBytes - offset : 0));
  if (!(offset + length <= fileBytes)) throw new CutOff();
  if (length <= 0 || offset === 0) throw new UnpackError('a chunk is missing');
  return [offset, offset + length];
}
