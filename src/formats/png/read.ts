/**
 * Decodes PNG (ISO/IEC 15948). Our own because a canvas gives four channels of 8 bits for any grey and may colour-manage, and because
 * a damaged file has to be told from one that was cut off. Leaves out: everything that Pillow drops too (alpha, gamma, profiles,
 * text) and all but the first frame of an animation.
 */
import { appError, type DecodedImage } from '../../domain/index.ts';
import { crc32, InflateError, largestExpansion } from '../../source/index.ts';
import { checkSize } from '../image-format.ts';
import { colourTypes, readHeader } from './header.ts';
import { fullPalette, imageWriter } from './samples.ts';
import { decompressedBytes, FilterError, longestRow, readScanlines } from './scanlines.ts';

const signatureBytes = 8;
/** Length, type and checksum around a chunk's data. */
const frameBytes = 12;

/** Pixels `[height, width, 1 or 3]`; see `samples.ts` for what each kind of PNG becomes. */
export async function readPng(bytes: Uint8Array, path: string): Promise<DecodedImage> {
  const truncated = () => appError('truncated-image', path, { format: 'PNG', bytes: bytes.length });
  const damaged = (detail: string, cause?: unknown) =>
    appError('damaged-image', path, { format: 'PNG', detail }, cause);

  const header = readHeader(bytes);
  if (header === null) throw truncated();
  if ('fault' in header) throw damaged(header.fault);
  checkSize(header.width, header.height, path);

  let palette: Uint8Array | null = null;
  const idat: Uint8Array[] = [];
  let compressedBytes = 0;
  for (const chunk of chunksOf(bytes)) {
    if (chunk === 'cut-off') throw truncated();
    const { type, dataStart, dataEnd, crc } = chunk;
    if (!isNeeded(type)) continue;
    if (crc32(0, bytes.subarray(dataStart - 4, dataEnd)) !== crc) throw damaged(`checksum of ${type}`);
    const data = bytes.subarray(dataStart, dataEnd);
    if (type === 'PLTE') palette = fullPalette(data);
    if (type === 'IDAT') {
      idat.push(data);
      compressedBytes += data.length;
    }
  }
  if (header.colourType === colourTypes.palette && palette === null) throw damaged('no palette');
  // Before memory is set aside for what a header promises: can this much come out of that little?
  if (compressedBytes * largestExpansion < decompressedBytes(header)) throw truncated();
  if (longestRow(header) > limitRowBytes)
    throw appError('unsupported-image', path, {
      format: 'PNG',
      detail: `rows of ${longestRow(header)} bytes`,
    });

  const { image, write } = imageWriter(header, palette ?? new Uint8Array(0));
  try {
    if (readScanlines(idat, header, write)) return image;
  } catch (error) {
    if (error instanceof FilterError || error instanceof InflateError)
      throw damaged(error.message, error);
    throw error;
  }
  throw truncated();
}

/** A row has to be held whole, several times over. */
const limitRowBytes = 2 ** 27;

function isNeeded(type: string): boolean {
  return type === 'IHDR' || type === 'PLTE' || type === 'IDAT';
}

interface Chunk {
  readonly type: string;
  readonly dataStart: number;
  readonly dataEnd: number;
  /** Of type and data. */
  readonly crc: number;
}

/** All chunks up to IEND; `cut-off` where the file ends before it. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk | 'cut-off'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signatureBytes; at + frameBytes <= bytes.length;) {
    const dataStart = at + 8;
    const dataEnd = dataStart + view.getUint32(at);
    if (dataEnd + 4 > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, dataStart));
    if (type === 'IEND') return;
    yield { type, dataStart, dataEnd, crc: view.getUint32(dataEnd) };
    at = dataEnd + 4;
  }
  yield 'cut-off';
}
