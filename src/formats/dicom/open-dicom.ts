/**
 * Opens the pictures of a DICOM file: the header once, each frame when it is asked for. A frame that lies plain in the file is read
 * by its offset, an encapsulated one by its fragments, and nothing else of the file is touched.
 */
import type { DecodedImage } from '../../domain/index.ts';
import type { ImageStack, OpenImages } from '../image-format.ts';
import { colourPixels } from './colour.ts';
import { decodeFrame } from './decode-frame.ts';
import { type Faults, faultsOf } from './faults.ts';
import { findFrames, type FragmentedFrame, readFragments } from './fragments.ts';
import {
  frameDataset,
  functionalGroups,
  readModalityLut,
  readPadding,
  readRescale,
  readVoi,
} from './frame-values.ts';
import { greyImage, palettePixels } from './grey.ts';
import { type DicomHeader, type PixelElement, readHeader } from './header.ts';
import { geometryOf } from './geometry.ts';
import { readPalette } from './luts.ts';
import { describePixels, type PixelDescription } from './pixel-description.ts';
import { bitsPerFrame, type Samples, unpackNative } from './samples.ts';
import { tags } from './tags.ts';
import { word } from './values.ts';

/** Modalities whose frames are the slices of a volume, the middle of which shows the most. */
const volumes = new Set(['CT', 'MR', 'PT', 'NM', 'OPT', 'MG', 'RTDOSE', 'SEG']);

/** @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`. */
export const openDicom: OpenImages = async (file) => {
  const faults = faultsOf(file);
  const header = await readHeader(file);
  const { syntax, dataset, pixels: element } = header;
  if (element === null)
    throw dataset.has(tags.rows) ? faults.truncated() : faults.unsupported('no pixels in it');
  const { codec } = syntax;
  if (codec === null) throw faults.unsupported(`transfer syntax ${syntax.uid}`);
  const pixels = describePixels(dataset, element.tag, codec, faults, file.path);
  const readSamples =
    codec === 'native'
      ? nativeFrames(header, element, pixels, faults)
      : codedFrames(header, element, codec, pixels, faults);
  return stackOf(header, pixels, readSamples, faults);
};

type ReadSamples = (frame: number) => Promise<Samples>;

function stackOf(
  { dataset }: DicomHeader,
  pixels: PixelDescription,
  readSamples: ReadSamples,
  faults: Faults,
): ImageStack {
  const { frames, photometric, signed } = pixels;
  const modality = word(dataset, tags.modality);
  const isVolume = modality !== null && volumes.has(modality);
  const groups = functionalGroups(dataset, faults);
  const modalityLut = readModalityLut(dataset, signed, faults);
  const palette = photometric === 'PALETTE COLOR' ? readPalette(dataset, signed, faults) : null;
  const padding = readPadding(dataset, signed);

  const decode = async (frame: number): Promise<DecodedImage> => {
    const samples = await readSamples(frame);
    if (pixels.samples === 3) return colourPixels(samples, pixels);
    if (palette !== null) return palettePixels(samples, pixels, palette);
    const rescale = readRescale(
      frameDataset(dataset, groups, frame, tags.pixelValueTransformations, faults),
    );
    const voiDataset = frameDataset(dataset, groups, frame, tags.frameVoiLuts, faults);
    // The first input of a VOI LUT may be negative where values after the modality transform may be.
    const voi = readVoi(voiDataset, signed || rescale.intercept < 0, faults);
    return greyImage(samples, pixels, { rescale, modalityLut, voi, padding, modality });
  };
  return {
    frames,
    representative: isVolume ? Math.floor(frames / 2) : 0,
    ...(isVolume && { volume: geometryOf(dataset, frames, faults) }),
    async read(frame) {
      if (!Number.isInteger(frame) || frame < 0 || frame >= frames)
        throw new RangeError(`frame ${frame} of ${frames}`);
      return decode(frame);
    },
    close: () => undefined,
  };
}

/** @throws AppError at once where not all frames are there. */
function nativeFrames(
  { file, encoding }: DicomHeader,
  { at, length }: PixelElement,
  pixels: PixelDescription,
  faults: Faults,
): ReadSamples {
  const bits = bitsPerFrame(withActualColour());
  const needed = Math.ceil((bits * pixels.frames) / 8);
  if (length === null) throw faults.damaged('fragments in place of native pixels');
  if (at + Math.min(needed, length) > file.size) throw faults.truncated();
  if (length < needed) throw faults.damaged(`${length} bytes of pixels, expected ${needed}`);
  const described = withActualColour();
  return async (frame) => {
    const firstBit = frame * bits;
    const start = at + Math.floor(firstBit / 8);
    const bytes = await file.slice(start, at + Math.ceil((firstBit + bits) / 8));
    return unpackNative(bytes, described, encoding.littleEndian, firstBit % 8);
  };

  /** Writers forget to change YBR_FULL_422 when they decompress; such a file has all its samples. */
  function withActualColour(): PixelDescription {
    if (pixels.photometric !== 'YBR_FULL_422') return pixels;
    const full = { ...pixels, photometric: 'YBR_FULL' } as const;
    return (length ?? 0) >= Math.ceil((bitsPerFrame(full) * pixels.frames) / 8) ? full : pixels;
  }
}

function codedFrames(
  { file, encoding }: DicomHeader,
  { at, length }: PixelElement,
  codec: Parameters<typeof decodeFrame>[1],
  pixels: PixelDescription,
  faults: Faults,
): ReadSamples {
  if (length !== null) throw faults.damaged('native pixels in place of fragments');
  let found: Promise<FragmentedFrame[]> | null = null;
  return async (frame) => {
    found ??= findFrames(file, at, encoding, pixels.frames, faults);
    const bytes = await readFragments(file, (await found)[frame]!);
    return decodeFrame(bytes, codec, pixels, faults, file.path);
  };
}
