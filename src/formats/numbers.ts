/**
 * Numbers as files of arrays hold them (.npy, NIfTI), to typed arrays. Leaves out complex numbers and floats of more than 64 bits, which no
 * typed array holds.
 */
import type { DeepData } from '../domain/index.ts';

/** NumPy's letter for the kind (`b` bool, `i` signed, `u` unsigned, `f` floating point) and the bytes of one number. */
export const numberKinds = [
  'b1',
  'u1',
  'i1',
  'u2',
  'i2',
  'u4',
  'i4',
  'u8',
  'i8',
  'f2',
  'f4',
  'f8',
] as const;
export type NumberKind = (typeof numberKinds)[number];

/** Bytes of one number. */
export function bytesOf(kind: NumberKind): 1 | 2 | 4 | 8 {
  return Number(kind[1]) as 1 | 2 | 4 | 8;
}

/** Smallest and largest number of a kind; null for floating point. */
export function rangeOf(kind: NumberKind): readonly [lowest: number, highest: number] | null {
  const bits = 8 * bytesOf(kind);
  switch (kind[0]) {
    case 'b':
      return [0, 1];
    case 'u':
      return [0, 2 ** bits - 1];
    case 'i':
      return [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
    default:
      return null;
  }
}

/**
 * The numbers of `bytes`, whose length is a multiple of the kind's. Halves become 32-bit floats, which hold them exactly; 64-bit
 * integers become 64-bit floats, exact up to 2^53, as NumPy's `astype(float)`. May share its memory with `bytes`.
 */
export function toNumbers(bytes: Uint8Array, kind: NumberKind, littleEndian: boolean): DeepData {
  const size = bytesOf(kind);
  const { buffer, byteOffset, length } = ordered(bytes, size, littleEndian);
  const count = length / size;
  switch (kind) {
    case 'b1':
      return bytes.map((value) => (value === 0 ? 0 : 1));
    case 'u1':
      return bytes;
    case 'i1':
      return new Int8Array(buffer, byteOffset, count);
    case 'u2':
      return new Uint16Array(buffer, byteOffset, count);
    case 'i2':
      return new Int16Array(buffer, byteOffset, count);
    case 'u4':
      return new Uint32Array(buffer, byteOffset, count);
    case 'i4':
      return new Int32Array(buffer, byteOffset, count);
    case 'u8':
      return Float64Array.from(new BigUint64Array(buffer, byteOffset, count), Number);
    case 'i8':
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, count), Number);
    case 'f2':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count), half);
    case 'f4':
      return new Float32Array(buffer, byteOffset, count);
    case 'f8':
      return new Float64Array(buffer, byteOffset, count);
  }
}

/** The bytes in little-endian order, which is that of every machine with a browser, and where a typed array may begin. */
function ordered(bytes: Uint8Array, size: number, littleEndian: boolean): Uint8Array {
  if (littleEndian || size === 1) return bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += size)
    for (let i = 0; i < size; i++) swapped[at + i] = bytes[at + size - 1 - i]!;
  return swapped;
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
