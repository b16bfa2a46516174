/**
 * Decodes GIF: the frames as they are seen one after the other. Our own, since what Pillow makes of frames is not what browsers make
 * of them, and libraries for it are old and do not tell a broken file from a cut one.
 */
import { appError, type Pixels, type SourceFile } from '../../domain/index.ts';
import { checkSize, type ImageStack } from '../image-format.ts';
import { type GifFrame, readOutline } from './blocks.ts';
import { openScreen } from './compose.ts';
import { joinBlocks, largestExpansion, LzwError, unpackLzw } from './lzw.ts';

/** The frames of a GIF; the first stands for all. */
export async function openGif(file: SourceFile): Promise<ImageStack> {
  const bytes = await file.slice(0, file.size);
  const { path } = file;
  const truncated = () => appError('truncated-image', path, { format: 'GIF', bytes: bytes.length });
  const damaged = (detail: string, cause?: unknown) =>
    appError('damaged-image', path, { format: 'GIF', detail }, cause);
  const outline = readOutline(bytes);
  if (outline === null || outline.frames.length === 0) throw truncated();
  const { width, height, frames } = outline;
  if (width === 0 || height === 0) throw damaged(`${width} x ${height} px`);
  checkSize(width, height, path);
  // The screen may be larger than what is drawn on it, but no picture comes out of a handful of bytes.
  if (bytes.length * largestExpansion < width * height) throw truncated();

  function indicesOf(frame: GifFrame): Uint8Array {
    if (frame.bits < 1 || frame.bits > 11) throw damaged(`${frame.bits} bits`);
    const data = joinBlocks(bytes, frame.dataAt);
    const pixels = frame.width * frame.height;
    if (data.length * largestExpansion < pixels) throw truncated();
    const indices = new Uint8Array(pixels);
    try {
      if (unpackLzw(data, frame.bits, indices) < pixels) throw truncated();
    } catch (error) {
      if (error instanceof LzwError) throw damaged(error.message, error);
      throw error;
    }
    return frame.interlaced ? inOrder(indices, frame) : indices;
  }

  let screen = openScreen(outline);
  /** How many frames the screen has seen, and the picture that this made. */
  let drawn = 0;
  let picture: Pixels | null = null;
  return {
    frames: frames.length,
    representative: 0,
    async read(wanted) {
      if (!(wanted in frames)) throw new RangeError(`frame ${wanted} of ${frames.length}`);
      if (wanted < drawn - 1) {
        screen = openScreen(outline);
        drawn = 0;
      }
      while (picture === null || drawn <= wanted) {
        const frame = frames[drawn]!;
        picture = screen.draw(frame, indicesOf(frame));
        drawn++;
      }
      return picture;
    },
    close: () => undefined,
  };
}

/** Rows of an interlaced frame come as every eighth, those in the middle between them, and so on. */
function inOrder(indices: Uint8Array, { width, height }: GifFrame): Uint8Array {
  const ordered = new Uint8Array(indices.length);
  let row = 0;
  for (const [first, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const)
    for (let y = first; y < height; y += step, row++)
      ordered.set(indices.subarray(row * width, (row + 1) * width), y * width);
  return ordered;
}
