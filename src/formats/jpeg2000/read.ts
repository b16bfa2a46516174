/**
 * JPEG 2000 files to pixels as Pillow opens them: grey stays grey, sYCC becomes RGB. Leaves out: palettes, CMYK
 * and alpha.
 */
import { appError, type DecodedImage } from '../../domain/index.ts';
import type { CodedImage } from '../codecs/coded-image.ts';
import { readBoxes } from '../codecs/jp2-boxes.ts';
import { decodeJpeg2000 } from '../codecs/jpeg2000.ts';

const cmyk = 12;
const sycc = 18;

/**
 * Grey deeper than 8 bits as `DeepPixels`, everything else as `Pixels`.
 * @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`.
 */
export async function readJpeg2000(bytes: Uint8Array, path: string): Promise<DecodedImage> {
  const { hasPalette, colourSpace } = readBoxes(bytes);
  const unsupported = (detail: string) =>
    appError('unsupported-image', path, { format: 'JPEG 2000', detail });
  if (hasPalette) throw unsupported('palette');
  if (colourSpace === cmyk) throw unsupported('CMYK');
  const image = await decodeJpeg2000(bytes, path);
  const { width, height, components, bits, signed, data } = image;
  if (components === 3) {
    const rgb = eightBits(image);
    if (colourSpace === sycc) fromYcc(rgb);
    return { width, height, channels: 3, data: rgb };
  }
  if (bits <= 8) return { width, height, channels: 1, data: eightBits(image) };
  const half = 2 ** (bits - 1);
  return {
    kind: 'deep',
    width,
    height,
    data,
    slope: 1,
    intercept: 0,
    range: signed ? [-half, half - 1] : [0, 2 * half - 1],
    padding: null,
    voi: [],
    inverted: false,
    modality: null,
  };
}

/** The upper byte of deeper samples; shallower ones are shifted up, as by Pillow. */
function eightBits({ bits, signed, data }: CodedImage): Uint8Array {
  if (bits === 8 && data instanceof Uint8Array) return data;
  const middle = signed ? 2 ** (bits - 1) : 0;
  const scale = 2 ** (8 - bits);
  const out = new Uint8Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.floor((data[i]! + middle) * scale);
  return out;
}

/** IEC 61966-2-1, amendment 1. */
function fromYcc(rgb: Uint8Array): void {
  const clamped = new Uint8ClampedArray(rgb.buffer);
  for (let i = 0; i < clamped.length; i += 3) {
    const y = clamped[i]!;
    const blue = clamped[i + 1]! - 128;
    const red = clamped[i + 2]! - 128;
    clamped[i] = y + 1.402 * red;
    clamped[i + 1] = y - 0.344 * blue - 0.714 * red;
    clamped[i + 2] = y + 1.772 * blue;
  }
}
