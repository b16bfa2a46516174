/**
 * Files inside a zip archive, read in place. A stored entry is random access; a deflated one is inflated from its front
 * and keeps its place, so reading it in order costs one pass. Nothing is unpacked to disk or held whole.
 */
import { appError, type SourceFile } from '../domain/index.ts';
import { type RangeReader, readRanges, streamOf } from './byte-chunks.ts';
import { ForwardReader } from './forward-reader.ts';
import { inflate, InflateError } from './inflate.ts';
import { readZipDirectory, type ZipRecord } from './zip-directory.ts';

const stored = 0;
const deflated = 8;
const localHeaderBytes = 30;

/**
 * The files of an archive by path, folders left out; of two with the same path the later one counts, as in Python.
 * Reading only the directory, it costs the same for any size of archive. The archive may itself be a file in a zip.
 *
 * @throws AppError `damaged-archive` or `unsupported-archive`, naming the archive.
 */
export async function openZip(archive: RangeReader): Promise<ReadonlyMap<string, SourceFile>> {
  const records = await readZipDirectory(archive);
  return new Map(records.map((record) => [record.path, new ZipEntry(archive, record)]));
}

class ZipEntry implements SourceFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly #archive: RangeReader;
  readonly #record: ZipRecord;
  #dataOffset: number | null = null;
  #forward: ForwardReader | null = null;

  constructor(archive: RangeReader, record: ZipRecord) {
    this.path = record.path;
    this.size = record.size;
    this.modified = record.modified;
    this.#archive = archive;
    this.#record = record;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    const from = Math.min(start, this.size);
    const to = Math.max(from, Math.min(end, this.size));
    const bytes =
      this.#record.method === stored
        ? await this.#sliceStored(from, to)
        : await (this.#forward ??= new ForwardReader(() => this.#inflated())).read(from, to);
    if (bytes.length !== to - from) throw this.#damaged(`${bytes.length} bytes instead of ${to - from}`);
    return bytes;
  }

  stream(): ReadableStream<Uint8Array> {
    return streamOf(this.#record.method === stored ? readRanges(this) : this.#inflated());
  }

  async #sliceStored(start: number, end: number): Promise<Uint8Array> {
    const offset = await this.#findData();
    return this.#archive.slice(offset + start, offset + end);
  }

  async *#inflated(): AsyncGenerator<Uint8Array, void, void> {
    const { method, compressedSize } = this.#record;
    if (method !== deflated)
      throw appError('unsupported-archive', this.#archive.path, {
        detail: `compression method ${method}: ${this.path}`,
      });
    const offset = await this.#findData();
    let seen = 0;
    try {
      for await (const chunk of inflate(
        readRanges(this.#archive, offset, offset + compressedSize),
        'deflate-raw',
      )) {
        seen += chunk.length;
        if (seen > this.size) throw this.#damaged(`more than the ${this.size} bytes it should have`);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof InflateError ? this.#damaged(error.message, error) : error;
    }
    if (seen < this.size) throw this.#damaged(`${seen} bytes instead of ${this.size}`);
  }

  /** The local header has a name and extra fields of its own, whose lengths decide where the data begin. */
  async #findData(): Promise<number> {
    if (this.#dataOffset !== null) return this.#dataOffset;
    const { headerOffset, compressedSize } = this.#record;
    const header = await this.#archive.slice(headerOffset, headerOffset + localHeaderBytes);
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    if (header.length < localHeaderBytes || view.getUint32(0, true) !== 0x04034b50)
      throw this.#damaged(`no entry at ${headerOffset}`);
    const offset = headerOffset + localHeaderBytes + view.getUint16(26, true) + view.getUint16(28, true);
    if (offset + compressedSize > this.#archive.size)
      throw this.#damaged(`ends at ${offset + compressedSize}, the archive at ${this.#archive.size}`);
    return (this.#dataOffset = offset);
  }

  #damaged(detail: string, cause?: unknown) {
    return appError('damaged-archive', this.#archive.path, { detail: `${this.path}: ${detail}` }, cause);
  }
}
