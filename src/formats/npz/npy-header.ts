/**
 * The header of a .npy array, versions 1 to 3: NEP 1 and `numpy.lib.format`. It is the text of a Python dict with three keys.
 * Structured types are named but not split up.
 */
import { DictError, readDict } from './python-dict.ts';

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

/** Longest header that is believed; NumPy's own limit for headers it evaluates is 10,000. */
export const longestHeader = 64 * 1024;

/** Whether a file that begins so is a .npy array. */
export function isNpy(head: Uint8Array): boolean {
  return [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59].every((byte, i) => head[i] === byte);
}

/** Length of everything in front of the data; null where `bytes` does not begin like a .npy file. */
export function headerLength(bytes: Uint8Array): number | null {
  if (bytes.length < preambleBytes || !isNpy(bytes)) return null;
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
    bytes.subarray(bytes[6] === 1 ? 10 : 12, dataOffset),
  );
  try {
    const dict = readDict(text);
    const descr = dict.get('descr');
    const fortranOrder = dict.get('fortran_order');
    const shape = dict.get('shape');
    if (descr === undefined || typeof fortranOrder?.value !== 'boolean') return null;
    if (shape === undefined || !isShape(shape.value)) return null;
    const dtype = typeof descr.value === 'string' ? descr.value : descr.text;
    return { dtype, shape: shape.value, fortranOrder: fortranOrder.value, dataOffset };
  } catch (error) {
    if (error instanceof DictError) return null;
    throw error;
  }
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => typeof size === 'number');
}
