/**
 * JPEG to pixels, at full size byte for byte those of Pillow on libjpeg-turbo: baseline, extended and progressive Huffman coding,
 * 8 bits in grey, RGB and CMYK, 12 bits in grey. Arithmetic, lossless and hierarchical coding are refused.
 */
import type { DecodedImage, Pixels, StoredFrame } from '../../domain/index.ts';
import type { ReadOptions } from '../image-format.ts';
import { cmykToRgb } from './cmyk.ts';
import { decodePlan, type JpegSamples } from './decode.ts';
import { blockSizeFor } from './geometry.ts';
import { readPlan } from './markers.ts';
import { conversionOf } from './samples.ts';
import { turned } from './turned.ts';

/**
 * Grey where the file has one component, else RGB; 12 bits of grey stay as they are, 12 bits of colour lose their lower four.
 * @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`.
 */
export async function readJpeg(
  bytes: Uint8Array,
  path: string,
  options: ReadOptions,
): Promise<DecodedImage> {
  const plan = readPlan(bytes, path);
  const blockSize = blockSizeFor(plan.frame, options.atLeast);
  const decoded = decodePlan(bytes, plan, conversionOf(plan), blockSize, path);
  const samples = options.upright ? turned(decoded, plan.orientation) : decoded;
  const image = samples.bits === 12 && samples.components === 1 ? deepGrey(samples) : eightBits(samples);
  const { width, height } = plan.frame;
  const stored: StoredFrame = { width, height, turn: options.upright ? plan.orientation : 1 };
  const isAsStored = stored.turn === 1 && image.width === width && image.height === height;
  return isAsStored ? image : { ...image, stored };
}

function deepGrey({ width, height, data }: JpegSamples): DecodedImage {
  return {
    kind: 'deep',
    width,
    height,
    data,
    slope: 1,
    intercept: 0,
    range: [0, 4095],
    padding: null,
    voi: [],
    inverted: false,
    modality: null,
  };
}

function eightBits({ width, height, components, data: samples }: JpegSamples): Pixels {
  const data =
    samples instanceof Uint8Array ? samples : Uint8Array.from(samples, (sample) => sample >> 4);
  if (components === 4) return { width, height, channels: 3, data: cmykToRgb(data) };
  return { width, height, channels: components === 1 ? 1 : 3, data };
}
