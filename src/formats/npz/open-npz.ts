/**
 * NumPy's .npz archives: a zip with one .npy array a member; a plain .npy opens like an archive with one member. Arrays are read in ranges, so
 * that an archive of many gigabytes needs no more memory than the rows asked for. Leaves out pickled objects, which only Python
 * can (and should not) load.
 */
import {
  type AppError,
  appError,
  type DecodedImage,
  type DeepData,
  type Plane,
  sliceAt,
  type SourceFile,
} from '../../domain/index.ts';
import { openZip } from '../../source/index.ts';
import { checkSize } from '../image-format.ts';
import { bytesOf } from '../numbers.ts';
import { type NpyArray, openArray } from './npy-array.ts';
import { isNpy, type NpyHeader, preambleBytes } from './npy-header.ts';
import { canBePicture, expectedPictures, pictureShape, slicesOf, toImage } from './pictures.ts';
import { readNpyHeader } from './read-npy-header.ts';

export type { NpyHeader };

/** An opened archive. Members are named without `.npy`. */
export interface NpzFile {
  readonly members: ReadonlyMap<string, NpyHeader>;
  /**
   * Rows `[start, end)` of an array of numbers, `[rows, ...shape.slice(1)]` in C order. Rows of a deflated member asked for in order cost one
   * pass over it; going back starts anew.
   *
   * @throws AppError `npz-missing-member`, `npz-object-array`, `npz-unsupported-array`, `npz-damaged-member`, `damaged-archive`.
   */
  rows(member: string, start: number, end: number): Promise<DeepData>;
  /**
   * The images of rows `[start, end)` one after the other: `[N, height, width]`, with or without a last axis of 1 or 3 channels, or
   * one slice of each volume of `[N, depth, height, width]`. Throws like `rows`, and `image-too-large`.
   */
  images(member: string, rows: NpzRows): AsyncGenerator<DecodedImage, void, void>;
  /**
   * A whole array of numbers as 32-bit integers in C order. Throws like `rows`; `npz-unsupported-array` also where
   * a number is not whole or does not fit.
   */
  integers(member: string): Promise<{ readonly shape: readonly number[]; readonly values: Int32Array }>;
}

/** Rows `[start, end)`, and for volumes which slice of each: left out, that at the position, or the middle one, along the axial plane. */
export interface NpzRows {
  readonly start: number;
  readonly end: number;
  readonly slice?: number | undefined;
  /** See `sliceAt`. */
  readonly position?: number | undefined;
  readonly plane?: Plane | undefined;
  /** Whether volumes come whole: their axial slices one below the other in one picture. */
  readonly whole?: boolean | undefined;
}

interface Member {
  readonly header: NpyHeader;
  readonly file: SourceFile;
  /** Set when it is first read; keeps the block of an array in Fortran order. */
  array: NpyArray | null;
}

/** Bytes of an array that are read at once where rows are not all needed at once. */
const batchBytes = 8 * 1024 * 1024;

/**
 * Reads the directory and the header of each array.
 *
 * @throws AppError `damaged-archive` or `unsupported-archive` for the zip; `npz-damaged-member` or `npz-unsupported-array` where a
 * member is no array that we understand. Objects and odd types are only refused when they are read.
 */
export async function openNpz(file: SourceFile): Promise<NpzFile> {
  const members = new Map<string, Member>();
  for (const [path, entry] of await arrayFiles(file)) {
    const name = path.slice(0, -'.npy'.length);
    members.set(name, { header: await headerOf(file.path, name, entry), file: entry, array: null });
  }

  function unsupported(name: string, { dtype, shape }: NpyHeader, expected: string): AppError {
    const parameters = { member: name, dtype, shape: `(${shape.join(', ')})`, expected };
    return appError('npz-unsupported-array', file.path, parameters);
  }

  /** A scalar counts as an array of one number. */
  function find(name: string, expected: string): NpyArray {
    const member = members.get(name);
    if (member === undefined)
      throw appError('npz-missing-member', file.path, {
        member: name,
        found: [...members.keys()].join(', '),
      });
    const { header } = member;
    const { dtype, shape } = header;
    if (dtype.endsWith('O')) throw appError('npz-object-array', file.path, { member: name, dtype });
    const withRows = shape.length === 0 ? { ...header, shape: [1] } : header;
    const array = member.array ?? openArray(member.file, withRows);
    if (!('fault' in array)) return (member.array = array);
    if (array.fault !== 'too-short') throw unsupported(name, header, expected);
    throw damaged(file.path, name, array.expectedBytes, array.foundBytes);
  }

  function present(numbers: DeepData | null, name: string, array: NpyArray, rows: number): DeepData {
    if (numbers !== null) return numbers;
    const expectedBytes = rows * array.rowSize * bytesOf(array.kind);
    throw damaged(file.path, name, expectedBytes, 0);
  }

  function checkRows(array: NpyArray, name: string, start: number, end: number): void {
    const [rows = 0] = array.header.shape;
    if (start < 0 || end < start || end > rows)
      throw new RangeError(`rows ${start} to ${end} of ${rows} in ${name}`);
  }

  async function readRows(array: NpyArray, name: string, start: number, end: number) {
    return present(await array.rows(start, end), name, array, end - start);
  }

  /** Ranges of rows that are read together. */
  function* batches({ rowSize, kind }: NpyArray, start: number, end: number) {
    const rows = Math.max(1, Math.floor(batchBytes / Math.max(1, rowSize * bytesOf(kind))));
    for (let at = start; at < end; at += rows) yield [at, Math.min(end, at + rows)] as const;
  }

  return {
    members: new Map([...members].map(([name, { header }]) => [name, header])),
    async rows(name, start, end) {
      const array = find(name, 'numbers');
      checkRows(array, name, start, end);
      return readRows(array, name, start, end);
    },
    async *images(name, { start, end, slice, position = 0.5, plane = 'axial', whole = false }) {
      const array = find(name, expectedPictures);
      const shape = pictureShape(array.header.shape);
      if (shape === null || !canBePicture(array.kind, shape))
        throw unsupported(name, array.header, expectedPictures);
      checkRows(array, name, start, end);
      const { slices, height, width } = slicesOf(shape, plane);
      const size = {
        height: whole ? slices * height : height,
        width,
        channels: shape.kind === 'picture' ? shape.channels : 1,
      };
      checkSize(width, whole ? slices * height : height, file.path);
      if (shape.kind === 'volume' && !whole) {
        const index = slice ?? sliceAt(position, slices);
        if (index < 0 || index >= slices) throw new RangeError(`slice ${index} of ${slices} in ${name}`);
        for (let row = start; row < end; row++) {
          const numbers = present(await array.plane(row, plane, index), name, array, 1);
          yield toImage(numbers, array.kind, size);
        }
        return;
      }
      for (const [from, to] of batches(array, start, end)) {
        const numbers = await readRows(array, name, from, to);
        for (let at = 0; at < numbers.length; at += array.rowSize)
          yield toImage(numbers.subarray(at, at + array.rowSize), array.kind, size);
      }
    },
    async integers(name) {
      const array = find(name, 'integers');
      const rows = array.rowSize === 0 ? 0 : array.header.shape[0]!;
      const parts: Int32Array[] = [];
      for (const [from, to] of batches(array, 0, rows)) {
        const numbers = await readRows(array, name, from, to);
        const values = Int32Array.from(numbers);
        if (!values.every((value, i) => value === numbers[i]))
          throw unsupported(name, array.header, 'integers');
        parts.push(values);
      }
      return { shape: members.get(name)!.header.shape, values: joined(parts) };
    },
  };
}

/** The .npy files of an archive, or the file itself where it is one. */
async function arrayFiles(file: SourceFile): Promise<readonly (readonly [string, SourceFile])[]> {
  if (!isNpy(await file.slice(0, preambleBytes)))
    return [...(await openZip(file))].filter(([path]) => path.endsWith('.npy'));
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.npy$/i, '');
  return [[`${name}.npy`, file]];
}

async function headerOf(archive: string, member: string, entry: SourceFile): Promise<NpyHeader> {
  const header = await readNpyHeader(entry);
  if (header === null)
    throw appError('npz-unsupported-array', archive, {
      member,
      dtype: '?',
      shape: '?',
      expected: 'a .npy header of version 1, 2 or 3',
    });
  if ('needed' in header) throw damaged(archive, member, header.needed, entry.size);
  return header;
}

function damaged(archive: string, member: string, expectedBytes: number, foundBytes: number): AppError {
  return appError('npz-damaged-member', archive, { member, expectedBytes, foundBytes });
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
