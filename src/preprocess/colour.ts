/**
 * Between grey and RGB, as Pillow's `convert` does it. Colour profiles and gamma are left out, as they are there.
 */
import type { Pixels } from '../domain/index.ts';
import { takeBytes } from '../formats/index.ts';

/** ITU-R 601-2 luma in 16-bit fixed point; the three weights sum to 65536, so white stays 255. */
const redWeight = 19595;
const greenWeight = 38470;
const blueWeight = 7471;
const half = 0x8000;

/** The image in grey: the bytes of Pillow's `convert('L')`. A grey image comes back as it is. */
export function toGrey(pixels: Pixels): Pixels {
  if (pixels.channels === 1) return pixels;
  const { width, height, data: rgb } = pixels;
  const grey = takeBytes(width * height);
  for (let to = 0, from = 0; to < grey.length; to++, from += 3) {
    grey[to] =
      (rgb[from]! * redWeight + rgb[from + 1]! * greenWeight + rgb[from + 2]! * blueWeight + half) >> 16;
  }
  return { width, height, channels: 1, data: grey };
}

/** The image in RGB: grey is repeated in all three channels. An RGB image comes back as it is. */
export function toRgb(pixels: Pixels): Pixels {
  if (pixels.channels === 3) return pixels;
  const { width, height, data: grey } = pixels;
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < grey.length; from++, to += 3) {
    rgb[to] = rgb[to + 1] = rgb[to + 2] = grey[from]!;
  }
  return { width, height, channels: 3, data: rgb };
}

/** Whether no pixel has a colour: grey, or RGB with three equal channels everywhere. */
export function isGrey({ channels, data }: Pixels): boolean {
  if (channels === 1) return true;
  for (let at = 0; at < data.length; at += 3) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  }
  return true;
}
