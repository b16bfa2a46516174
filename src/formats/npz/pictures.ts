/** What arrays mean as pictures: which shapes are images or volumes, and numbers as decoded images. */
import type { DecodedImage, DeepData, Plane } from '../../domain/index.ts';
import { type NumberKind, rangeOf } from '../numbers.ts';
import { numberType } from './npy-array.ts';

/** One sample of an array: a picture, or a volume that is cut into pictures. */
export type PictureShape =
  | {
      readonly kind: 'picture';
      readonly height: number;
      readonly width: number;
      readonly channels: 1 | 3;
    }
  | {
      readonly kind: 'volume';
      readonly depth: number;
      readonly height: number;
      readonly width: number;
    };

/** Words for an error. */
export const expectedPictures =
  'numbers of shape (N, height, width), (N, height, width, 1), (N, height, width, 3) or (N, depth, height, width)';

/** A volume at least this wide: a last axis of 2 or 4 is rather grey or RGB with alpha, which is not guessed. */
const narrowestVolume = 5;

/**
 * What each row of an array `[N, ...]` is, null where it is neither picture nor volume.
 * A last axis of 1 or 3 is the channels.
 */
export function pictureShape(shape: readonly number[]): PictureShape | null {
  const [, first = 0, second = 0, last] = shape;
  if (first === 0 || second === 0) return null;
  if (shape.length === 3) return { kind: 'picture', height: first, width: second, channels: 1 };
  if (shape.length !== 4 || last === undefined) return null;
  if (last === 1 || last === 3) return { kind: 'picture', height: first, width: second, channels: last };
  return last < narrowestVolume ? null : { kind: 'volume', depth: first, height: second, width: last };
}

/** Number of slices along a plane, and the size of one. */
export function slicesOf(shape: PictureShape, plane: Plane) {
  const { height, width } = shape;
  if (shape.kind === 'picture') return { slices: 1, height, width };
  const { depth } = shape;
  switch (plane) {
    case 'axial':
      return { slices: depth, height, width };
    case 'coronal':
      return { slices: height, height: depth, width };
    case 'sagittal':
      return { slices: width, height: depth, width: height };
  }
}

/** Whether numbers of this kind can be such pictures: any can be grey, colours are uint8 or uint16. */
export function canBePicture(kind: NumberKind, shape: PictureShape): boolean {
  return shape.kind === 'volume' || shape.channels === 1 || kind === 'u1' || kind === 'u2';
}

/** Whether an array `[N, ...]` holds pictures or volumes that can be read. */
export function isPictureArray(dtype: string, shape: readonly number[]): boolean {
  const type = numberType(dtype);
  const picture = pictureShape(shape);
  return type !== null && picture !== null && canBePicture(type.kind, picture);
}

/**
 * Numbers `[height, width, channels]` as an image: uint8 as it is, deeper grey as it is stored, uint16 colour by its upper byte (as Pillow).
 * @param kind one that `canBePicture`
 */
export function toImage(
  data: DeepData,
  kind: NumberKind,
  { width, height, channels }: { width: number; height: number; channels: 1 | 3 },
): DecodedImage {
  if (kind === 'u1') return { width, height, channels, data: data as Uint8Array };
  if (channels === 3) return { width, height, channels, data: Uint8Array.from(data, upperByte) };
  return {
    kind: 'deep',
    width,
    height,
    data,
    slope: 1,
    intercept: 0,
    range: rangeOf(kind),
    padding: null,
    voi: [],
    inverted: false,
    modality: null,
  };
}

const upperByte = (value: number) => value >> 8;
