/** What a page is made of, from its fields (TIFF 6.0), and whether we can read that. */
import type { Fields } from './directories.ts';

const tags = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

export const photometrics = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, ycbcr: 6 } as const;

export const compressions = { none: 1, lzw: 5, jpeg: 7, deflate: 8, packBits: 32773, oldDeflate: 32946 };

/** Names of what we leave out, for whoever has such a file. */
const otherCompressions: Readonly<Record<number, string>> = {
  2: 'CCITT',
  3: 'CCITT',
  4: 'CCITT',
  6: 'old JPEG',
  33003: 'JPEG 2000',
  33005: 'JPEG 2000',
  34712: 'JPEG 2000',
  34925: 'LZMA',
  50000: 'Zstandard',
  50001: 'WebP',
};

export const sampleKinds = { unsigned: 1, signed: 2, float: 3 } as const;

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Of a sample. */
  readonly bits: number;
  /** One of `sampleKinds`. */
  readonly kind: number;
  /** Of a pixel, those that are dropped included. */
  readonly samples: number;
  /** Whether the colours are multiplied by the fourth sample. */
  readonly isPremultiplied: boolean;
  readonly photometric: number;
  readonly compression: number;
  readonly predictor: number;
  /** Whether every sample has chunks of its own. */
  readonly isPlanar: boolean;
  /** Whether the lowest bit of a byte comes first. */
  readonly isReversed: boolean;
  /** Of a chunk: strips are as wide as the page, and the last may be lower. */
  readonly chunkWidth: number;
  readonly chunkHeight: number;
  readonly isTiled: boolean;
  /** `[colours, 3]` of 8 bits. */
  readonly palette: Uint8Array;
  /** Tables that the chunks of JPEG leave out. */
  readonly jpegTables: Uint8Array | null;
}

export type Fault = { readonly damaged: string } | { readonly unsupported: string };

export async function readLayout(fields: Fields): Promise<Layout | Fault> {
  const width = await fields.number(tags.width, 0);
  const height = await fields.number(tags.height, 0);
  if (!(width > 0 && height > 0)) return { damaged: `${width} x ${height} px` };
  const photometric = await fields.number(tags.photometric, photometrics.whiteIsZero);
  const compression = await fields.number(tags.compression, compressions.none);
  const samples = await fields.number(tags.samples, 1);
  if (samples < 1 || samples > 64) return { damaged: `${samples} samples` };
  const allBits = (await fields.numbers(tags.bits, samples)) ?? [1];
  const bits = allBits[0] ?? 1;
  const allKinds = (await fields.numbers(tags.sampleFormat, samples)) ?? [];
  const kind = allKinds[0] ?? sampleKinds.unsigned;
  if (allBits.some((other) => other !== bits) || allKinds.some((other) => other !== kind))
    return { unsupported: 'samples of different kinds' };

  const isTiled = (await fields.numbers(tags.tileOffsets, 0)) !== null;
  const rows = Math.min(height, await fields.number(tags.rowsPerStrip, height));
  const chunkWidth = isTiled ? await fields.number(tags.tileWidth, 0) : width;
  const chunkHeight = isTiled ? await fields.number(tags.tileHeight, 0) : rows;
  if (chunkWidth < 1 || chunkHeight < 1)
    return { damaged: `chunks of ${chunkWidth} x ${chunkHeight} px` };

  const layout: Layout = {
    width,
    height,
    bits,
    kind,
    samples,
    isPremultiplied: (await fields.number(tags.extraSamples, 0)) === 1,
    photometric,
    compression,
    predictor: await fields.number(tags.predictor, 1),
    isPlanar: (await fields.number(tags.planar, 1)) === 2,
    isReversed: (await fields.number(tags.fillOrder, 1)) === 2,
    chunkWidth,
    chunkHeight,
    isTiled,
    palette: await paletteOf(fields, bits, photometric),
    jpegTables: await fields.bytes(tags.jpegTables),
  };
  return whyNot(layout) ?? layout;
}

function whyNot(layout: Layout): Fault | null {
  const { compression, photometric, bits, kind, samples, predictor } = layout;
  if (!Object.values(compressions).includes(compression))
    return { unsupported: otherCompressions[compression] ?? `compression ${compression}` };
  const isColour = photometric === photometrics.rgb || photometric === photometrics.ycbcr;
  if (!isColour && photometric > photometrics.palette)
    return { unsupported: photometric === 5 ? 'CMYK' : `photometric interpretation ${photometric}` };
  if (photometric === photometrics.ycbcr && compression !== compressions.jpeg)
    return { unsupported: 'YCbCr' };
  if (isColour && samples < 3) return { damaged: `colour of ${samples} samples` };
  if (kind < sampleKinds.unsigned || kind > sampleKinds.float)
    return { unsupported: `sample format ${kind}` };
  const isWhole = kind !== sampleKinds.float;
  const fitting = isColour
    ? [8, 16]
    : photometric === photometrics.palette
      ? [1, 2, 4, 8]
      : isWhole
        ? [1, 2, 4, 8, 12, 16, 32]
        : [32, 64];
  if (!fitting.includes(bits) || (isColour && kind !== sampleKinds.unsigned))
    return { unsupported: `${bits} bits, sample format ${kind}` };
  if (kind === sampleKinds.signed && (bits < 8 || bits === 12))
    return { unsupported: `${bits} bits with a sign` };
  if (compression === compressions.jpeg && bits !== 8) return { unsupported: `JPEG of ${bits} bits` };
  if (predictor === 3 && isWhole) return { damaged: 'predictor 3 without floating point' };
  if (predictor === 2 && bits < 8) return { unsupported: `predictor 2 with ${bits} bits` };
  if (predictor === 2 && bits === 12) return { unsupported: `predictor 2 with ${bits} bits` };
  if (predictor < 1 || predictor > 3) return { unsupported: `predictor ${predictor}` };
  return null;
}

async function paletteOf(fields: Fields, bits: number, photometric: number): Promise<Uint8Array> {
  const ramp = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  if (photometric !== photometrics.palette || bits > 8) return ramp;
  const colours = 2 ** bits;
  const map = (await fields.numbers(tags.colourMap, 3 * colours)) ?? [];
  // All reds come first, then all greens, then all blues, with 16 bits each.
  const stored = Math.floor(map.length / 3);
  for (let i = 0; i < stored * 3; i++) ramp[i] = map[(i % 3) * stored + Math.floor(i / 3)]! >> 8;
  return ramp;
}

/** How many chunks there are across, down and in planes. */
export function chunkCounts(layout: Layout): readonly [across: number, down: number, planes: number] {
  return [
    Math.ceil(layout.width / layout.chunkWidth),
    Math.ceil(layout.height / layout.chunkHeight),
    layout.isPlanar ? layout.samples : 1,
  ];
}

/** Where the chunks lie. Sizes are null where the file does not say. Throws CutOff. */
export async function chunkPlaces(
  fields: Fields,
  { isTiled }: Layout,
  chunks: number,
): Promise<{ readonly offsets: readonly number[]; readonly sizes: readonly number[] | null }> {
  const offsets = await fields.numbers(isTiled ? tags.tileOffsets : tags.stripOffsets, chunks);
  const sizes = await fields.numbers(isTiled ? tags.tileBytes : tags.stripBytes, chunks);
  return { offsets: offsets ?? [], sizes: sizes?.length === chunks ? sizes : null };
}
