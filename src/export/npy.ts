/** Headers of NumPy's .npy format, version 1.0 (numpy.lib.format). Only what tensors need: C order, uint8 and int32. */

export type NpyType = '|u1' | '<i4';

/**
 * The bytes before an array's data: magic, version, and a Python literal padded so that the data starts at a multiple of 64.
 * @param shape may have zeros
 */
export function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const dimensions = shape.length === 1 ? `${shape[0]!},` : shape.join(', ');
  const literal = `{'descr': '${type}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const before = 10;
  const length = Math.ceil((before + literal.length + 1) / 64) * 64 - before;
  const header = new Uint8Array(before + length);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, length & 0xff, length >> 8]);
  header.set(new TextEncoder().encode(`${literal.padEnd(length - 1)}\n`), before);
  return header;
}
