/** Decoded images and cut tensors: the shapes that decoding, cutting, training and drawing pass to one another. */

/** A decoded 8-bit image without alpha: grey (Pillow's mode L) or RGB. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** `[height, width, channels]`, 0 to 255. */
  readonly data: Uint8Array;
}

/** Cut images that can be read row by row: `[rows, size, size, channels]` of uint8. */
export interface TensorReader {
  readonly size: number;
  readonly channels: 1 | 3;
  readonly rows: number;
  /** Copies the given rows one after the other into `into` (length `rows.length * size * size * channels`). */
  read(rows: ArrayLike<number>, into: Uint8Array): Promise<void>;
}
