/**
 * Decodes PNG (ISO/IEC 15948) with the platform's own inflate. Our own because a canvas gives four channels for grey and
 * may colour-manage, and because a damaged file has to be told from one that was cut off. Leaves out: everything that
 * Pillow drops too (alpha, gamma, profiles, text) and all but the first frame of an animation.
 */
import { appError, type Pixels } from '../../domain/index.ts';
import { inflate, InflateError, largestExpansion } from '../../source/index.ts';
import { checkSize } from '../image-format.ts';
import { crc32 } from './crc32.ts';
import { colourTypes, readHeader } from './header.ts';
import { fullPalette, pixelWriter } from './samples.ts';
import { decompressedBytes, FilterError, readScanlines } from './scanlines.ts';

const signatureBytes = 8;
/** Length, type and checksum around a chunk's data. */
const frameBytes = 12;

/** Pixels `[height, width, 1 or 3]`; see `samples.ts` for how each kind of PNG becomes 8-bit grey or RGB. */
export async function readPng(bytes: Uint8Array, path: string): Promise<Pixels> {
  const truncated = () => appError('truncated-image', path, { format: 'PNG', bytes: bytes.length });
  const damaged = (detail: string, cause?: unknown) =>
    appError('damaged-image', path, { format: 'PNG', detail }, cause);

  const header = readHeader(bytes);
  if (header === null) throw truncated();
  if ('fault' in header) throw damaged(header.fault);
  checkSize(header.width, header.height, path);

  let palette: Uint8Array | null = null;
  const compressed: Uint8Array[] = [];
  for (const chunk of chunksOf(bytes)) {
    if (chunk === 'cut-off') throw truncated();
    if (!isNeeded(chunk.type)) continue;
    if (crc32(chunk.checked) !== chunk.crc) throw damaged(`checksum of ${chunk.type}`);
    if (chunk.type === 'PLTE') palette = fullPalette(chunk.data);
    if (chunk.type === 'IDAT') compressed.push(chunk.data);
  }
  if (header.colourType === colourTypes.palette && palette === null) throw damaged('no palette');
  // Before memory is set aside for what a header promises: can this much come out of that little?
  const stored = compressed.reduce((sum, data) => sum + data.length, 0);
  if (stored * largestExpansion < decompressedBytes(header)) throw truncated();

  const { pixels, write } = pixelWriter(header, palette ?? new Uint8Array(0));
  try {
    if (await readScanlines(inflate(compressed, 'deflate'), header, write)) return pixels;
  } catch (error) {
    if (error instanceof FilterError || error instanceof InflateError)
      throw damaged(error.message, error);
    throw error;
  }
  throw truncated();
}

function isNeeded(type: string): boolean {
  return type === 'IHDR' || type === 'PLTE' || type === 'IDAT';
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** What the checksum is of: type and data. */
  readonly checked: Uint8Array;
  readonly crc: number;
}

/** All chunks up to IEND; `cut-off` where the file ends before it. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk | 'cut-off'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signatureBytes; at + frameBytes <= bytes.length;) {
    const dataEnd = at + 8 + view.getUint32(at);
    if (dataEnd + 4 > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IEND') return;
    const checked = bytes.subarray(at + 4, dataEnd);
    yield { type, checked, data: checked.subarray(4), crc: view.getUint32(dataEnd) };
    at = dataEnd + 4;
  }
  yield 'cut-off';
}
