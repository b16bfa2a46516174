/**
 * From rows of samples to 8-bit grey or RGB, as Pillow converts them: fewer bits are stretched to 0..255, alpha is dropped,
 * a palette is looked up. Of 16 bits the upper 8 are kept, which is what Pillow does for colour. For 16-bit grey Pillow
 * clips at 255 instead, which turns a radiograph white; that we do not imitate.
 */
import type { Pixels } from '../../domain/index.ts';
import { colourTypes, type PngHeader, samplesPerPixel } from './header.ts';
import type { Pass } from './scanlines.ts';

/** 256 RGB colours. Indices beyond the file's own are a ramp of greys, as in Pillow. */
export function fullPalette(chunk: Uint8Array): Uint8Array {
  const palette = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  palette.set(chunk.subarray(0, 768));
  return palette;
}

export interface PixelWriter {
  readonly pixels: Pixels;
  readonly write: (samples: Uint8Array, y: number, pass: Pass) => void;
}

/** @param palette `[256, 3]`; only read for images that have one. */
export function pixelWriter(header: PngHeader, palette: Uint8Array): PixelWriter {
  const { width, height, depth, colourType } = header;
  const channels = colourType === colourTypes.grey || colourType === colourTypes.greyAlpha ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  const isPalette = colourType === colourTypes.palette;
  const sampleBytes = depth === 16 ? 2 : 1;
  const step = samplesPerPixel[colourType] * sampleBytes;
  const unpacked = depth < 8 ? new Uint8Array(width) : null;
  const scale = isPalette ? 1 : 255 / (2 ** depth - 1);

  const write = (row: Uint8Array, y: number, { x: firstX, dx }: Pass) => {
    const samples = unpacked === null ? row : unpack(row, depth, scale, unpacked);
    const rowEnd = (y + 1) * width * channels;
    let to = (y * width + firstX) * channels;
    if (dx === 1 && step === channels && !isPalette) {
      data.set(unpacked === null ? samples : samples.subarray(0, width), to);
      return;
    }
    for (let at = 0; to < rowEnd; at += step, to += dx * channels) {
      const from = isPalette ? samples[at]! * 3 : at;
      const origin = isPalette ? palette : samples;
      const stride = isPalette ? 1 : sampleBytes;
      for (let channel = 0; channel < channels; channel++)
        data[to + channel] = origin[from + channel * stride]!;
    }
  };
  return { pixels: { width, height, channels, data }, write };
}

/** Spreads samples of 1, 2 or 4 bits to a byte each. */
function unpack(row: Uint8Array, depth: number, scale: number, into: Uint8Array): Uint8Array {
  const perByte = 8 / depth;
  const mask = 2 ** depth - 1;
  const samples = Math.min(into.length, row.length * perByte);
  for (let i = 0; i < samples; i++) {
    const shift = 8 - depth * ((i % perByte) + 1);
    into[i] = ((row[Math.floor(i / perByte)]! >> shift) & mask) * scale;
  }
  return into;
}
