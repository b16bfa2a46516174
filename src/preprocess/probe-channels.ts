/** Whether a dataset is grey: what `channels: 'auto'` in a recipe becomes. */
import { AppError, type CutOptions, type ImageReference, type Source } from '../domain/index.ts';
import { isGrey } from './colour.ts';
import { pixelReader, type PixelReader, type ReadShape } from './read-pixels.ts';

/** Enough that a dataset with a tenth of coloured images is taken for grey once in a thousand times. */
const largestProbe = 64;

/**
 * 'grey' where all of up to 64 images (or samples of several, which are cut together), evenly spread over the dataset, have no coloured
 * pixel; else 'rgb'. Images that can't be read say nothing.
 */
export async function probeChannels(
  source: Source,
  images: readonly ImageReference[],
  shape: ReadShape & Pick<CutOptions, 'several'>,
  signal?: AbortSignal,
): Promise<'grey' | 'rgb'> {
  const reader = pixelReader(source);
  const count = Math.min(images.length, largestProbe);
  for (let probe = 0; probe < count; probe++) {
    signal?.throwIfAborted();
    const reference = images[Math.floor((probe * images.length) / count)]!;
    if (await hasColour(reader, reference, shape)) return 'rgb';
  }
  return 'grey';
}

async function hasColour(
  reader: PixelReader,
  reference: ImageReference,
  shape: ReadShape & Pick<CutOptions, 'several'>,
): Promise<boolean> {
  try {
    const all = shape.several === 'together' ? await reader.together(reference, shape) : [reference];
    for (const one of all) if (!isGrey(await reader.one(one, shape))) return true;
    return false;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
