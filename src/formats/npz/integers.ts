/**
 * Label arrays of any numeric NumPy type as 32-bit integers. Labels come as uint8, as int64, as bool, and from some scripts as
 * floats that hold whole numbers; what is not a whole number, or does not fit, is not a label.
 */

type ReadElement = (view: DataView, at: number, littleEndian: boolean) => number;

const readers: Readonly<Record<string, ReadElement>> = {
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** Whether elements of this type can be labels. */
export function isNumeric(dtype: string): boolean {
  return dtype.replace(/^[<>|=]/, '') in readers;
}

/**
 * @param bytes the array's data in the order of the file, `shape` its sizes.
 * @returns values in C order (last index fastest); null where one of them is not a whole number of 32 bits.
 */
export function toIntegers(
  bytes: Uint8Array,
  dtype: string,
  shape: readonly number[],
  fortranOrder: boolean,
): Int32Array | null {
  const kind = dtype.replace(/^[<>|=]/, '');
  const read = readers[kind]!;
  const size = Number(kind.slice(1));
  const little = !dtype.startsWith('>');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Int32Array(bytes.length / size);
  for (let i = 0; i < values.length; i++) {
    const value = read(view, i * size, little);
    values[i] = value;
    if (values[i] !== value) return null;
  }
  return fortranOrder ? fromFortranOrder(values, shape) : values;
}

function fromFortranOrder(values: Int32Array, shape: readonly number[]): Int32Array {
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, size) => product * size, 1),
  );
  const index = shape.map(() => 0);
  return values.map(() => {
    const value = values[index.reduce((offset, i, axis) => offset + i * strides[axis]!, 0)]!;
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--)
      index[axis] = 0;
    return value;
  });
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
