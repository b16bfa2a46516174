/**
 * The numbers of one .npy array, read in rows (along its first axis) or planes. An array in C order needs no more memory than what is asked
 * for. One in Fortran order is read a block of rows at a time, each block being one pass over the file, and the last block is kept.
 */
import type { DeepData, Plane, SourceFile } from '../../domain/index.ts';
import { bytesOf, type NumberKind, numberKinds, toNumbers } from '../numbers.ts';
import { type Axis, planeRuns, readRuns } from '../read-runs.ts';
import type { NpyHeader } from './npy-header.ts';

/** All methods give numbers in C order, and null where the file ends before them. */
export interface NpyArray {
  readonly header: NpyHeader;
  readonly kind: NumberKind;
  /** Numbers of one row. */
  readonly rowSize: number;
  /** Rows `[start, end)`. */
  rows(start: number, end: number): Promise<DeepData | null>;
  /**
   * Of an array `[N, depth, height, width]`, slice `index` of volume `row`: axial slices are `[height, width]`, coronal ones
   * `[depth, width]`, sagittal ones `[depth, height]`.
   */
  plane(row: number, plane: Plane, index: number): Promise<DeepData | null>;
}

export type ArrayFault =
  | { readonly fault: 'not-numbers' | 'impossible-size' }
  | { readonly fault: 'too-short'; readonly expectedBytes: number; readonly foundBytes: number };

/** Bytes of a block of rows in Fortran order. */
const blockBytes = 32 * 1024 * 1024;

const axes: Readonly<Record<Plane, Axis>> = { axial: 2, coronal: 1, sagittal: 0 };

/** Bool, integers and floats in either byte order; null for any other type. */
export function numberType(
  dtype: string,
): { readonly kind: NumberKind; readonly littleEndian: boolean } | null {
  const [, order, name] = /^([<>|=]?)([bifu][1248])$/.exec(dtype) ?? [];
  const kind = numberKinds.find((known) => known === name);
  return kind === undefined ? null : { kind, littleEndian: order !== '>' };
}

/** Opens an array of at least one axis in a file that holds nothing behind it; reads nothing yet. */
export function openArray(file: SourceFile, header: NpyHeader): NpyArray | ArrayFault {
  const type = numberType(header.dtype);
  if (type === null) return { fault: 'not-numbers' };
  const { kind, littleEndian } = type;
  const { shape, dataOffset, fortranOrder } = header;
  const [length = 0, ...rest] = shape;
  const rowSize = rest.reduce((product, size) => product * size, 1);
  const rowBytes = rowSize * bytesOf(kind);
  const expectedBytes = length * rowBytes;
  // Above 2^53 products are no longer exact; a row may be that large even where there are none.
  if (!Number.isSafeInteger(rowBytes) || !Number.isSafeInteger(expectedBytes + dataOffset))
    return { fault: 'impossible-size' };
  const foundBytes = file.size - dataOffset;
  if (foundBytes < expectedBytes) return { fault: 'too-short', expectedBytes, foundBytes };

  const readRows =
    fortranOrder && shape.length > 1
      ? rowsOfColumns(file, header, bytesOf(kind))
      : (start: number, end: number) => {
          const bytes = (end - start) * rowBytes;
          const runs = { start: dataOffset + start * rowBytes, length: bytes, stride: bytes, count: 1 };
          return bytes === 0 ? Promise.resolve(new Uint8Array(0)) : readRuns(file, runs);
        };
  const numbers = (bytes: Uint8Array | null) =>
    bytes === null ? null : toNumbers(bytes, kind, littleEndian);

  return {
    header,
    kind,
    rowSize,
    async rows(start, end) {
      return numbers(await readRows(start, end));
    },
    async plane(row, plane, index) {
      const [, depth = 1, height = 1, width = 1] = shape;
      const sizes = [width, height, depth] as const;
      const layout = { start: dataOffset + row * rowBytes, sizes, valueBytes: bytesOf(kind) };
      if (!fortranOrder) return numbers(await readRuns(file, planeRuns(layout, axes[plane], index)));
      const volume = await readRows(row, row + 1);
      if (volume === null) return null;
      const inMemory = {
        slice: (from: number, to: number) => Promise.resolve(volume.subarray(from, to)),
      };
      return numbers(await readRuns(inMemory, planeRuns({ ...layout, start: 0 }, axes[plane], index)));
    },
  };
}

/** Rows in C order out of an array in Fortran order. The file then is a matrix whose lines hold one number of every row. */
function rowsOfColumns(file: SourceFile, { shape, dataOffset }: NpyHeader, numberBytes: number) {
  const [length = 0, ...rest] = shape;
  const rowSize = rest.reduce((product, size) => product * size, 1);
  const rowsAtOnce = Math.max(1, Math.floor(blockBytes / Math.max(1, rowSize * numberBytes)));
  let block = { start: 0, end: 0, bytes: new Uint8Array(0) as Uint8Array };

  return async (start: number, end: number): Promise<Uint8Array | null> => {
    if (start === end || rowSize === 0) return new Uint8Array(0);
    if (start < block.start || end > block.end) {
      const last = Math.min(length, Math.max(end, start + rowsAtOnce));
      const columns = await readRuns(file, {
        start: dataOffset + start * numberBytes,
        length: (last - start) * numberBytes,
        stride: length * numberBytes,
        count: rowSize,
      });
      if (columns === null) return null;
      block = { start, end: last, bytes: transposed(columns, last - start, rest, numberBytes) };
    }
    const rowBytes = rowSize * numberBytes;
    return block.bytes.slice((start - block.start) * rowBytes, (end - block.start) * rowBytes);
  };
}

/** From `[...rest reversed, rows]` to `[rows, ...rest]`, all in C order. */
function transposed(
  columns: Uint8Array,
  rows: number,
  rest: readonly number[],
  numberBytes: number,
): Uint8Array {
  const result = new Uint8Array(columns.length);
  const rowBytes = columns.length / rows;
  // How far one step along each axis leads in a row of the result.
  const steps = rest.map((_, axis) =>
    rest.slice(axis + 1).reduce((product, size) => product * size, numberBytes),
  );
  const index = rest.map(() => 0);
  let within = 0;
  for (let from = 0; from < columns.length;) {
    for (let row = 0; row < rows; row++)
      for (let byte = 0; byte < numberBytes; byte++)
        result[row * rowBytes + within + byte] = columns[from++]!;
    for (let axis = 0; axis < rest.length; axis++) {
      within += steps[axis]!;
      if (++index[axis]! < rest[axis]!) break;
      within -= steps[axis]! * rest[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
