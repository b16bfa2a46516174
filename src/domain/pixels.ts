/** Decoded images and cut tensors: the shapes that decoding, cutting, training and drawing pass to one another. */

/** An image as it lies in its file. */
export interface StoredFrame {
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** How it was turned when it was read, as an EXIF orientation; 1 where it was not. */
  readonly turn: number;
  /** Of one value, where that is more than 8. */
  readonly bits?: number;
}

/** A decoded 8-bit image without alpha: grey (Pillow's mode L) or RGB. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** What these pixels were taken from, where they are not all of an image as it is stored, in 8 bits. */
  readonly stored?: StoredFrame;
  readonly channels: 1 | 3;
  /** `[height, width, channels]`, 0 to 255. */
  readonly data: Uint8Array;
}

/** Samples that need more than 8 bits. */
export type DeepData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * How a file itself asks for its values to be shown (DICOM PS3.3 C.11.2): values are in the unit of `DeepPixels` after slope
 * and intercept. `lut` maps `first + i` to `values[i]`, of which `bits` are used.
 */
export type Voi =
  | {
      readonly kind: 'linear' | 'linear-exact' | 'sigmoid';
      readonly centre: number;
      readonly width: number;
    }
  | {
      readonly kind: 'lut';
      readonly first: number;
      readonly values: Uint16Array;
      readonly bits: number;
    };

/** A decoded grey image deeper than 8 bits. A window (`src/preprocess`) makes it `Pixels`. */
export interface DeepPixels {
  readonly kind: 'deep';
  readonly width: number;
  readonly height: number;
  /** As in `Pixels`. */
  readonly stored?: StoredFrame;
  /** `[height, width]` as stored in the file. */
  readonly data: DeepData;
  /** Modality transform: value = stored * slope + intercept, e.g. to Hounsfield units. */
  readonly slope: number;
  readonly intercept: number;
  /** Smallest and largest stored value that the file's kind of sample can hold; null for floating point. */
  readonly range: readonly [lowest: number, highest: number] | null;
  /** Of a value as stored, where neither range nor kind of number says so any more. */
  readonly bits?: number;
  /** Stored values (both included) that stand for "not measured", or null. */
  readonly padding: readonly [from: number, to: number] | null;
  /** The file's own windows; the first counts. */
  readonly voi: readonly Voi[];
  /** Whether low values are meant to be bright (MONOCHROME1); applied after the window. */
  readonly inverted: boolean;
  /** DICOM modality where known, e.g. `CT`: presets in Hounsfield units fit only these. */
  readonly modality: string | null;
}

/** What a decoder gives: 8 bits ready to be cut, or something deeper that is windowed first. */
export type DecodedImage = Pixels | DeepPixels;

export function isDeep(image: DecodedImage): image is DeepPixels {
  return 'kind' in image;
}

/** Directions in which a volume is sliced. */
export const planes = ['axial', 'coronal', 'sagittal'] as const;
export type Plane = (typeof planes)[number];

/** The slice at a position from 0, the first, to 1, the last; 0.5 is the middle one. */
export function sliceAt(position: number, slices: number): number {
  return Math.min(slices - 1, Math.floor(position * slices));
}

/** What one sample's tensor is: `[size, size, channels]`, or `[depth, size, size, channels]` of a volume. */
export interface TensorShape {
  readonly size: number;
  readonly channels: 1 | 3;
  /** Slices of a volume; left out for pictures. */
  readonly depth?: number | undefined;
}

/** Cut images that can be read row by row: a tensor of uint8 each. */
export interface TensorReader extends TensorShape {
  readonly rows: number;
  /** Copies the given rows one after the other into `into` (length `rows.length * tensorLength`). */
  read(rows: ArrayLike<number>, into: Uint8Array): Promise<void>;
}

/** Lengths of one sample's axes. */
export function tensorAxes({ size, channels, depth }: TensorShape): number[] {
  return [...(depth === undefined ? [] : [depth]), size, size, channels];
}

/** Values of one sample's tensor. */
export function tensorLength(shape: TensorShape): number {
  return tensorAxes(shape).reduce((product, length) => product * length, 1);
}

/** The same samples as pictures: of volumes the slice in the middle. */
export function middleSlices(tensors: TensorReader): TensorReader {
  const { size, channels, rows, depth } = tensors;
  if (depth === undefined) return tensors;
  const length = size * size * channels;
  const start = (depth >> 1) * length;
  return {
    size,
    channels,
    rows,
    async read(wanted, into) {
      const volume = new Uint8Array(tensorLength(tensors));
      for (let i = 0; i < wanted.length; i++) {
        await tensors.read([wanted[i]!], volume);
        into.set(volume.subarray(start, start + length), i * length);
      }
    },
  };
}
