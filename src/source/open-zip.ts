/**
 * Files inside a zip archive, read in place. A stored entry is random access; a deflated one is inflated from its front
 * and keeps its place, so reading it in order costs one pass. Nothing is unpacked to disk or held whole.
 */
import { appError, type SourceFile } from '../domain/index.ts';
import { archiveFiles, type ArchiveFiles } from './archive-files.ts';
import { type RangeReader, readRanges, streamOf } from './byte-chunks.ts';
import { DeflateReader } from './deflate-reader.ts';
import { localHeaderBytes, readZipDirectory, type ZipRecord, zipRecord } from './zip-directory.ts';
import { crc32 } from './zlib.ts';

const stored = 0;
const deflated = 8;

/** Entries whose packed bytes are at most this many are fetched with their header in one read, and held by their file. */
const fetchedBytes = 1024 * 1024;
/** Name and extra fields of a local header, where they are not unusually long. */
const usualNameBytes = 512;

/**
 * The files of an archive by path, folders left out; of two with the same path the later one counts, as in Python.
 * Reading only the directory, it costs the same for any size of archive. The archive may itself be a file in a zip.
 * An entry that is encrypted, or packed in a way that we lack, fails when it is read, with `unsupported-archive` and its
 * name. A deflated entry is checked against its checksum when its end is reached, a stored one when it is streamed: for
 * ranges of it that would cost more than it is worth (7 % of decoding a PNG, which has checksums of its own).
 *
 * @throws AppError `damaged-archive` or `unsupported-archive`, naming the archive.
 */
export async function openZip(archive: RangeReader): Promise<ArchiveFiles> {
  const records = await readZipDirectory(archive);
  return archiveFiles(records, (path, numbers) => new ZipEntry(archive, path, zipRecord(numbers)));
}

/** The packed bytes of an entry: from `start` to `end` in `file`. */
interface PackedBytes {
  readonly file: Pick<RangeReader, 'slice'>;
  readonly start: number;
  readonly end: number;
}

class ZipEntry implements SourceFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly #archive: RangeReader;
  readonly #record: ZipRecord;
  #packed: PackedBytes | null = null;
  #reader: DeflateReader | null = null;

  constructor(archive: RangeReader, path: string, record: ZipRecord) {
    this.path = path;
    this.size = record.size;
    this.modified = record.modified;
    this.#archive = archive;
    this.#record = record;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    const from = Math.min(start, this.size);
    const to = Math.max(from, Math.min(end, this.size));
    const bytes = await this.#slice(from, to);
    if (bytes.length !== to - from) throw this.#damaged(`${bytes.length} bytes instead of ${to - from}`);
    return bytes;
  }

  stream(): ReadableStream<Uint8Array> {
    return streamOf(this.#chunks());
  }

  async #slice(from: number, to: number): Promise<Uint8Array> {
    if (this.#record.method === stored) {
      const { file, start } = await this.#findPacked();
      return file.slice(start + from, start + to);
    }
    const reader = await this.#deflateReader();
    // A byte beyond the end is asked for, so that the end is reached and the checksum checked.
    return reader.read(from, to === this.size ? to + 1 : to);
  }

  async *#chunks(): AsyncGenerator<Uint8Array, void, void> {
    if (this.#record.method !== stored) {
      yield* (await this.#deflateReader()).chunks();
      return;
    }
    const { file, start, end } = await this.#findPacked();
    let crc = 0;
    for await (const chunk of readRanges(file, start, end)) {
      crc = crc32(crc, chunk);
      yield chunk;
    }
    this.#checkCrc(crc);
  }

  async #deflateReader(): Promise<DeflateReader> {
    const { size, crc } = this.#record;
    const packed = await this.#findPacked();
    return (this.#reader ??= new DeflateReader({
      ...packed,
      wrapping: 'raw',
      expected: { size, crc },
      damaged: (detail, cause) => this.#damaged(detail, cause),
    }));
  }

  /** The local header has a name and extra fields of its own, whose lengths decide where the data begin. */
  async #findPacked(): Promise<PackedBytes> {
    if (this.#packed !== null) return this.#packed;
    this.#refuseUnsupported();
    const { headerOffset, compressedSize } = this.#record;
    const isFetched = compressedSize <= fetchedBytes;
    const likelyEnd =
      headerOffset + localHeaderBytes + (isFetched ? usualNameBytes + compressedSize : 0);
    const head = await this.#archive.slice(headerOffset, Math.min(likelyEnd, this.#archive.size));
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    if (head.length < localHeaderBytes || view.getUint32(0, true) !== 0x04034b50)
      throw this.#damaged(`no entry at ${headerOffset}`);
    const skipped = localHeaderBytes + view.getUint16(26, true) + view.getUint16(28, true);
    const start = headerOffset + skipped;
    const end = start + compressedSize;
    if (end > this.#archive.size)
      throw this.#damaged(`ends at ${end}, the archive at ${this.#archive.size}`);
    if (!isFetched || skipped + compressedSize > head.length)
      return (this.#packed = { file: this.#archive, start, end });
    const bytes = head.subarray(skipped, skipped + compressedSize);
    const file = { slice: async (from: number, to: number) => bytes.slice(from, to) };
    return (this.#packed = { file, start: 0, end: compressedSize });
  }

  #refuseUnsupported(): void {
    const { method, isEncrypted } = this.#record;
    if (!isEncrypted && (method === stored || method === deflated)) return;
    const what = isEncrypted ? 'encrypted' : `compression method ${method}`;
    throw appError('unsupported-archive', this.#archive.path, { detail: `${what}: ${this.path}` });
  }

  #checkCrc(crc: number): void {
    if (crc !== this.#record.crc) throw this.#damaged('wrong checksum');
  }

  #damaged(detail: string, cause?: unknown) {
    return appError('damaged-archive', this.#archive.path, { detail: `${this.path}: ${detail}` }, cause);
  }
}
