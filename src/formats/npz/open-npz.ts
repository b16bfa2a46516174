/**
 * NumPy's .npz archives: a zip with one .npy array a member. Rows of image arrays are read in ranges, so that an archive of many
 * gigabytes needs no more memory than the rows asked for. Leaves out pickled objects, which only Python can (and should not) load.
 */
import { type AppError, appError, type SourceFile } from '../../domain/index.ts';
import { openZip } from '../../source/index.ts';
import { isNumeric, toIntegers } from './integers.ts';
import {
  elementBytes,
  elementCount,
  headerLength,
  type NpyHeader,
  parseHeader,
  preambleBytes,
  shapeText,
} from './npy-header.ts';

export type { NpyHeader };

/** An opened archive. Members are named without `.npy`. */
export interface NpzFile {
  readonly members: ReadonlyMap<string, NpyHeader>;
  /**
   * Rows `[start, end)` of a uint8 array in C order, as bytes `[rows, ...shape.slice(1)]`. Rows of a deflated member asked for in
   * order cost one pass over it; going back starts anew.
   *
   * @throws AppError `npz-missing-member`, `npz-object-array`, `npz-unsupported-array`, `npz-damaged-member`, `damaged-archive`.
   */
  rows(member: string, start: number, end: number): Promise<Uint8Array>;
  /**
   * A whole array of numbers as 32-bit integers in C order. Throws like `rows`; `npz-unsupported-array` also where
   * a number is not whole or does not fit.
   */
  integers(member: string): Promise<{ readonly shape: readonly number[]; readonly values: Int32Array }>;
}

interface Member {
  readonly header: NpyHeader;
  readonly file: SourceFile;
}

/** Longest header that is believed; NumPy's own limit for headers it evaluates is 10,000. */
const longestHeader = 1024 * 1024;

/**
 * Reads the directory and the header of each array.
 *
 * @throws AppError `damaged-archive` or `unsupported-archive` for the zip; `npz-damaged-member` or `npz-unsupported-array` where a
 * member is no array that we understand. Objects and odd types are only refused when they are read.
 */
export async function openNpz(file: SourceFile): Promise<NpzFile> {
  const members = new Map<string, Member>();
  for (const [path, entry] of await openZip(file)) {
    if (!path.endsWith('.npy')) continue;
    const name = path.slice(0, -'.npy'.length);
    members.set(name, { header: await readHeader(file.path, name, entry), file: entry });
  }

  function find(name: string): Member {
    const member = members.get(name);
    if (member === undefined)
      throw appError('npz-missing-member', file.path, {
        member: name,
        found: [...members.keys()].join(', '),
      });
    const { dtype } = member.header;
    if (dtype.endsWith('O')) throw appError('npz-object-array', file.path, { member: name, dtype });
    return member;
  }

  function unsupported(name: string, { dtype, shape }: NpyHeader, expected: string): AppError {
    return appError('npz-unsupported-array', file.path, {
      member: name,
      dtype,
      shape: shapeText(shape),
      expected,
    });
  }

  async function readElements(
    name: string,
    member: Member,
    start: number,
    end: number,
  ): Promise<Uint8Array> {
    const { header, file: entry } = member;
    const elementSize = elementBytes(header.dtype) ?? 1;
    const expectedBytes = elementCount(header.shape) * elementSize;
    const foundBytes = entry.size - header.dataOffset;
    if (foundBytes < expectedBytes)
      throw appError('npz-damaged-member', file.path, { member: name, expectedBytes, foundBytes });
    return entry.slice(header.dataOffset + start * elementSize, header.dataOffset + end * elementSize);
  }

  return {
    members: new Map([...members].map(([name, { header }]) => [name, header])),
    async rows(name, start, end) {
      const member = find(name);
      const { dtype, shape, fortranOrder } = member.header;
      if (!/^[<>|=]?u1$/.test(dtype) || shape.length === 0)
        throw unsupported(name, member.header, 'uint8 (N, ...)');
      if (fortranOrder && shape.length > 1) throw unsupported(name, member.header, 'C order');
      if (start < 0 || end < start || end > shape[0]!)
        throw new RangeError(`rows ${start} to ${end} of ${shape[0]} in ${name}`);
      const rowSize = elementCount(shape.slice(1));
      return readElements(name, member, start * rowSize, end * rowSize);
    },
    async integers(name) {
      const member = find(name);
      const { dtype, shape, fortranOrder } = member.header;
      if (!isNumeric(dtype)) throw unsupported(name, member.header, 'integers');
      const bytes = await readElements(name, member, 0, elementCount(shape));
      const values = toIntegers(bytes, dtype, shape, fortranOrder);
      if (values === null) throw unsupported(name, member.header, 'integers');
      return { shape, values };
    },
  };
}

async function readHeader(archive: string, member: string, entry: SourceFile): Promise<NpyHeader> {
  const length = headerLength(await entry.slice(0, preambleBytes));
  if (length !== null && length > entry.size)
    throw appError('npz-damaged-member', archive, {
      member,
      expectedBytes: length,
      foundBytes: entry.size,
    });
  const header =
    length === null || length > longestHeader ? null : parseHeader(await entry.slice(0, length));
  if (header !== null) return header;
  throw appError('npz-unsupported-array', archive, {
    member,
    dtype: '?',
    shape: '?',
    expected: 'a .npy header of version 1, 2 or 3',
  });
}
