/**
 * Everything of a DICOM file before its pixels (PS3.10 chapter 7, PS3.5): with or without preamble and meta information, read in
 * ranges; elements that nobody needs are stepped over, however large.
 */
import type { SourceFile } from '../../domain/index.ts';
import { ByteWindow } from './byte-window.ts';
import {
  type Dataset,
  type ElementHeader,
  type Encoding,
  encodingWithin,
  endOfItems,
  explicitBig,
  explicitLittle,
  implicitLittle,
  longestHeader,
  readElementHeader,
  type Value,
  viewOf,
  vrAt,
} from './elements.ts';
import { type Faults, faultsOf } from './faults.ts';
import { inflatedFile } from './inflated-file.ts';
import { type TransferSyntax, transferSyntax, unnamedSyntax } from './syntaxes.ts';
import { isOverlayBitPosition, tagName, tags } from './tags.ts';
import { word } from './values.ts';

export interface PixelElement {
  readonly tag: number;
  readonly vr: string | null;
  /** Where the value begins in `file`. */
  readonly at: number;
  /** Null where the pixels are encapsulated. */
  readonly length: number | null;
}

export interface DicomHeader {
  readonly syntax: TransferSyntax;
  /** How the data set really is encoded. */
  readonly encoding: Encoding;
  /** The elements named in `tags`. */
  readonly dataset: Dataset;
  /** Null where the file holds no picture. */
  readonly pixels: PixelElement | null;
  /** What the offsets are of: the file, or what was deflated in it. */
  readonly file: SourceFile;
}

const preambleBytes = 128;
const magic = [0x44, 0x49, 0x43, 0x4d];
const headPiece = 64 * 1024;
/** Functional groups of thousands of frames take some MB. */
const largestValue = 64 * 2 ** 20;
const mostElements = 100_000;
const wanted: ReadonlySet<number> = new Set(Object.values(tags));

/** @throws AppError `truncated-image` or `damaged-image`. */
export async function readHeader(file: SourceFile): Promise<DicomHeader> {
  const faults = faultsOf(file);
  const window = new ByteWindow(file, headPiece);
  const head = await window.get(0, preambleBytes + magic.length);
  const hasPreamble = magic.every((byte, i) => head[preambleBytes + i] === byte);
  const metaAt = hasPreamble ? preambleBytes + magic.length : 0;
  const meta = await walk(file, window, metaAt, explicitLittle, isMeta, faults);

  const uid = word(meta.dataset, tags.transferSyntax);
  const first = await window.get(meta.end, 8);
  const syntax = uid === null ? unnamedSyntax(guessEncoding(first)) : transferSyntax(uid);
  if (syntax.isDeflated) {
    const inflated = await inflatedFile(file, meta.end, faults, readDeflated);
    return { syntax, ...inflated };
  }
  const encoding = actualEncoding(syntax.encoding, first);
  const { dataset, pixels } = await walk(file, window, meta.end, encoding, () => true, faults);
  return { syntax, encoding, dataset, pixels, file };
}

async function readDeflated(file: SourceFile): Promise<Omit<DicomHeader, 'syntax'>> {
  const window = new ByteWindow(file, headPiece);
  const encoding = explicitLittle;
  const { dataset, pixels } = await walk(file, window, 0, encoding, () => true, faultsOf(file));
  return { encoding, dataset, pixels, file };
}

function isMeta(tag: number): boolean {
  return tag >= 0x00020000 && tag < 0x00030000;
}

/** From the first element of a data set that nobody introduces. */
function guessEncoding(first: Uint8Array): Encoding {
  if (first.length < 8) return implicitLittle;
  const view = viewOf(first);
  if (vrAt(view, 4) === null) return implicitLittle;
  // Data sets begin with group 8 or thereabouts; read the wrong way round that is 0x800.
  return view.getUint16(0, true) >= 0x100 ? explicitBig : explicitLittle;
}

/** Files are known that say explicit and are implicit, and the other way round. */
function actualEncoding(named: Encoding, first: Uint8Array): Encoding {
  if (first.length < 8 || !named.littleEndian) return named;
  return vrAt(viewOf(first), 4) === null ? implicitLittle : explicitLittle;
}

interface Walked {
  readonly dataset: Dataset;
  readonly pixels: PixelElement | null;
  /** Where the first element lies that does not belong any more. */
  readonly end: number;
}

async function walk(
  file: SourceFile,
  window: ByteWindow,
  start: number,
  encoding: Encoding,
  belongs: (tag: number) => boolean,
  faults: Faults,
): Promise<Walked> {
  const dataset = new Map<number, Value>();
  let at = start;
  for (let count = 0; at < file.size; count++) {
    if (count > mostElements) throw faults.damaged(`more than ${mostElements} elements`);
    const header = readElementHeader(viewOf(await window.get(at, longestHeader)), 0, encoding);
    if (header === null) {
      // Fewer bytes than an element takes: padding behind the last one, if it is zeros.
      const rest = await window.get(at, longestHeader);
      if (rest.every((byte) => byte === 0)) break;
      throw faults.truncated();
    }
    const { tag, vr, length } = header;
    if (!belongs(tag)) return { dataset, pixels: null, end: at };
    const valueAt = at + header.valueAt;
    if (isPixels(tag)) return { dataset, pixels: { tag, vr, at: valueAt, length }, end: at };
    if (tag >= 0xfffe0000) throw faults.damaged(`${tagName(tag)} outside of a sequence`);
    const end =
      length === null
        ? await endOfUndefined(window, file, valueAt, header, encoding, faults)
        : valueAt + length;
    if (end > file.size) throw faults.truncated();
    if (wanted.has(tag) || isOverlayBitPosition(tag)) {
      if (end - valueAt > largestValue)
        throw faults.damaged(`${tagName(tag)} of ${end - valueAt} bytes`);
      dataset.set(tag, {
        bytes: (await window.get(valueAt, end - valueAt)).slice(),
        encoding: length === null ? encodingWithin(header, encoding) : encoding,
      });
    }
    at = end;
  }
  return { dataset, pixels: null, end: at };
}

function isPixels(tag: number): boolean {
  return tag === tags.pixels || tag === tags.floatPixels || tag === tags.doublePixels;
}

/** Reads ever more of the file until the end of the sequence is among it. */
async function endOfUndefined(
  window: ByteWindow,
  file: SourceFile,
  at: number,
  header: ElementHeader,
  encoding: Encoding,
  faults: Faults,
): Promise<number> {
  for (let length = headPiece; ; length *= 4) {
    const bytes = await window.get(at, Math.min(length, largestValue));
    const end = endOfItems(viewOf(bytes), 0, encodingWithin(header, encoding), faults);
    if (end !== null && at + end <= file.size) return at + end;
    if (at + bytes.length >= file.size) throw faults.truncated();
    if (length >= largestValue) throw faults.damaged(`${tagName(header.tag)} has no end`);
  }
}
