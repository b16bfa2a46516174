/** The first chunk of a PNG file (IHDR): ISO/IEC 15948, 11.2.2. */

export const colourTypes = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;
type ColourType = (typeof colourTypes)[keyof typeof colourTypes];

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly depth: number;
  readonly colourType: ColourType;
  readonly interlaced: boolean;
}

/** Samples of one pixel as they are stored. */
export const samplesPerPixel: Readonly<Record<ColourType, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const depths: Readonly<Record<ColourType, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Bytes of signature and IHDR together. */
const headerEnd = 33;

/** Null where the bytes are too few; otherwise the header, or what is wrong with it. */
export function readHeader(bytes: Uint8Array): PngHeader | { readonly fault: string } | null {
  if (bytes.length < headerEnd) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerEnd);
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452)
    return { fault: 'IHDR is not the first chunk' };
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colourType, compression, filter, interlace] = bytes.subarray(
    24,
    29,
  ) as unknown as number[];
  if (width === 0 || height === 0) return { fault: `${width} x ${height} px` };
  if (!isColourType(colourType!) || !depths[colourType].includes(depth!))
    return { fault: `colour type ${colourType} with ${depth} bits` };
  if (compression !== 0 || filter !== 0 || interlace! > 1)
    return { fault: `compression ${compression}, filter ${filter}, interlace ${interlace}` };
  return { width, height, depth: depth!, colourType, interlaced: interlace === 1 };
}

/** Whether the pixels are grey with 16 bits, which are kept. */
export function isDeep({ depth, colourType }: PngHeader): boolean {
  return depth === 16 && (colourType === colourTypes.grey || colourType === colourTypes.greyAlpha);
}

function isColourType(value: number): value is ColourType {
  return value in samplesPerPixel;
}
