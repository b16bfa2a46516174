/**
 * Files in a tar, read in place. A plain tar is random access once its headers were walked over. A tar.gz is inflated once to find
 * them; after that a file costs the inflating of what lies before it since the last place to go on from (some MB at most),
 * and files read in their order in the archive cost no more than one pass.
 */
import { appError, type SourceFile } from '../domain/index.ts';
import { archiveFiles, type ArchiveFiles } from './archive-files.ts';
import { type RangeReader, readRanges, streamOf } from './byte-chunks.ts';
import { gzipReader } from './open-gzip.ts';
import { PackedRecords } from './packed-records.ts';
import { RangeBuffer } from './range-buffer.ts';
import { type TarBytes, tarEntries } from './tar-entries.ts';

/** Files up to this size are taken out of a tar.gz in one piece, however small the ranges that are asked for. */
const wholeBytes = 8 * 1024 * 1024;

/** How a tar's bytes are read once it is open. */
type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/**
 * The files of a tar by path; of two with the same path the later one counts. Throws like `tarEntries`, and the signal's
 * reason once it aborts.
 */
export async function openTar(archive: RangeReader, signal?: AbortSignal): Promise<ArchiveFiles> {
  const headers = new RangeBuffer(archive, archive.size);
  const view = (at: number, length: number) => headers.view(at, length);
  const read: ReadBytes = (start, end) => archive.slice(start, end);
  return await index({ path: archive.path, view }, read, false, signal);
}

/** The same for a tar in a gzip. Also throws what is wrong with the gzip, up to where the tar ends. */
export async function openTarGz(archive: RangeReader, signal?: AbortSignal): Promise<ArchiveFiles> {
  const reader = gzipReader(archive);
  const view = (at: number, length: number) => reader.read(at, at + length);
  const read: ReadBytes = (start, end) => reader.read(start, end);
  return await index({ path: archive.path, view }, read, true, signal);
}

async function index(
  bytes: TarBytes,
  read: ReadBytes,
  isPacked: boolean,
  signal: AbortSignal | undefined,
): Promise<ArchiveFiles> {
  const records = new PackedRecords(4);
  for await (const { path, offset, size, modified, isSparse } of tarEntries(bytes)) {
    signal?.throwIfAborted();
    const time = Number.isSafeInteger(modified) ? modified : 0;
    records.add(path, [offset, size, time, isSparse ? 1 : 0]);
  }
  return archiveFiles(records, (path, [offset, size, modified, isSparse]) => {
    const refuse = () => {
      throw appError('unsupported-archive', bytes.path, { detail: `sparse file: ${path}` });
    };
    const slice = isSparse ? refuse : slices(bytes.path, path, read, offset!, size!, isPacked);
    const file: SourceFile = {
      path,
      size: size!,
      modified: modified!,
      slice: async (start, end) => slice(start, end),
      stream: () => streamOf(readRanges(file, 0, file.size)),
    };
    return file;
  });
}

function slices(
  archive: string,
  path: string,
  read: ReadBytes,
  offset: number,
  size: number,
  isPacked: boolean,
): ReadBytes {
  const readExactly: ReadBytes = async (start, end) => {
    const bytes = await read(offset + start, offset + end);
    if (bytes.length === end - start) return bytes;
    throw appError('damaged-archive', archive, { detail: `cut off in ${path}` });
  };
  const within =
    (readWithin: ReadBytes): ReadBytes =>
    (start, end) => {
      const from = Math.min(start, size);
      return readWithin(from, Math.max(from, Math.min(end, size)));
    };
  if (!isPacked || size > wholeBytes) return within(readExactly);
  let whole: Promise<Uint8Array> | null = null;
  return within(async (start, end) => {
    whole ??= readExactly(0, size);
    try {
      return (await whole).slice(start, end);
    } catch (error) {
      whole = null;
      throw error;
    }
  });
}
