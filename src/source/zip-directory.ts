/**
 * The central directory of a zip archive, which names every entry and where it lies: the only part that is read to list
 * an archive of any size. After APPNOTE.TXT 6.3.10 (PKWARE), sections 4.3 to 4.5, zip64 included. Our own because what
 * zip libraries offer hides where an entry's bytes begin, and without that a stored entry can't be read in ranges.
 * An archive in several volumes is read where these are joined (`joined-file.ts`): its offsets begin anew in each.
 */
import { type AppError, appError } from '../domain/index.ts';
import type { RangeReader } from './byte-chunks.ts';
import { decodeName, normaliseName } from './entry-names.ts';
import type { JoinedFile } from './joined-file.ts';
import { largestExpansion } from './largest-expansion.ts';
import { PackedRecords } from './packed-records.ts';
import { RangeBuffer } from './range-buffer.ts';

/** One file in the archive, as the central directory describes it. */
export interface ZipRecord {
  readonly size: number;
  readonly compressedSize: number;
  /** 0 is stored, 8 is deflated; others we cannot read, and none that is encrypted. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  /** Ms since 1970, as if the archive's local time were UTC: only compared, never shown. */
  readonly modified: number;
  /** Where the entry's local header begins in the archive. */
  readonly headerOffset: number;
}

const endRecordBytes = 22;
const longestComment = 0xffff;
const zip64LocatorBytes = 20;
const zip64EndRecordBytes = 56;
const headerBytes = 46;
export const localHeaderBytes = 30;
const longestEntry = headerBytes + 3 * 0xffff;

/** What may be in several volumes. */
type ZipFile = RangeReader & Partial<Pick<JoinedFile, 'starts' | 'missing'>>;

interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
  readonly entries: number;
  /** Bytes in front of the archive proper (self-extracting archives): all offsets are short by it. */
  readonly shift: number;
  /** Where each volume begins. */
  readonly starts: readonly number[];
}

/** Columns of what `readZipDirectory` keeps, in this order. */
const columns = ['compressedSize', 'headerOffset', 'saved', 'modified', 'crc', 'kind'] as const;
const [compressedSizeAt, headerOffsetAt] = [0, 1];

/** From the numbers that `readZipDirectory` keeps. */
export function zipRecord(numbers: readonly number[]): ZipRecord {
  const [compressedSize, headerOffset, saved, modified, crc, kind] = numbers;
  return {
    size: compressedSize! + saved!,
    compressedSize: compressedSize!,
    headerOffset: headerOffset!,
    method: kind! >> 1,
    modified: modified!,
    crc: crc!,
    isEncrypted: (kind! & 1) === 1,
  };
}

/**
 * Reads the files of an archive, to be looked at with `zipRecord`; folders are left out.
 *
 * @throws AppError `damaged-archive` where it is cut or not a zip, or where two files share bytes (which is how small archives
 * are made that unpack without end); `missing-part` where not all of its volumes are joined; `unsupported-archive` where it names a path
 * with `..`.
 */
export async function readZipDirectory(archive: ZipFile): Promise<PackedRecords> {
  const place = await findDirectory(archive);
  const end = place.offset + place.size;
  // In steps: how long the directory is, is what the archive says.
  const input = new RangeBuffer(archive, end);
  const records = new PackedRecords(columns.length);
  let entries = 0;
  for (let start = place.offset; start < end;) {
    const bytes = await input.view(start, longestEntry);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Entries that begin before it lie in these bytes as a whole.
    const last = start + bytes.length >= end ? bytes.length : bytes.length - longestEntry + 1;
    if (last <= 0)
      throw damaged(archive, `the directory ends at ${start + bytes.length}, not at ${end}`);
    let at = 0;
    for (; at < last; entries++) {
      if (at + headerBytes > bytes.length || view.getUint32(at, true) !== 0x02014b50)
        throw damaged(archive, `entry ${entries + 1} of ${place.entries} has no header`);
      const nameAt = at + headerBytes;
      const extraAt = nameAt + view.getUint16(at + 28, true);
      const commentAt = extraAt + view.getUint16(at + 30, true);
      if (commentAt > bytes.length)
        throw damaged(archive, `entry ${entries + 1} of ${place.entries} is cut off`);
      const name = decodeName(bytes.subarray(nameAt, extraAt));
      const path = normaliseName(name);
      if (path === null)
        throw appError('unsupported-archive', archive.path, { detail: `path with "..": ${name}` });
      if (!path.endsWith('/') && path !== '')
        records.add(path, readRecord(archive, view, at, extraAt, commentAt, path, place));
      at = commentAt + view.getUint16(at + 32, true);
    }
    start += at;
  }
  // Without zip64 the count has 16 bits: some writers let it overflow, others stop at the largest.
  if (place.entries !== 0xffff && (entries - place.entries) % 0x10000 !== 0)
    throw damaged(archive, `${entries} entries in the directory instead of ${place.entries}`);
  const shared = firstShared(records);
  if (shared !== null) throw damaged(archive, `two entries share the byte ${shared}`);
  return records;
}

function readRecord(
  archive: RangeReader,
  view: DataView,
  at: number,
  extraAt: number,
  extraEnd: number,
  path: string,
  place: DirectoryPlace,
): readonly number[] {
  const isEncrypted = view.getUint16(at + 8, true) & 1;
  const wide = zip64Fields(view, extraAt, extraEnd);
  const orWide = (value: number) => (value === 0xffffffff ? (wide.shift() ?? value) : value);
  // The zip64 extra field holds only those of the three that overflow, in this order.
  const size = orWide(view.getUint32(at + 24, true));
  const compressedSize = orWide(view.getUint32(at + 20, true));
  const volumeStart = place.starts[view.getUint16(at + 34, true)] ?? 0;
  const headerOffset = orWide(view.getUint32(at + 42, true)) + volumeStart + place.shift;
  if (headerOffset + compressedSize > place.offset)
    throw damaged(
      archive,
      `${path}: ends at ${headerOffset + compressedSize}, the directory begins at ${place.offset}`,
    );
  const method = view.getUint16(at + 10, true);
  // Encryption puts twelve bytes in front.
  if (method === 0 && size !== compressedSize && isEncrypted === 0)
    throw damaged(archive, `${path}: ${size} bytes can't be stored in ${compressedSize}`);
  if (size > (compressedSize + 1) * largestExpansion)
    throw damaged(archive, `${path}: ${size} bytes can't come out of ${compressedSize}`);
  const modified = dosTime(view.getUint16(at + 14, true), view.getUint16(at + 12, true));
  const crc = view.getUint32(at + 16, true);
  const saved = size - compressedSize;
  return [compressedSize, headerOffset, saved, modified, crc, 2 * method + isEncrypted];
}

/** Where an entry begins in another one, null where none does. */
function firstShared(records: PackedRecords): number | null {
  const startOf = (record: number) => records.number(record, headerOffsetAt);
  const order = Uint32Array.from({ length: records.length }, (_, record) => record);
  const isSorted = order.every((record) => record === 0 || startOf(record - 1) <= startOf(record));
  if (!isSorted) order.sort((a, b) => startOf(a) - startOf(b));
  let end = 0;
  for (const record of order) {
    const start = startOf(record);
    if (start < end) return start;
    end = start + localHeaderBytes + records.number(record, compressedSizeAt);
  }
  return null;
}

async function findDirectory(archive: ZipFile): Promise<DirectoryPlace> {
  const tailAt = Math.max(0, archive.size - endRecordBytes - longestComment - zip64LocatorBytes);
  const tail = await archive.slice(tailAt, archive.size);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let at = tail.length - endRecordBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + endRecordBytes + view.getUint16(at + 20, true) > tail.length) continue;
    const locatorAt = at - zip64LocatorBytes;
    if (locatorAt >= 0 && view.getUint32(locatorAt, true) === 0x07064b50) {
      const starts = startsOf(archive, view.getUint32(locatorAt + 16, true));
      return findZip64Directory(archive, safeUint64(view, locatorAt + 8), tailAt + locatorAt, starts);
    }
    const starts = startsOf(archive, view.getUint16(at + 4, true) + 1);
    return placeDirectory(archive, tailAt + at, {
      entries: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true) + (starts[view.getUint16(at + 6, true)] ?? 0),
      starts,
    });
  }
  throw damaged(archive, 'no end of central directory: the archive is cut off, or is not a zip');
}

/** What an archive in several volumes begins with; it ends with the one that is called .zip. */
export function firstVolume(path: string): string {
  return path.replace(/ip$/i, '01');
}

/**
 * Where the volumes of an archive begin. One that was cut anywhere, by somebody who knew nothing of zips, is one volume.
 * @param volumes how many there are, as the archive says
 */
function startsOf(archive: ZipFile, volumes: number): readonly number[] {
  if (volumes <= 1) return [0];
  const { starts, missing } = archive;
  if (starts?.length === volumes) return starts;
  const part = missing ?? firstVolume(archive.path);
  throw appError('missing-part', archive.path, { part, detail: `${volumes} volumes` });
}

async function findZip64Directory(
  archive: ZipFile,
  recordOffset: number,
  locatorOffset: number,
  starts: readonly number[],
): Promise<DirectoryPlace> {
  // Behind a prefix, and in the last of several volumes, the offset is short, but the record still ends where the locator begins.
  for (const at of [recordOffset, locatorOffset - zip64EndRecordBytes]) {
    const bytes = await archive.slice(at, at + zip64EndRecordBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < zip64EndRecordBytes || view.getUint32(0, true) !== 0x06064b50) continue;
    return placeDirectory(archive, at, {
      entries: safeUint64(view, 32),
      size: safeUint64(view, 40),
      offset: safeUint64(view, 48) + (starts[view.getUint32(20, true)] ?? 0),
      starts,
    });
  }
  throw damaged(archive, 'no zip64 end of central directory');
}

/** @param end where the end record begins, which is where the directory has to end. */
function placeDirectory(
  archive: RangeReader,
  end: number,
  directory: Omit<DirectoryPlace, 'shift'>,
): DirectoryPlace {
  const shift = end - directory.size - directory.offset;
  if (shift < 0)
    throw damaged(
      archive,
      `the directory should end at ${directory.offset + directory.size}, not at ${end}`,
    );
  return { ...directory, offset: directory.offset + shift, shift };
}

function zip64Fields(view: DataView, start: number, end: number): number[] {
  const fields: number[] = [];
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const fieldEnd = Math.min(end, at + 4 + view.getUint16(at + 2, true));
    for (let value = at + 4; value + 8 <= fieldEnd; value += 8) fields.push(safeUint64(view, value));
  }
  return fields;
}

function dosTime(date: number, time: number): number {
  return Date.UTC(
    1980 + (date >> 9),
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  );
}

/** Beyond 2^53 the value loses digits, but such an offset lies outside every file and is found by the bounds checks. */
function safeUint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function damaged(archive: RangeReader, detail: string): AppError {
  return appError('damaged-archive', archive.path, { detail });
}
