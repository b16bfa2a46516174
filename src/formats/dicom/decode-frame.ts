/** One frame's bytes to samples, by the codec that the transfer syntax names. Decoders are loaded with the first frame that needs them. */
import type { CodedImage } from '../codecs/coded-image.ts';
import { hasAdobeMarker } from '../codecs/jpeg-segments.ts';
import { type Faults, label } from './faults.ts';
import type { PixelDescription } from './pixel-description.ts';
import { decodeRle } from './rle.ts';
import { type Samples, unpackPlanes } from './samples.ts';
import type { PixelCodec } from './syntaxes.ts';

/**
 * @param bytes all fragments of the frame.
 * @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`.
 */
export async function decodeFrame(
  bytes: Uint8Array,
  codec: Exclude<PixelCodec, 'native'>,
  pixels: PixelDescription,
  faults: Faults,
  path: string,
): Promise<Samples> {
  if (pixels.isFloat) throw faults.damaged('floating point values in a coded frame');
  switch (codec) {
    case 'rle': {
      const planes = pixels.samples * (pixels.allocated / 8);
      return unpackPlanes(decodeRle(bytes, planes, pixels.rows * pixels.columns, faults), pixels);
    }
    case 'jpeg':
      return jpeg(bytes, pixels, faults, path);
    case 'jpeg-lossless': {
      const { decodeJpegLossless } = await import('../codecs/jpeg-lossless.ts');
      return coded(decodeJpegLossless(bytes, path), pixels, faults);
    }
    case 'jpeg-ls': {
      const { decodeJpegLs } = await import('../codecs/jpeg-ls.ts');
      return coded(await decodeJpegLs(bytes, path), pixels, faults);
    }
    case 'jpeg-2000': {
      const { decodeJpeg2000 } = await import('../codecs/jpeg2000.ts');
      return jpeg2000(await decodeJpeg2000(bytes, path), pixels, faults);
    }
  }
}

/** OpenJPEG has undone the colour transform of the code stream; what a data set calls YBR_RCT or YBR_ICT is RGB by now. */
function jpeg2000(image: CodedImage, pixels: PixelDescription, faults: Faults): Samples {
  const samples = coded(image, pixels, faults);
  return { ...samples, isRgb: pixels.photometric !== 'YBR_FULL' };
}

/**
 * A signed picture may come in an unsigned code stream, which then holds two's complements of as many bits as it has. A signed code
 * stream is believed, whatever the data set says.
 */
function coded(image: CodedImage, pixels: PixelDescription, faults: Faults): Samples {
  checkShape(image, pixels, faults);
  const { signed, data } = image;
  // Many encoders use all bits of the cell, whatever number of them is in use.
  const bits = Math.min(image.bits, pixels.stored);
  if (!pixels.signed || signed) return { data, bits, signed, isRgb: false };
  const shift = 32 - image.bits;
  const own = image.bits > 8 ? Int16Array.from(data, extend) : Int8Array.from(data, extend);
  return { data: own, bits, signed: true, isRgb: false };

  function extend(value: number): number {
    return (value << shift) >> shift;
  }
}

function checkShape(
  { width, height, components }: Pick<CodedImage, 'width' | 'height' | 'components'>,
  pixels: PixelDescription,
  faults: Faults,
): void {
  const { rows, columns, samples } = pixels;
  if (width !== columns || height !== rows || components !== samples)
    throw faults.damaged(
      `a coded frame of ${width} x ${height} x ${components}, expected ${columns} x ${rows} x ${samples}`,
    );
}

async function jpeg(
  bytes: Uint8Array,
  pixels: PixelDescription,
  faults: Faults,
  path: string,
): Promise<Samples> {
  const { decodeJpegSamples } = await import('../jpeg/samples.ts');
  // What calls itself RGB is, even where a JPEG's own marks would make a decoder think otherwise; only Adobe's mark is plain enough.
  const isRgb = pixels.photometric === 'RGB' && !hasAdobeMarker(bytes, label, path);
  const colour = pixels.samples === 1 || isRgb ? 'none' : 'as-marked';
  const image = await decodeJpegSamples(bytes, path, colour);
  return { ...coded({ ...image, signed: false }, pixels, faults), isRgb: true };
}
