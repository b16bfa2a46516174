/** What an image format is to the rest of the program: data and two functions. See README.md for how to add one. */
import { appError, type DecodedImage, type Plane, type SourceFile } from '../domain/index.ts';

/** Choices that some formats leave to the reader. */
export interface ReadOptions {
  /** Along which plane a volume is sliced; null takes the format's own order. */
  readonly plane: Plane | null;
  /**
   * Null decodes exactly. Otherwise a JPEG may be decoded at 1/2, 1/4 or 1/8 of its size, as long as both sides keep at least this
   * many px (Pillow's `draft`).
   */
  readonly atLeast: number | null;
  /** Whether the picture is turned as its EXIF says. Pillow, and so every published tensor, does not. */
  readonly upright: boolean;
  /**
   * The file of the same name with another extension, for formats of two files; null where there is none. Left out where a file
   * comes alone.
   */
  readonly beside?: (extension: string) => Promise<SourceFile | null>;
}

/** Exactly what is stored, as Pillow opens it. */
export const asStored: ReadOptions = { plane: null, atLeast: null, upright: false };

type Direction = readonly [right: number, anterior: number, superior: number];

/** How the frames of a volume lie in space. */
export interface VolumeGeometry {
  /** Frames of one volume, at least 1. */
  readonly slices: number;
  /** Distance of neighbouring voxels in mm; 1 each where it is not known. */
  readonly spacingMm: readonly [through: number, down: number, across: number];
  /** Where a slice that is a file of its own lies along the line on which the slices follow one another, in mm; null where it is not known. */
  readonly positionMm: number | null;
  /** Its number in the series, likewise. */
  readonly number: number | null;
  /** The directions in which its columns and its rows follow one another, as unit vectors to the patient's right, front and top; likewise. */
  readonly directions: readonly [across: Direction, down: Direction] | null;
}

/** The pictures of one file: one of a photograph, the slices of a volume, the frames of a video. */
export interface ImageStack {
  /** At least 1. */
  readonly frames: number;
  /** The frame that stands for the file where one picture is wanted: 0 for pages, the middle of volumes and videos. */
  readonly representative: number;
  /** What the first frames are together; left out for pages, videos and photographs. */
  readonly volume?: VolumeGeometry;
  /** Whether the frames follow one another in time. */
  readonly isVideo?: true;
  /** Of a video that tells: seconds from its first frame to each, rising. */
  readonly times?: readonly number[];
  /**
   * Decodes a frame. Asking in rising order is never slower than any other order.
   * @throws AppError `truncated-image`, `damaged-image`, `unsupported-image`; RangeError where there is no such frame.
   */
  read(frame: number): Promise<DecodedImage>;
  /** Frees what the decoder holds; afterwards nothing may be read. */
  close(): void;
}

/** @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`. */
export type OpenImages = (file: SourceFile, options: ReadOptions) => Promise<ImageStack>;

export interface ImageFormat {
  /** Short, lower case; the type of all known formats is derived from it. */
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  /** Lower case, without a dot. */
  readonly extensions: readonly string[];
  /** Whether the first bytes of a file (`sniffedBytes`, fewer where the file is shorter) are of this format. */
  matches(head: Uint8Array): boolean;
  /** Loads the decoder, which is kept out of what is fetched before the first image is read. */
  load(): Promise<OpenImages>;
}

/** Bytes that `matches` gets: NIfTI's magic lies at 344, tar's at 257. */
export const sniffedBytes = 1024;

/** Pixels beyond which an image is refused: what a canvas can hold in Chromium, and 256 MiB for each channel. */
export const limitPixels = 2 ** 28;

/** @throws AppError `image-too-large` before memory is set aside for what a header promises. */
export function checkSize(width: number, height: number, path: string): void {
  if (width * height > limitPixels)
    throw appError('image-too-large', path, { width, height, limitPixels });
}

/** A format whose files hold one picture and are read whole. */
export function stillImage(
  decode: (bytes: Uint8Array, path: string, options: ReadOptions) => Promise<DecodedImage>,
): OpenImages {
  return async (file, options) => {
    const bytes = await file.slice(0, file.size);
    return {
      frames: 1,
      representative: 0,
      read: () => decode(bytes, file.path, options),
      close: () => undefined,
    };
  };
}

/** Whether `bytes` has `expected` at `offset`. Strings stand for their ASCII codes. */
export function hasBytes(
  bytes: Uint8Array,
  offset: number,
  expected: string | readonly number[],
): boolean {
  const codes =
    typeof expected === 'string' ? Array.from(expected, (char) => char.charCodeAt(0)) : expected;
  return codes.every((code, i) => bytes[offset + i] === code);
}
