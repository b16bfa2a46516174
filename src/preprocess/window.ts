/**
 * From values deeper than 8 bits to 8 bits: which part of them a picture shows. A value is stored * slope + intercept; the window
 * makes it a grey level, and polarity comes last (DICOM PS3.3 C.11 and C.7.6.3.1.2).
 */
import {
  type AppliedWindow,
  type DecodedImage,
  type DeepPixels,
  isDeep,
  type Pixels,
  type WindowChoice,
} from '../domain/index.ts';
import { takeBytes } from '../formats/index.ts';
import { between, linear, type Transfer, transferOf, transferred } from './transfer.ts';
import { extent, isNarrow, places, quantiles, valuesByPlace } from './value-statistics.ts';

/**
 * Presets in Hounsfield units, as radiology departments commonly set them (Radiopaedia, "Windowing (CT)": lungs 1500/-600, bone
 * 1800/400, brain 80/40; abdominal soft tissue 400 wide, its centre between 40 and 60).
 */
const presets = {
  lung: { centre: -600, width: 1500 },
  bone: { centre: 400, width: 1800 },
  'soft-tissue': { centre: 40, width: 400 },
  brain: { centre: 40, width: 80 },
} as const;

/** Shares of the values below and above which a percentile window saturates. */
const percentiles = [0.005, 0.995] as const;

export interface SettledWindow {
  readonly applied: AppliedWindow;
  readonly transfer: Transfer;
}

/**
 * 8 bits as they are; anything deeper through the window. By choice:
 * - `file`: the first of the file's own windows that can be carried out, and `full` where there is none;
 * - `percentile`: a line from the 0.5th to the 99.5th percentile of the values (see `quantiles`);
 * - `full`: a line from the lowest to the highest value that the kind of sample can hold, for floating point from the lowest to the
 *   highest that is there;
 * - a preset: DICOM's LINEAR for CT and where the modality isn't known, `auto` for other modalities;
 * - `auto`: `file` where there is such a window, else `percentile`;
 * - a centre and width: DICOM's LINEAR, below a width of 1 its LINEAR_EXACT.
 *
 * Padding and what is not a number are black whatever the polarity, as what lies around a picture is; infinities are values like
 * others. Lines go by value: a negative slope turns the picture over.
 */
export function windowed(image: DecodedImage, window: WindowChoice): Pixels {
  if (!isDeep(image)) return image;
  const pixels = rendered(image, settledWindow(image, window).transfer);
  const { width, height, stored = { width, height, turn: 1 } } = image;
  return { ...pixels, stored: { ...stored, bits: bitsOf(image) } };
}

/** Bits that a stored value takes: those that the file says it uses, of floating point all. */
export function bitsOf({ bits, range, data }: DeepPixels): number {
  if (bits !== undefined) return bits;
  if (range === null) return 8 * data.BYTES_PER_ELEMENT;
  return Math.ceil(Math.log2(range[1] - range[0] + 1));
}

/** What a choice comes to for this image. */
export function settledWindow(image: DeepPixels, choice: WindowChoice): SettledWindow {
  if (typeof choice === 'object') return { applied: 'own', transfer: linear(choice) };
  switch (choice) {
    case 'auto':
      return fileWindow(image) ?? percentileWindow(image);
    case 'file':
      return fileWindow(image) ?? fullWindow(image);
    case 'percentile':
      return percentileWindow(image);
    case 'full':
      return fullWindow(image);
    default: {
      // Never by the values of an image: a model could learn from the window which class came with which values.
      if (image.modality !== null && image.modality !== 'CT') return settledWindow(image, 'auto');
      return { applied: choice, transfer: linear(presets[choice]) };
    }
  }
}

/** The first of the file's own windows that can be carried out, or null. */
export function fileWindow({ voi }: DeepPixels): SettledWindow | null {
  for (const one of voi) {
    const transfer = transferOf(one);
    if (transfer !== null) return { applied: 'file', transfer };
  }
  return null;
}

function percentileWindow(image: DeepPixels): SettledWindow {
  const [low, high] = inUnit(image, quantiles(image, percentiles));
  return { applied: 'percentile', transfer: between(low, high) };
}

function fullWindow(image: DeepPixels): SettledWindow {
  const [low, high] = inUnit(image, image.range ?? extent(image));
  return { applied: 'full', transfer: between(low, high) };
}

/** Smallest and largest value of an image, 0 and 0 where it holds nothing that counts. */
export function valueRange(image: DeepPixels): readonly [lowest: number, highest: number] {
  return inUnit(image, extent(image));
}

/** Two stored values in the image's unit, the smaller one first; 0 and 0 where the image holds nothing that counts. */
function inUnit(
  { slope, intercept }: DeepPixels,
  stored: readonly number[] | null,
): readonly [low: number, high: number] {
  const [a = 0, b = 0] = stored?.map((value) => value * slope + intercept) ?? [];
  return a <= b ? [a, b] : [b, a];
}

/** A deep image through a window that was settled on. */
export function rendered(image: DeepPixels, transfer: Transfer): Pixels {
  const { width, height, data } = image;
  // A table costs as much as an image of 65,536 px and saves most of the arithmetic for each further one.
  if (!isNarrow(data) || data.length <= 2 ** (8 * data.BYTES_PER_ELEMENT))
    return { width, height, channels: 1, data: levels(data, image, transfer) };
  const table = levels(valuesByPlace(data), image, transfer);
  const where = places(data);
  const grey = takeBytes(where.length);
  for (let i = 0; i < grey.length; i++) grey[i] = table[where[i]!]!;
  return { width, height, channels: 1, data: grey };
}

/** Grey levels of stored values, with polarity and black where nothing was measured. */
function levels(stored: DeepPixels['data'], image: DeepPixels, transfer: Transfer): Uint8Array {
  const grey = transferred(stored, image, transfer);
  const { slope, intercept, inverted, padding } = image;
  const [from, to] = padding ?? [Infinity, -Infinity];
  for (let i = 0; i < grey.length; i++) {
    const one = stored[i]!;
    if ((one >= from && one <= to) || Number.isNaN(one * slope + intercept)) grey[i] = 0;
    else if (inverted) grey[i] = 255 - grey[i]!;
  }
  return grey;
}
