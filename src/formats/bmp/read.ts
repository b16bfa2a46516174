/**
 * Decodes BMP as Pillow does: a palette that is the ramp of greys makes a grey image, any other an RGB one; alpha is dropped; fewer
 * than 8 bits of a colour are stretched. Leaves out bitmaps that hold a JPEG or a PNG.
 */
import { appError, type Pixels } from '../../domain/index.ts';
import { checkSize } from '../image-format.ts';
import { type BmpHeader, compressions, type Masks, readHeader } from './header.ts';
import { largestExpansion, readRuns } from './run-lengths.ts';

/** Pixels `[height, width, 1 or 3]`. */
export async function readBmp(bytes: Uint8Array, path: string): Promise<Pixels> {
  const truncated = () => appError('truncated-image', path, { format: 'BMP', bytes: bytes.length });
  const header = readHeader(bytes);
  if (header === null) throw truncated();
  if ('damaged' in header)
    throw appError('damaged-image', path, { format: 'BMP', detail: header.damaged });
  if ('unsupported' in header)
    throw appError('unsupported-image', path, { format: 'BMP', detail: header.unsupported });
  const { width, height, bits, compression } = header;
  checkSize(width, height, path);

  if (compression === compressions.rle8 || compression === compressions.rle4) {
    const runs = { width, pixels: width * height, isHalf: bits === 4 };
    // Skips can stand for any number of pixels; so empty a picture is none.
    if (bytes.length * largestExpansion < runs.pixels) throw truncated();
    if (readRuns(bytes, header.pixelsAt, runs, null) < runs.pixels) throw truncated();
    const indices = new Uint8Array(runs.pixels);
    readRuns(bytes, header.pixelsAt, runs, indices);
    return coloured(header, (y) => indices.subarray(y * width, (y + 1) * width));
  }
  const step = Math.ceil((width * bits) / 32) * 4;
  // Nobody needs the padding of the last row.
  const needed = header.pixelsAt + step * (height - 1) + Math.ceil((width * bits) / 8);
  if (bytes.length < needed) throw truncated();
  const rowOf = (y: number) =>
    bytes.subarray(header.pixelsAt + y * step, header.pixelsAt + (y + 1) * step);
  if (bits > 8) return direct(header, rowOf);
  const indices = new Uint8Array(width);
  return coloured(header, (y) => unpack(rowOf(y), bits, indices));
}

/** Rows of `bits` bits a pixel, the first pixel highest, to a byte each. */
function unpack(row: Uint8Array, bits: number, into: Uint8Array): Uint8Array {
  if (bits === 8) return row;
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  for (let x = 0; x < into.length; x++) {
    const shift = 8 - bits * ((x % perByte) + 1);
    into[x] = (row[Math.floor(x / perByte)]! >> shift) & mask;
  }
  return into;
}

/** Looks every index up; `rowOf` gives the rows in the file's order. */
function coloured(header: BmpHeader, rowOf: (y: number) => Uint8Array): Pixels {
  const { width, height, palette } = header;
  // Indices without a colour are a ramp of greys, as in Pillow.
  const colours = Uint8Array.from({ length: 768 }, (_, i) => palette[i] ?? Math.floor(i / 3));
  const channels = isRamp(palette) ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = rowOf(y);
    let to = targetRow(header, y) * width * channels;
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) data[to++] = colours[row[x]! * 3 + channel]!;
  }
  return { width, height, channels, data };
}

/** Whether every index is its own grey, or, of two colours, black and white. */
function isRamp(palette: Uint8Array): boolean {
  const isTwo = palette.length === 6;
  return palette.every((value, i) => value === Math.floor(i / 3) * (isTwo ? 255 : 1));
}

function targetRow({ height, topDown }: BmpHeader, y: number): number {
  return topDown ? y : height - 1 - y;
}

/** 16, 24 and 32 bits a pixel, lowest byte first. */
function direct(header: BmpHeader, rowOf: (y: number) => Uint8Array): Pixels {
  const { width, height, bits, masks } = header;
  const data = new Uint8Array(width * height * 3);
  const pixelBytes = bits / 8;
  const fields = masks.map((mask) => fieldOf(mask));
  const areBytes = isByteOrder(masks);
  for (let y = 0; y < height; y++) {
    const row = rowOf(y);
    let to = targetRow(header, y) * width * 3;
    for (let from = 0, x = 0; x < width; x++, from += pixelBytes) {
      if (areBytes && bits > 16) {
        data[to++] = row[from + 2]!;
        data[to++] = row[from + 1]!;
        data[to++] = row[from]!;
        continue;
      }
      const low = row[from]! | (row[from + 1]! << 8);
      const high = bits > 16 ? row[from + 2]! | (bits > 24 ? row[from + 3]! << 8 : 0) : 0;
      const pixel = (low | (high << 16)) >>> 0;
      for (const { shift, most } of fields) {
        const value = (pixel >>> shift) & most;
        data[to++] = most === 0 ? 0 : Math.floor((value * 255) / most);
      }
    }
  }
  return { width, height, channels: 3, data };
}

function isByteOrder([red, green, blue]: Masks): boolean {
  return red === 0xff0000 && green === 0xff00 && blue === 0xff;
}

/** How far right a masked value has to go, and the largest that it can be. */
function fieldOf(mask: number): { readonly shift: number; readonly most: number } {
  if (mask === 0) return { shift: 0, most: 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, most: mask >>> shift };
}
