/** One sample as it is and as a model would see it, for trying options out before a whole dataset is cut. */
import type { CutOptions, ImageReference, Pixels } from '../domain/index.ts';
import { isGrey } from './colour.ts';
import { previewImage } from './cut-image.ts';
import type { PixelReader } from './read-pixels.ts';

/**
 * Reads the image of a row and cuts it at each of the sizes. Channels that are still `auto` are taken from this image.
 * Throws AppError where the image can't be read.
 */
export async function previewRow(
  reader: PixelReader,
  images: readonly ImageReference[],
  row: number,
  options: CutOptions,
  sizes: readonly CutOptions['size'][],
): Promise<{ readonly original: Pixels; readonly cuts: readonly Pixels[] }> {
  const original = await reader.one(images[row]!, options);
  const isCutGrey = options.channels === 'grey' || (options.channels === 'auto' && isGrey(original));
  return { original, cuts: previewImage(original, options, isCutGrey ? 1 : 3, sizes) };
}
