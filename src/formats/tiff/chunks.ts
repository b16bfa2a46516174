/** From the bytes of a strip or tile to samples: decompression, the order of bits and bytes, predictors (TIFF 6.0, section 14). */
import { inflateZlib } from '../../source/index.ts';
import { decodeJpegSamples } from '../jpeg/samples.ts';
import { compressions, type Layout, photometrics } from './layout.ts';
import { unpackBits, UnpackError, unpackLzw } from './unpack.ts';

/** Most bytes that a byte can stand for. */
export function largestExpansion(compression: number): number {
  switch (compression) {
    case compressions.none:
      return 1;
    case compressions.packBits:
      return 64;
    case compressions.jpeg:
      return 1536;
    case compressions.lzw:
      return 2731;
    default:
      return 1032;
  }
}

/**
 * Samples of `rows` rows as they were before compression, `bytes` long, those of more than 8 bits in the machine's own order of bytes.
 *
 * @param stored is changed where it holds the samples themselves.
 * @throws UnpackError, InflateError, and AppError from JPEG.
 */
export async function decodeChunk(
  stored: Uint8Array,
  layout: Layout,
  rows: number,
  bytes: number,
  littleEndian: boolean,
  path: string,
): Promise<Uint8Array> {
  const { compression, predictor, bits } = layout;
  if (layout.isReversed && compression !== compressions.jpeg) reverseBits(stored);
  const samples = await decompress(stored, layout, rows, bytes, path);
  const isPredicted = compression !== compressions.none && compression !== compressions.packBits;
  const width = samples.length / rows;
  // PlanarConfiguration 2 has the samples of a pixel far apart.
  const step = layout.isPlanar ? 1 : layout.samples;
  if (isPredicted && predictor === 3) {
    for (let row = 0; row < rows; row++)
      joinFloats(samples.subarray(row * width, (row + 1) * width), bits / 8, step);
    return samples;
  }
  if (!littleEndian && bits % 16 === 0) swapBytes(samples, bits / 8);
  if (isPredicted && predictor === 2)
    for (let row = 0; row < rows; row++)
      addUp(samples.subarray(row * width, (row + 1) * width), bits, step);
  return samples;
}

async function decompress(
  stored: Uint8Array,
  layout: Layout,
  rows: number,
  bytes: number,
  path: string,
): Promise<Uint8Array> {
  switch (layout.compression) {
    case compressions.none:
      return stored;
    case compressions.jpeg:
      return decompressJpeg(stored, layout, rows, path);
    default: {
      if (stored.length * largestExpansion(layout.compression) < bytes)
        throw new UnpackError('compressed data end early');
      const unpacked = new Uint8Array(bytes);
      if (layout.compression === compressions.lzw) unpackLzw(stored, unpacked);
      else if (layout.compression === compressions.packBits) unpackBits(stored, unpacked);
      else unpackDeflate(stored, unpacked);
      return unpacked;
    }
  }
}

function unpackDeflate(stored: Uint8Array, unpacked: Uint8Array): void {
  let at = 0;
  for (const part of inflateZlib([stored], unpacked.length)) {
    unpacked.set(part.subarray(0, unpacked.length - at), at);
    at += part.length;
  }
  if (at < unpacked.length) throw new UnpackError('deflated data end early');
}

/** The tables that all chunks share come first, without the marker that ends them; then the chunk without the one that begins it. */
async function decompressJpeg(
  stored: Uint8Array,
  layout: Layout,
  rows: number,
  path: string,
): Promise<Uint8Array> {
  const { jpegTables, chunkWidth, isPlanar, samples } = layout;
  const tables = jpegTables?.subarray(0, Math.max(0, jpegTables.length - 2)) ?? new Uint8Array(0);
  const whole = new Uint8Array(tables.length + Math.max(0, stored.length - 2));
  whole.set(tables);
  whole.set(stored.subarray(2), tables.length);
  const jpeg = tables.length === 0 ? stored : whole;
  const colour = layout.photometric === photometrics.ycbcr ? 'as-marked' : 'none';
  const { width, height, components, data } = await decodeJpegSamples(jpeg, path, colour);
  const expected = isPlanar ? 1 : samples;
  if (!(data instanceof Uint8Array) || components !== expected)
    throw new UnpackError(`JPEG of ${components} components instead of ${expected}`);
  if (width !== chunkWidth || height < rows)
    throw new UnpackError(`JPEG of ${width} x ${height} px instead of ${chunkWidth} x ${rows}`);
  return data.subarray(0, rows * chunkWidth * components);
}

function reverseBits(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i]!;
    byte = ((byte & 0x55) << 1) | ((byte >> 1) & 0x55);
    byte = ((byte & 0x33) << 2) | ((byte >> 2) & 0x33);
    bytes[i] = (byte << 4) | (byte >> 4);
  }
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** Predictor 2: every sample is the difference from the one `step` samples before. */
function addUp(row: Uint8Array, bits: number, step: number): void {
  const { buffer, byteOffset, length } = row;
  const samples =
    bits === 8
      ? row
      : bits === 16
        ? new Uint16Array(buffer, byteOffset, length / 2)
        : bits === 32
          ? new Uint32Array(buffer, byteOffset, length / 4)
          : null;
  if (samples === null) throw new UnpackError(`predictor 2 with ${bits} bits`);
  for (let i = step; i < samples.length; i++) samples[i]! += samples[i - step]!;
}

/** Predictor 3 (Adobe's technical note 3): the highest bytes of all samples come first, then the next, all as differences. */
function joinFloats(row: Uint8Array, size: number, step: number): void {
  for (let i = step; i < row.length; i++) row[i]! += row[i - step]!;
  const apart = row.slice();
  const count = row.length / size;
  for (let i = 0; i < count; i++)
    for (let byte = 0; byte < size; byte++) row[i * size + size - 1 - byte] = apart[byte * count + i]!;
}
