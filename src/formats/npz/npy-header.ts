/**
 * The header of a .npy array, versions 1 to 3: NEP 1 and `numpy.lib.format`. It is the text of a Python dict;
 * what NumPy writes there is so regular that three patterns read it. Leaves out structured types, which are named but not split up.
 */

export interface NpyHeader {
  /** As NumPy writes it: byte order, kind and bytes, e.g. `|u1`, `<i8`, `>f4`, `|O`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Whether the first index varies fastest. */
  readonly fortranOrder: boolean;
  /** Where the array's bytes begin in the file. */
  readonly dataOffset: number;
}

/** Bytes that have to be read to know how long the header is. */
export const preambleBytes = 12;

/** Length of everything in front of the data; null where `bytes` does not begin like a .npy file. */
export function headerLength(bytes: Uint8Array): number | null {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < preambleBytes || magic.some((byte, i) => bytes[i] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version === 1) return 10 + view.getUint16(8, true);
  return version === 2 || version === 3 ? 12 + view.getUint32(8, true) : null;
}

/** @param bytes all of the header. Null where it can't be understood. */
export function parseHeader(bytes: Uint8Array): NpyHeader | null {
  const dataOffset = headerLength(bytes);
  if (dataOffset === null || bytes.length < dataOffset) return null;
  // Version 3 is UTF-8, the others Latin-1; they differ only in the field names of structured types.
  const text = new TextDecoder(bytes[6] === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(10, dataOffset),
  );
  const dtype =
    /["']descr["']\s*:\s*(?:["']([^"']*)["']|(\[.*\]|\(.*?\))\s*,\s*["'](?:fortran_order|shape))/s.exec(
      text,
    );
  const order = /["']fortran_order["']\s*:\s*(True|False)/.exec(text);
  const shape = /["']shape["']\s*:\s*\(([^)]*)\)/.exec(text);
  if (dtype === null || order === null || shape === null) return null;
  const sizes = shape[1]!
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  // Python 2 wrote long integers with an L.
  if (!sizes.every((size) => /^\d+L?$/.test(size))) return null;
  return {
    dtype: dtype[1] ?? dtype[2]!,
    shape: sizes.map((size) => Number.parseInt(size, 10)),
    fortranOrder: order[1] === 'True',
    dataOffset,
  };
}

/** Bytes of one element, or null for types whose elements have no size of their own (objects, structured types). */
export function elementBytes(dtype: string): number | null {
  const match = /^[<>|=]?([biufcSVUmM])(\d+)(?:\[.*\])?$/.exec(dtype);
  if (match === null) return null;
  return Number(match[2]) * (match[1] === 'U' ? 4 : 1);
}

/** Elements of an array of this shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** E.g. `(4708, 28, 28)`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')})`;
}
