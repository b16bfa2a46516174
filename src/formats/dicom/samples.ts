/** Decoded samples before any meaning is given to them, and how native and RLE bytes become them. */
import type { DeepData } from '../../domain/index.ts';
import type { PixelDescription } from './pixel-description.ts';

export interface Samples {
  /** `[rows, columns, components]`. */
  readonly data: DeepData;
  /** Significant bits of each. */
  readonly bits: number;
  readonly signed: boolean;
  /** Whether the decoder has already made the colours RGB. */
  readonly isRgb: boolean;
}

/** Bits that a frame takes as native pixels. YBR_FULL_422 shares its colours between two pixels. */
export function bitsPerFrame({
  rows,
  columns,
  samples,
  allocated,
  photometric,
}: PixelDescription): number {
  return rows * columns * (photometric === 'YBR_FULL_422' ? 2 : samples) * allocated;
}

/**
 * Native bytes to samples, interleaved.
 * @param bytes one frame.
 * @param firstBit where in its first byte the frame begins: frames of one bit a pixel follow each other without a gap.
 */
export function unpackNative(
  bytes: Uint8Array,
  pixels: PixelDescription,
  littleEndian: boolean,
  firstBit: number,
): Samples {
  const { allocated } = pixels;
  if (allocated === 1)
    return { data: unpackBits(bytes, pixels, firstBit), bits: 1, signed: false, isRgb: false };
  const data = readNumbers(bytes, pixels, littleEndian);
  if (pixels.photometric === 'YBR_FULL_422') return finish(spread422(data), pixels);
  return finish(pixels.isPlanar ? interleave(data, pixels.samples) : data, pixels);
}

/** Planes of RLE bytes (see `decodeRle`) to samples, interleaved. */
export function unpackPlanes(planes: Uint8Array, pixels: PixelDescription): Samples {
  const { samples, allocated } = pixels;
  const bytesPerSample = allocated / 8;
  const count = planes.length / (samples * bytesPerSample);
  const bytes = new Uint8Array(planes.length);
  for (let sample = 0; sample < samples; sample++)
    for (let byte = 0; byte < bytesPerSample; byte++) {
      const plane = planes.subarray((sample * bytesPerSample + byte) * count);
      // Planes come highest byte first, numbers are put together lowest byte first.
      const to = (sample + 1) * bytesPerSample - 1 - byte;
      for (let i = 0; i < count; i++) bytes[i * samples * bytesPerSample + to] = plane[i]!;
    }
  return finish(readNumbers(bytes, pixels, true), pixels);
}

function unpackBits(
  bytes: Uint8Array,
  { rows, columns }: PixelDescription,
  firstBit: number,
): Uint8Array {
  const data = new Uint8Array(rows * columns);
  for (let i = 0; i < data.length; i++) {
    const bit = firstBit + i;
    data[i] = (bytes[bit >> 3]! >> (bit & 7)) & 1;
  }
  return data;
}

function readNumbers(
  bytes: Uint8Array,
  { allocated, signed, isFloat }: PixelDescription,
  littleEndian: boolean,
): DeepData {
  if (allocated === 8) return signed ? new Int8Array(bytes) : bytes;
  // A copy, since typed arrays want their bytes aligned and in this machine's order, which is little endian everywhere.
  const own = bytes.slice(0, bytes.length - (bytes.length % (allocated / 8)));
  if (!littleEndian) reverseEach(own, allocated / 8);
  const { buffer } = own;
  if (isFloat) return allocated === 64 ? new Float64Array(buffer) : new Float32Array(buffer);
  if (allocated === 16) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
}

function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size)
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
}

function interleave<D extends DeepData>(data: D, samples: number): D {
  const out = data.slice() as D;
  const count = data.length / samples;
  for (let sample = 0; sample < samples; sample++)
    for (let i = 0; i < count; i++) out[i * samples + sample] = data[sample * count + i]!;
  return out;
}

/** Y0 Y1 B R to Y0 B R Y1 B R (PS3.3, C.7.6.3.1.2). */
function spread422(data: DeepData): DeepData {
  const out = new Uint8Array((data.length / 2) * 3);
  for (let from = 0, to = 0; from + 3 < data.length; from += 4, to += 6) {
    out[to] = data[from]!;
    out[to + 3] = data[from + 1]!;
    out[to + 1] = out[to + 4] = data[from + 2]!;
    out[to + 2] = out[to + 5] = data[from + 3]!;
  }
  return out;
}

/**
 * Leaves only the stored bits. Unsigned values are touched only where the file says that something else shares their cells: files
 * with values beyond their own BitsStored are common, and cutting those off would tear the picture.
 */
function finish(data: DeepData, pixels: PixelDescription): Samples {
  const { allocated, stored, highBit, signed, isFloat, hasOverlayBits } = pixels;
  const below = highBit + 1 - stored;
  if (!isFloat && stored < allocated && (signed || below > 0 || hasOverlayBits)) {
    const up = 31 - highBit;
    const down = 32 - stored;
    // New memory is only needed where the data are a view of the file's.
    const own = data.slice() as Int32Array;
    for (let i = 0; i < own.length; i++)
      own[i] = signed ? (own[i]! << up) >> down : (own[i]! << up) >>> down;
    return { data: own, bits: stored, signed, isRgb: false };
  }
  return { data, bits: stored, signed, isRgb: false };
}
