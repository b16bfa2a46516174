/**
 * From rows of samples to 8-bit grey or RGB, as Pillow converts them: fewer bits are stretched to 0..255, alpha is dropped,
 * a palette is looked up, of 16-bit colour the upper 8 bits are kept. 16-bit grey stays as it is.
 */
import type { DecodedImage } from '../../domain/index.ts';
import { colourTypes, isDeep, type PngHeader, samplesPerPixel } from './header.ts';
import { takeBytes } from '../spare-memory.ts';
import type { Band } from './scanlines.ts';

/** 256 RGB colours. Indices beyond the file's own are a ramp of greys, as in Pillow. */
export function fullPalette(chunk: Uint8Array): Uint8Array {
  const palette = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  palette.set(chunk.subarray(0, 768));
  return palette;
}

export interface ImageWriter {
  readonly image: DecodedImage;
  readonly write: (band: Band) => void;
}

/** @param palette `[256, 3]`; only read for images that have one. */
export function imageWriter(header: PngHeader, palette: Uint8Array): ImageWriter {
  const { width, height } = header;
  if (isDeep(header)) {
    const data = new Uint16Array(width * height);
    return { image: deepImage(header, data), write: deepRows(header, data) };
  }
  const { depth, colourType } = header;
  const channels = colourType === colourTypes.grey || colourType === colourTypes.greyAlpha ? 1 : 3;
  const data = takeBytes(width * height * channels);
  const isPalette = colourType === colourTypes.palette;
  const sampleBytes = depth === 16 ? 2 : 1;
  const step = samplesPerPixel[colourType] * sampleBytes;
  const unpacked = depth < 8 ? new Uint8Array(width) : null;
  const scale = isPalette ? 1 : 255 / (2 ** depth - 1);

  const write = ({ samples, rowBytes, first, rows, pass }: Band) => {
    if (unpacked === null && pass.dy === 1 && step === channels && !isPalette) {
      data.set(samples, first * rowBytes);
      return;
    }
    for (let row = 0; row < rows; row++) {
      const stored = samples.subarray(row * rowBytes, (row + 1) * rowBytes);
      const from = unpacked === null ? stored : unpack(stored, depth, scale, unpacked);
      const y = pass.y + (first + row) * pass.dy;
      const to = (y * width + pass.x) * channels;
      const end = (y + 1) * width * channels;
      const dx = pass.dx * channels;
      if (isPalette) lookUp(from, palette, data, to, end, dx);
      else if (channels === 1) copyGrey(from, step, data, to, end, dx);
      else copyColour(from, step, sampleBytes, data, to, end, dx);
    }
  };
  return { image: { width, height, channels, data }, write };
}

function deepImage({ width, height }: PngHeader, data: Uint16Array): DecodedImage {
  return {
    kind: 'deep',
    width,
    height,
    data,
    slope: 1,
    intercept: 0,
    range: [0, 65535],
    padding: null,
    voi: [],
    inverted: false,
    modality: null,
  };
}

function deepRows({ width, colourType }: PngHeader, data: Uint16Array): (band: Band) => void {
  const step = samplesPerPixel[colourType];
  return ({ samples, rowBytes, first, rows, pass }) => {
    const values = new Uint16Array(samples.buffer, samples.byteOffset, samples.length / 2);
    if (step === 1 && pass.dy === 1) {
      data.set(values, first * width);
      return;
    }
    for (let row = 0; row < rows; row++) {
      const y = pass.y + (first + row) * pass.dy;
      let at = (row * rowBytes) / 2;
      for (let x = pass.x; x < width; x += pass.dx, at += step) data[y * width + x] = values[at]!;
    }
  };
}

function lookUp(
  indices: Uint8Array,
  palette: Uint8Array,
  data: Uint8Array,
  to: number,
  end: number,
  dx: number,
): void {
  for (let at = 0; to < end; at++, to += dx) {
    const colour = indices[at]! * 3;
    data[to] = palette[colour]!;
    data[to + 1] = palette[colour + 1]!;
    data[to + 2] = palette[colour + 2]!;
  }
}

function copyGrey(
  samples: Uint8Array,
  step: number,
  data: Uint8Array,
  to: number,
  end: number,
  dx: number,
): void {
  for (let at = 0; to < end; at += step, to += dx) data[to] = samples[at]!;
}

function copyColour(
  samples: Uint8Array,
  step: number,
  sampleBytes: number,
  data: Uint8Array,
  to: number,
  end: number,
  dx: number,
): void {
  for (let at = 0; to < end; at += step, to += dx) {
    data[to] = samples[at]!;
    data[to + 1] = samples[at + sampleBytes]!;
    data[to + 2] = samples[at + 2 * sampleBytes]!;
  }
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
