/**
 * Cut images as small grey pictures, all of one size whatever the cut's: what duplicates, blank images and polarity are judged
 * by. 50,000 of them take 39 MB.
 */
import type { TensorReader } from '../domain/index.ts';

/** Side of a picture in px: the smallest cut, so that a cut of any size can be brought to it. */
export const side = 28;
export const area = side * side;

export interface Thumbnails {
  /** Rows of the sample table, one a picture. */
  readonly rows: Int32Array;
  /** `[pictures, 28, 28]`. */
  readonly grey: Uint8Array;
  /** Of each picture, in grey levels. */
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  /** Two independent 32-bit hashes of each tensor as it was cut. */
  readonly hashes: Uint32Array;
}

/** Pictures read in one go. */
const batch = 256;

/** @yields how many pictures are done, so that whoever asked may report and leave off */
export async function* readThumbnails(
  tensors: TensorReader,
  rows: Int32Array,
  each?: (tensor: Uint8Array, index: number) => void,
): AsyncGenerator<number, Thumbnails, void> {
  const { size, channels } = tensors;
  const bytes = size * size * channels;
  const shrink = shrinker(size, channels);
  const grey = new Uint8Array(rows.length * area);
  const mean = new Float32Array(rows.length);
  const deviation = new Float32Array(rows.length);
  const hashes = new Uint32Array(2 * rows.length);
  const buffer = new Uint8Array(batch * bytes);
  for (let start = 0; start < rows.length; start += batch) {
    const part = rows.subarray(start, start + batch);
    await tensors.read(part, buffer);
    for (let i = 0; i < part.length; i++) {
      const tensor = buffer.subarray(i * bytes, (i + 1) * bytes);
      const at = start + i;
      const picture = grey.subarray(at * area, (at + 1) * area);
      shrink(tensor, picture);
      [mean[at], deviation[at]] = spread(picture);
      [hashes[2 * at], hashes[2 * at + 1]] = hashed(tensor);
      each?.(tensor, at);
    }
    yield start + part.length;
  }
  return { rows, grey, mean, deviation, hashes };
}

function spread(picture: Uint8Array): [mean: number, deviation: number] {
  let sum = 0;
  let squares = 0;
  for (const value of picture) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / area;
  return [mean, Math.sqrt(Math.max(0, squares / area - mean * mean))];
}

/** FNV-1a, and the same from another start with another multiplier: together equal by chance once in 2^64 pairs. */
function hashed(bytes: Uint8Array): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x85ebca6b);
    b ^= b >>> 15;
  }
  return [a >>> 0, b >>> 0];
}

/** From `[size, size, channels]` to `[28, 28]`: channels are averaged, and so is what lies under each pixel. */
function shrinker(size: number, channels: 1 | 3): (tensor: Uint8Array, into: Uint8Array) => void {
  const shares = sharesOf(size);
  const across = new Float32Array(size * side);
  return (tensor, into) => {
    if (size === side && channels === 1) {
      into.set(tensor);
      return;
    }
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (const [from, share] of shares[x]!) {
          const at = (y * size + from) * channels;
          const value =
            channels === 1 ? tensor[at]! : (tensor[at]! + tensor[at + 1]! + tensor[at + 2]!) / 3;
          sum += value * share;
        }
        across[y * side + x] = sum;
      }
    }
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (const [from, share] of shares[y]!) sum += across[from * side + x]! * share;
        into[y * side + x] = Math.round(sum);
      }
    }
  };
}

/** Which pixels lie under each of the 28, and with which share; shares of one sum to 1. */
function sharesOf(size: number): (readonly [from: number, share: number])[][] {
  const width = size / side;
  return Array.from({ length: side }, (_, i) => {
    const start = i * width;
    const end = start + width;
    const under: [number, number][] = [];
    for (let from = Math.floor(start); from < Math.min(size, Math.ceil(end - 1e-9)); from++)
      under.push([from, (Math.min(end, from + 1) - Math.max(start, from)) / width]);
    return under;
  });
}

/** Root mean square difference of two pictures after each was brought to mean 0 and deviation 1: 0 the same, 2 the negative. */
export function distance({ grey, mean, deviation }: Thumbnails, a: number, b: number): number {
  let dot = 0;
  for (let i = a * area, k = b * area, end = i + area; i < end; i++, k++) dot += grey[i]! * grey[k]!;
  const correlation = (dot / area - mean[a]! * mean[b]!) / (deviation[a]! * deviation[b]!);
  return Math.sqrt(Math.max(0, 2 * (1 - correlation)));
}
