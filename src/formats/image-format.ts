/** What an image format is to the rest of the program: data and three functions. See README.md for how to add one. */
import type { Pixels } from '../domain/index.ts';

/** What the header of an image says, before anything is decoded. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
  /** Whether the pixels will be grey (one channel) when decoded. */
  readonly grey: boolean;
}

/**
 * Decodes a whole file. `path` names it in errors.
 *
 * @throws AppError `truncated-image`, `damaged-image` or `unsupported-image`.
 */
export type ReadPixels = (bytes: Uint8Array, path: string) => Promise<Pixels>;

export interface ImageFormat {
  /** Short, lower case; the type of all known formats is derived from it. */
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  /** Lower case, without a dot. */
  readonly extensions: readonly string[];
  /** Whether the first bytes of a file (128 and 4 at least, where there are as many) are of this format. */
  matches(bytes: Uint8Array): boolean;
  /** Null where the header is not all there, or not plausible. */
  size(bytes: Uint8Array): ImageSize | null;
  /** Loads the decoder, which is kept out of what is fetched before the first image is read. */
  load(): Promise<ReadPixels>;
}

/** Pixels beyond which an image is refused: what a canvas can hold in Chromium, and 256 MiB for each channel. */
export const limitPixels = 2 ** 28;

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
