/**
 * Random changes to training images: one affine map (shift, rotation, zoom, mirror) sampled bilinearly in a single pass,
 * with the border continued, then contrast and brightness. In plain code, since it must give the same numbers on every
 * backend, and since the library's own augmentation layers read back from the GPU.
 */
import type { Recipe } from '../domain/index.ts';

export type AugmentOptions = Recipe['training']['augment'];

export interface ImageShape {
  /** Side in px. */
  readonly size: number;
  readonly channels: number;
}

/** One image's change. Offsets in px, angle in radians. */
interface Change {
  readonly shiftX: number;
  readonly shiftY: number;
  readonly angle: number;
  readonly zoom: number;
  readonly mirrored: boolean;
  readonly contrast: number;
  readonly brightness: number;
}

/**
 * Writes a changed copy of an image or of a volume, values 0 to 255.
 * @param random numbers of this image in this epoch; always the same number of them is drawn
 */
export function augment(
  image: Uint8Array,
  shape: ImageShape,
  options: AugmentOptions,
  random: () => number,
  into: Float32Array,
): void {
  const change = draw(shape.size, options, random);
  // Slices of a volume are changed alike.
  const length = shape.size * shape.size * shape.channels;
  for (let from = 0; from < image.length; from += length) {
    const slice = [from, from + length] as const;
    resample(image.subarray(...slice), shape, change, into.subarray(...slice));
  }
  adjust(into, change);
}

function draw(size: number, options: AugmentOptions, random: () => number): Change {
  const between = (largest: number) => (random() * 2 - 1) * largest;
  return {
    shiftX: between(options.shift) * size,
    shiftY: between(options.shift) * size,
    angle: (between(options.rotation) * Math.PI) / 180,
    zoom: Math.exp(between(options.zoom)),
    contrast: Math.exp(between(options.contrast)),
    brightness: between(options.brightness) * 255,
    mirrored: random() < 0.5 && options.flip,
  };
}

/** Walks over the target's pixels; the source position moves by a constant step. */
function resample(
  image: Uint8Array,
  { size, channels }: ImageShape,
  { shiftX, shiftY, angle, zoom, mirrored }: Change,
  into: Float32Array,
): void {
  const centre = (size - 1) / 2;
  const cos = Math.cos(angle) / zoom;
  const sin = Math.sin(angle) / zoom;
  const last = size - 1;
  let at = 0;
  for (let y = 0; y < size; y++) {
    const dy = y - centre - shiftY;
    for (let x = 0; x < size; x++) {
      const dx = (mirrored ? centre - x : x - centre) - shiftX;
      const sourceX = clamp(centre + cos * dx - sin * dy, last);
      const sourceY = clamp(centre + sin * dx + cos * dy, last);
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      const right = Math.min(left + 1, last);
      const bottom = Math.min(top + 1, last);
      const shareX = sourceX - left;
      const shareY = sourceY - top;
      for (let c = 0; c < channels; c++) {
        const topLeft = image[(top * size + left) * channels + c]!;
        const topRight = image[(top * size + right) * channels + c]!;
        const bottomLeft = image[(bottom * size + left) * channels + c]!;
        const bottomRight = image[(bottom * size + right) * channels + c]!;
        const above = topLeft + (topRight - topLeft) * shareX;
        const below = bottomLeft + (bottomRight - bottomLeft) * shareX;
        into[at++] = above + (below - above) * shareY;
      }
    }
  }
}

function clamp(position: number, last: number): number {
  return position < 0 ? 0 : position > last ? last : position;
}

/** Contrast about the image's own mean. */
function adjust(image: Float32Array, { contrast, brightness }: Change): void {
  if (contrast === 1 && brightness === 0) return;
  let sum = 0;
  for (let i = 0; i < image.length; i++) sum += image[i]!;
  const mean = sum / image.length;
  for (let i = 0; i < image.length; i++) {
    image[i] = clamp((image[i]! - mean) * contrast + mean + brightness, 255);
  }
}
