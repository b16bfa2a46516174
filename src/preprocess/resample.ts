/**
 * Resampling that gives Pillow's bytes: separable, antialiased, fixed-point, rows first and then columns with 8 bits in
 * between. Byte equality is worth having because the published MedMNIST tensors were made by Pillow, and a model that was
 * trained on the ones should see the same picture here.
 */
import type { Filter, Pixels, ResamplerName } from '../domain/index.ts';
import { coefficients } from './coefficients.ts';
import { resamplePlain, type Region, type Resampler } from './resample-plain.ts';
import { simdResampler } from './simd/resample-simd.ts';

/** A part of an image to be resampled, as if it had been cropped first, and the size that it shall have, each at least 1 px. */
export interface ResampleJob {
  readonly pixels: Pixels;
  readonly region: Region;
  readonly width: number;
  readonly height: number;
  readonly filter: Filter;
}

let fastest: Resampler | null = null;

/**
 * The image at `width` x `height` px: the bytes of Pillow's `Image.resize((width, height), filter)` in mode L or RGB. An
 * image that already has this size comes back as it is, not copied.
 */
export function resample(pixels: Pixels, width: number, height: number, filter: Filter): Pixels {
  const region = { left: 0, top: 0, width: pixels.width, height: pixels.height };
  const data = resampled({ pixels, region, width, height, filter });
  return { width, height, channels: pixels.channels, data };
}

/** The bytes of a job's result, `[height, width, channels]`. */
export function resampled(job: ResampleJob): Uint8Array {
  const { pixels, region, width, height, filter } = job;
  if (isThere(job)) return pixels.data;
  // Where only one length changes, Pillow leaves out the other pass; its weights would be 1 and 0, so nothing differs.
  const across = coefficients(region.width, width, filter);
  const down = coefficients(region.height, height, filter);
  fastest ??= simdResampler() ?? resamplePlain;
  return fastest(pixels, region, across, down);
}

/** True where the job asks for the whole image in the size that it has. */
export function isThere({ pixels, region, width, height }: ResampleJob): boolean {
  const isWhole = region.width === pixels.width && region.height === pixels.height;
  return isWhole && width === pixels.width && height === pixels.height;
}

/** Which of the ways on the processor this browser takes. */
export function processorResampler(): ResamplerName {
  fastest ??= simdResampler() ?? resamplePlain;
  return fastest === resamplePlain ? 'plain' : 'simd';
}
