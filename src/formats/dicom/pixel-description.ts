/** The image pixel module (PS3.3, C.7.6.3): the shape and kind of the pixels, checked before anything relies on them. */
import { checkSize } from '../image-format.ts';
import type { Dataset } from './elements.ts';
import type { Faults } from './faults.ts';
import type { PixelCodec } from './syntaxes.ts';
import { isOverlayBitPosition, tags } from './tags.ts';
import { short, word } from './values.ts';

export type Photometric =
  | 'MONOCHROME1'
  | 'MONOCHROME2'
  | 'PALETTE COLOR'
  | 'RGB'
  | 'YBR_FULL'
  | 'YBR_FULL_422'
  | 'YBR_RCT'
  | 'YBR_ICT';

export interface PixelDescription {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: 1 | 3;
  /** 1, 8, 16 or 32; 32 and 64 for floating point. */
  readonly allocated: number;
  readonly stored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly isFloat: boolean;
  readonly photometric: Photometric;
  /** Whether native and RLE pixels come as planes. */
  readonly isPlanar: boolean;
  /** Whether bits beyond the stored ones belong to an overlay. */
  readonly hasOverlayBits: boolean;
}

const components: Readonly<Record<Photometric, 1 | 3>> = {
  MONOCHROME1: 1,
  MONOCHROME2: 1,
  'PALETTE COLOR': 1,
  RGB: 3,
  YBR_FULL: 3,
  YBR_FULL_422: 3,
  YBR_RCT: 3,
  YBR_ICT: 3,
};

/**
 * @param pixelTag the element that holds the pixels, which says whether they are floating point.
 * @throws AppError `damaged-image`, `unsupported-image` or `image-too-large`.
 */
export function describePixels(
  dataset: Dataset,
  pixelTag: number,
  codec: PixelCodec,
  faults: Faults,
  path: string,
): PixelDescription {
  const isFloat = pixelTag !== tags.pixels;
  const rows = short(dataset, tags.rows) ?? 0;
  const columns = short(dataset, tags.columns) ?? 0;
  if (rows === 0 || columns === 0) throw faults.damaged(`${columns} x ${rows} px`);
  checkSize(columns, rows, path);

  const samples = short(dataset, tags.samplesPerPixel) ?? 1;
  const photometric = word(dataset, tags.photometric) ?? (samples === 3 ? 'RGB' : 'MONOCHROME2');
  if (!isPhotometric(photometric)) throw faults.unsupported(photometric);
  const expected = components[photometric];
  if (samples !== expected) throw faults.damaged(`${samples} samples a pixel with ${photometric}`);

  const allocated = isFloat
    ? pixelTag === tags.doublePixels
      ? 64
      : 32
    : (short(dataset, tags.bitsAllocated) ?? 0);
  const stored = isFloat ? allocated : (short(dataset, tags.bitsStored) ?? allocated);
  const highBit = isFloat ? allocated - 1 : (short(dataset, tags.highBit) ?? stored - 1);
  if (!isFloat && ![1, 8, 16, 32].includes(allocated))
    throw faults.unsupported(`${allocated} bits allocated`);
  if (stored < 1 || stored > allocated) throw faults.damaged(`${stored} of ${allocated} bits stored`);
  if (allocated === 1 && samples !== 1) throw faults.unsupported('colour of one bit');
  if (allocated === 1 && codec !== 'native') throw faults.unsupported('one bit, compressed');

  return {
    rows,
    columns,
    frames: readFrames(dataset, faults),
    samples: expected,
    allocated,
    stored,
    // Where the two disagree, the number of bits is more often right.
    highBit: highBit >= stored - 1 && highBit < allocated ? highBit : stored - 1,
    signed: !isFloat && (short(dataset, tags.pixelRepresentation) ?? 0) === 1,
    isFloat,
    photometric,
    isPlanar: expected === 3 && (short(dataset, tags.planarConfiguration) ?? 0) === 1,
    hasOverlayBits: [...dataset.keys()].some(
      (tag) => isOverlayBitPosition(tag) && (short(dataset, tag) ?? 0) > 0,
    ),
  };
}

function isPhotometric(text: string): text is Photometric {
  return text in components;
}

/** NumberOfFrames; 1 where it is missing, empty or 0, as writers of single frames have it. */
function readFrames(dataset: Dataset, faults: Faults): number {
  const text = word(dataset, tags.frames);
  if (text === null) return 1;
  const frames = Number(text);
  if (!Number.isSafeInteger(frames) || frames < 0) throw faults.damaged(`${text} frames`);
  return Math.max(frames, 1);
}
