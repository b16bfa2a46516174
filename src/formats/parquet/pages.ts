/**
 * The pages of a column chunk: where they are by their headers alone, and their values. Decoding is hyparquet's; what its decoder
 * takes on trust (sizes, counts, runs) is checked here first, so that memory follows the file and not its headers.
 */
import type { ColumnMetaData, Compressors, DecodedArray, PageHeader } from 'hyparquet';
import { assembleLists } from 'hyparquet/src/assemble.js';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert, convertWithDictionary, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import type { SourceFile } from '../../domain/index.ts';
import { bitWidth, checkRuns, ParquetDamage } from './check-runs.ts';
import { FileRange } from './forward-bytes.ts';
import { LargeValues } from './large-values.ts';
import type { Leaf } from './leaves.ts';
import { SnappyStream } from './snappy-stream.ts';

/** A page by its header. */
export interface Page {
  readonly header: PageHeader;
  /** Where its compressed bytes begin in the file. */
  readonly start: number;
  /** Values, nulls and the values of lists counted. */
  readonly values: number;
}

/** Values of a page: one a row, or for lists one list a row. */
export type Values = readonly unknown[];

/** Values of a page that may be read only when they are asked for. */
export interface PageValues {
  readonly length: number;
  /** What is resolved is null, or nothing, where there is no value. */
  at(index: number): unknown;
}

const headerBytes = 64 * 1024;
/** Values of a page of runs, which takes next to no bytes: more than the rows that writers put into a group. */
const mostInRuns = 2 ** 21;
const largestPage = 512 * 1024 * 1024;
const plainPage = 16 * 1024 * 1024;
/** Larger pages are gone through where they can be, not unpacked. */
const heldPage = 24 * 1024 * 1024;
/** How far a codec can expand, roughly; zstd and brotli have no bound of their own, but a usual page is not larger than `plainPage`. */
const expansion = { SNAPPY: 64, GZIP: 1032, LZ4: 256, LZ4_RAW: 256 } as Readonly<Record<string, number>>;

/** The pages of a chunk in order, dictionary included; reads only headers. Throws ParquetDamage. */
export async function* pagesOf(
  file: SourceFile,
  { dictionary_page_offset, data_page_offset, total_compressed_size }: ColumnMetaData,
): AsyncGenerator<Page, void, void> {
  let at = Number(dictionary_page_offset ? dictionary_page_offset : data_page_offset);
  // Some writers leave the dictionary's offset out, and the data's offset points to it.
  const end = at + Number(total_compressed_size);
  if (!(at >= 4 && end <= file.size)) throw new ParquetDamage(`a column from ${at} to ${end}`);
  while (at < end - 1) {
    const bytes = await file.slice(at, Math.min(end, at + headerBytes));
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    const header = parquetHeader(reader);
    const start = at + reader.offset;
    const size = header.compressed_page_size;
    if (!(size >= 0 && start + size <= end)) throw new ParquetDamage(`a page of ${size} bytes`);
    const { num_values: values = 0 } =
      header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header ?? {};
    if (!(values >= 0)) throw new ParquetDamage(`a page of ${values} values`);
    yield { header, start, values };
    at = start + size;
  }
}

/** Decodes pages of one column chunk. */
export class PageDecoder {
  readonly #file: SourceFile;
  readonly #leaf: Leaf;
  readonly #meta: ColumnMetaData;
  readonly #compressors: Compressors;

  constructor(file: SourceFile, leaf: Leaf, meta: ColumnMetaData, compressors: Compressors) {
    this.#file = file;
    this.#leaf = leaf;
    this.#meta = meta;
    this.#compressors = compressors;
  }

  /** The values of a dictionary page. */
  async dictionary(page: Page): Promise<DecodedArray> {
    const bytes = await this.#read(page);
    const unpacked = this.#unpack(bytes, page.header.uncompressed_page_size);
    if (page.values > unpacked.length * 8) throw new ParquetDamage('a dictionary without its values');
    const reader = { view: viewOf(unpacked), offset: 0 };
    const { type_length } = this.#leaf.element;
    return convert(readPlain(reader, this.#meta.type, page.values, type_length), this.#decoder());
  }

  /** The values of a data page, null where a row has none. */
  async data({ header, start, values }: Page, dictionary: DecodedArray | undefined): Promise<Values> {
    const bytes = await this.#read({ header, start, values });
    const { data_page_header: v1, data_page_header_v2: v2 } = header;
    const decoder = this.#decoder();
    let page;
    if (v1 !== undefined) {
      const unpacked = this.#unpack(bytes, header.uncompressed_page_size);
      this.#checkPage(unpacked, v1.encoding, values);
      page = readDataPage(unpacked, v1, decoder);
    } else if (v2 !== undefined) {
      const levels = v2.repetition_levels_byte_length + v2.definition_levels_byte_length;
      if (!(levels >= 0 && levels <= bytes.length && v2.repetition_levels_byte_length >= 0))
        throw new ParquetDamage('levels longer than their page');
      const packed = bytes.subarray(levels);
      const body =
        v2.is_compressed === false
          ? packed
          : this.#unpack(packed, header.uncompressed_page_size - levels);
      const whole = new Uint8Array(levels + body.length);
      whole.set(bytes.subarray(0, levels));
      whole.set(body, levels);
      this.#checkPageV2(whole, v2, values);
      const plain = { ...header, uncompressed_page_size: whole.length };
      page = readDataPageV2(
        whole,
        { ...plain, data_page_header_v2: { ...v2, is_compressed: false } },
        decoder,
      );
    } else throw new ParquetDamage(`a page of type ${header.type}`);
    const encoding = (v1 ?? v2)!.encoding;
    if (encoding.endsWith('_DICTIONARY') && dictionary === undefined)
      throw new ParquetDamage('a page without its dictionary');
    const decoded = convertWithDictionary(page.dataPage, dictionary, encoding, decoder);
    return this.#assemble(decoded, page.definitionLevels ?? [], page.repetitionLevels);
  }

  /** The values of a page that is better not held; null for any other. */
  async large({ header, start, values }: Page): Promise<PageValues | null> {
    const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header } = header;
    const { codec, type } = this.#meta;
    const { repetitionLevels, definitionLevels } = this.#leaf;
    const { encoding } = (v1 ?? v2 ?? dictionary_page_header)!;
    const isPlain = encoding === 'PLAIN' || dictionary_page_header !== undefined;
    const isStream = codec === 'SNAPPY' || codec === 'UNCOMPRESSED';
    const size = header.uncompressed_page_size;
    if (size < heldPage || !isPlain || !isStream || type !== 'BYTE_ARRAY' || repetitionLevels > 0)
      return null;
    const end = start + header.compressed_page_size;
    this.#checkExpansion(header.compressed_page_size, size);
    const levels = v2 === undefined ? 0 : v2.definition_levels_byte_length;
    const isPacked = codec === 'SNAPPY' && v2?.is_compressed !== false;
    const Stream = isPacked ? SnappyStream : FileRange;
    const open = async (skipped: number) => {
      const stream = new Stream(this.#file, start + levels, end);
      await stream.skip(skipped);
      return stream;
    };
    if (dictionary_page_header !== undefined || definitionLevels === 0)
      return new LargeValues(values, size, () => open(0));
    let sized = 0;
    let runs: Uint8Array;
    if (v1 === undefined) runs = await this.#file.slice(start, start + levels);
    else {
      const stream = await open(0);
      const length = viewOf(await stream.take(4)).getUint32(0, true);
      if (length > size) throw new ParquetDamage('levels longer than their page');
      runs = await stream.take(length);
      sized = 4 + length;
    }
    const present = presentOf(runs, definitionLevels, values);
    const there = new LargeValues(values, size, () => open(sized));
    return {
      length: values,
      at: (index) => ((present[index] ?? -1) < 0 ? null : there.at(present[index]!)),
    };
  }

  #assemble(decoded: DecodedArray, definitions: number[], repetitions: number[]): Values {
    const { repetitionLevels, definitionLevels, schemaPath } = this.#leaf;
    if (repetitionLevels > 0)
      return Array.from(assembleLists([], definitions, repetitions, decoded, [...schemaPath]));
    if (definitions.length === 0) return Array.from(decoded as ArrayLike<unknown>);
    let next = 0;
    return definitions.map((level) =>
      level === definitionLevels ? (decoded[next++] as unknown) : null,
    );
  }

  async #read({ header, start }: Page): Promise<Uint8Array> {
    return this.#file.slice(start, start + header.compressed_page_size);
  }

  #unpack(bytes: Uint8Array, size: number): Uint8Array {
    const { codec } = this.#meta;
    if (codec === 'UNCOMPRESSED') return bytes;
    this.#checkExpansion(bytes.length, size);
    if (size === 0) return new Uint8Array(0);
    const unpack = this.#compressors[codec];
    if (unpack === undefined) throw new ParquetDamage(`compressed with ${codec}`);
    const unpacked = unpack(bytes, size);
    if (unpacked.length !== size)
      throw new ParquetDamage(`${unpacked.length} bytes unpacked instead of ${size}`);
    return unpacked;
  }

  #checkExpansion(packed: number, size: number): void {
    const ratio = expansion[this.#meta.codec];
    const least = ratio === undefined ? plainPage : 1024;
    const most = Math.min(largestPage, Math.max(least, packed * (ratio ?? 1032)));
    if (!(size >= 0 && size <= most)) throw new ParquetDamage(`${packed} bytes unpack to ${size}`);
  }

  #decoder() {
    const { element, path, schemaPath } = this.#leaf;
    return {
      ...this.#meta,
      element,
      pathInSchema: [...path],
      schemaPath: [...schemaPath],
      parsers: DEFAULT_PARSERS,
      utf8: false,
    };
  }

  /** Levels, each after its length, then values. */
  #checkPage(bytes: Uint8Array, encoding: string, values: number): void {
    const { repetitionLevels, definitionLevels } = this.#leaf;
    let at = 0;
    for (const levels of [repetitionLevels, definitionLevels]) {
      if (levels > 0) at = checkSized(bytes, at, bitWidth(levels), values);
    }
    this.#checkValues(bytes, at, encoding, values);
  }

  #checkPageV2(
    bytes: Uint8Array,
    v2: NonNullable<PageHeader['data_page_header_v2']>,
    values: number,
  ): void {
    const { repetitionLevels, definitionLevels } = this.#leaf;
    const first = v2.repetition_levels_byte_length;
    const second = first + v2.definition_levels_byte_length;
    if (repetitionLevels > 0) checkRuns(bytes.subarray(0, first), 0, bitWidth(repetitionLevels), values);
    if (definitionLevels > 0)
      checkRuns(bytes.subarray(first, second), 0, bitWidth(definitionLevels), values);
    if (!(v2.num_nulls >= 0 && v2.num_nulls <= values))
      throw new ParquetDamage(`${v2.num_nulls} of ${values} values are null`);
    this.#checkValues(bytes, second, v2.encoding, values - v2.num_nulls);
  }

  /** `values` are at least as many as there are: nulls are not known here in every kind of page. */
  #checkValues(bytes: Uint8Array, at: number, encoding: string, values: number): void {
    const rest = bytes.length - at;
    if (values > Math.max(mostInRuns, 8 * bytes.length))
      throw new ParquetDamage(`a page of ${values} values`);
    const { type } = this.#meta;
    if (encoding === 'BYTE_STREAM_SPLIT' && values * (this.#leaf.element.type_length ?? 1) > 16 * rest)
      throw new ParquetDamage(`${rest} bytes for ${values} values`);
    if (encoding === 'RLE' && type === 'BOOLEAN' && rest > 4) {
      // A page of nulls has no runs.
      checkRuns(bytes, at + 4, 1, values, true);
    } else if (encoding.endsWith('_DICTIONARY') && rest > 0) {
      const width = bytes[at]!;
      if (width > 32) throw new ParquetDamage(`indices of ${width} bits`);
      if (width > 0) checkRuns(bytes, at + 1, width, values, true);
    }
  }
}

/** For each row the index of its value among those that are there, -1 where it has none. */
function presentOf(runs: Uint8Array, definitionLevels: number, values: number): Int32Array {
  const width = bitWidth(definitionLevels);
  checkRuns(runs, 0, width, values);
  const levels = new Array<number>(values);
  readRleBitPackedHybrid({ view: viewOf(runs), offset: 0 }, width, levels, runs.length);
  let next = 0;
  return Int32Array.from(levels, (level) => (level === definitionLevels ? next++ : -1));
}

/** Checks runs after their length in four bytes, and says where they end. */
function checkSized(bytes: Uint8Array, at: number, width: number, values: number): number {
  if (at + 4 > bytes.length) throw new ParquetDamage('levels longer than their page');
  const length = viewOf(bytes).getUint32(at, true);
  if (at + 4 + length > bytes.length) throw new ParquetDamage('levels longer than their page');
  checkRuns(bytes.subarray(0, at + 4 + length), at + 4, width, values);
  return at + 4 + length;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
