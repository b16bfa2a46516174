/**
 * Resampling that gives Pillow's bytes: separable, antialiased, fixed-point, rows first and then columns with 8 bits in
 * between. Byte equality is worth having because the published MedMNIST tensors were made by Pillow, and a model that was
 * trained on the ones should see the same picture here.
 */
import type { Filter, Pixels } from '../domain/index.ts';
import { coefficients } from './coefficients.ts';
import { resamplePlain, type Region, type Resampler } from './resample-plain.ts';
import { simdResampler } from './simd/resample-simd.ts';

let fastest: Resampler | null = null;

/**
 * The image at `width` x `height` px (each at least 1): the bytes of Pillow's `Image.resize((width, height), filter)` in
 * mode L or RGB. An image that already has this size comes back as it is, not copied.
 */
export function resample(pixels: Pixels, width: number, height: number, filter: Filter): Pixels {
  const whole = { left: 0, top: 0, width: pixels.width, height: pixels.height };
  return resampleRegion(pixels, whole, width, height, filter);
}

/** The same for a part of the image, as if it had been cropped first. */
export function resampleRegion(
  pixels: Pixels,
  region: Region,
  width: number,
  height: number,
  filter: Filter,
): Pixels {
  const isWhole = region.width === pixels.width && region.height === pixels.height;
  if (isWhole && width === pixels.width && height === pixels.height) return pixels;
  // Where only one length changes, Pillow leaves out the other pass; its weights would be 1 and 0, so nothing differs.
  const across = coefficients(region.width, width, filter);
  const down = coefficients(region.height, height, filter);
  fastest ??= simdResampler() ?? resamplePlain;
  return { width, height, channels: pixels.channels, data: fastest(pixels, region, across, down) };
}
