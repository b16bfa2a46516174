/** The headers of a BMP file: Microsoft's BITMAPFILEHEADER and BITMAPINFOHEADER with its later forms, OS/2's BITMAPCOREHEADER. */

export const compressions = { none: 0, rle8: 1, rle4: 2, bitFields: 3 } as const;

/** Where each of red, green and blue lies in a pixel of 16, 24 or 32 bits. */
export type Masks = readonly [red: number, green: number, blue: number];

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the first row is the highest. */
  readonly topDown: boolean;
  readonly bits: 1 | 4 | 8 | 16 | 24 | 32;
  readonly compression: number;
  readonly masks: Masks;
  /** `[colours, 3]` as red, green, blue; empty where there is none. */
  readonly palette: Uint8Array;
  /** Offset of the pixels. */
  readonly pixelsAt: number;
}

type Fault = { readonly damaged: string } | { readonly unsupported: string };

const fileHeaderBytes = 14;
const coreHeaderBytes = 12;
/** Those of Windows 3, 95 and 98, of OS/2 2, and two between them that only programs of Adobe write. */
const infoHeaderBytes = [40, 52, 56, 64, 108, 124];

const usualMasks: Readonly<Record<number, Masks>> = {
  16: [0x7c00, 0x3e0, 0x1f],
  24: [0xff0000, 0xff00, 0xff],
  32: [0xff0000, 0xff00, 0xff],
};

/** Null where the bytes are too few; otherwise the header, or what is wrong with it. */
export function readHeader(bytes: Uint8Array): BmpHeader | Fault | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < fileHeaderBytes + coreHeaderBytes) return null;
  const headerBytes = view.getUint32(fileHeaderBytes, true);
  const isCore = headerBytes === coreHeaderBytes;
  if (!isCore && !infoHeaderBytes.includes(headerBytes))
    return { unsupported: `header of ${headerBytes} bytes` };
  const headerEnd = fileHeaderBytes + headerBytes;
  if (bytes.length < headerEnd) return null;

  const width = isCore ? view.getUint16(18, true) : view.getUint32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? compressions.none : view.getUint32(30, true);
  if (width === 0 || height === 0) return { damaged: `${width} x ${height} px` };
  if (!isBits(bits)) return { unsupported: `${bits} bits` };
  if (compression > compressions.bitFields) return { unsupported: `compression ${compression}` };
  if (compression === compressions.rle8 && bits !== 8) return { damaged: `RLE8 with ${bits} bits` };
  if (compression === compressions.rle4 && bits !== 4) return { damaged: `RLE4 with ${bits} bits` };

  const hasMasks = compression === compressions.bitFields;
  if (hasMasks && bits < 16) return { damaged: `bit fields with ${bits} bits` };
  const masksBytes = hasMasks && headerBytes === 40 ? 12 : 0;
  if (bytes.length < headerEnd + masksBytes) return null;
  const masks = hasMasks ? readMasks(view) : usualMasks[bits];

  // Programs that leave the number of colours out mean as many as there can be.
  const stated = isCore ? 0 : view.getUint32(46, true);
  const colours = bits > 8 ? 0 : stated === 0 ? 2 ** bits : stated;
  if (colours > 65536) return { damaged: `${colours} colours` };
  const entryBytes = isCore ? 3 : 4;
  const paletteAt = headerEnd + masksBytes;
  const paletteEnd = paletteAt + colours * entryBytes;
  if (bytes.length < paletteEnd) return null;
  // Some programs forget the palette in the offset, some the offset.
  const offset = view.getUint32(10, true);
  const pixelsAt = offset === 0 || (offset === headerEnd && bits <= 8) ? paletteEnd : offset;
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bits,
    compression,
    masks: masks ?? [0, 0, 0],
    palette: readPalette(bytes.subarray(paletteAt, paletteEnd), entryBytes),
    pixelsAt,
  };
}

function isBits(bits: number): bits is BmpHeader['bits'] {
  return [1, 4, 8, 16, 24, 32].includes(bits);
}

function readMasks(view: DataView): Masks {
  const masks: Masks = [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)];
  // No masks at all, which some programs write, mean the usual ones.
  return masks.every((mask) => mask === 0) ? [0xff0000, 0xff00, 0xff] : masks;
}

function readPalette(entries: Uint8Array, entryBytes: number): Uint8Array {
  const colours = entries.length / entryBytes;
  const palette = new Uint8Array(colours * 3);
  for (let i = 0; i < palette.length; i++)
    palette[i] = entries[Math.floor(i / 3) * entryBytes + 2 - (i % 3)]!;
  return palette;
}
