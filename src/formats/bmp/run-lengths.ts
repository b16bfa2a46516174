/**
 * BMP's run-length coding (BI_RLE4, BI_RLE8). Pillow 9.4 misreads two rare things, skips of pixels and odd numbers of literal 4-bit
 * pixels; here they are as Microsoft has them.
 */

/** Most pixels that we believe a byte to stand for: runs make 128 of it, and skips are rare. */
export const largestExpansion = 1024;

export interface RunLengths {
  readonly width: number;
  /** Pixels of the image. */
  readonly pixels: number;
  /** 4 bits a pixel instead of 8. */
  readonly isHalf: boolean;
}

/**
 * Writes indices into `into`, in the file's order of rows; what is skipped stays as it is. Without `into` it only counts, so that
 * memory is set aside for no more than there is.
 *
 * @param from offset of the first run in `bytes`
 * @returns how many pixels the runs reach to; fewer than the image has where they end early.
 */
export function readRuns(
  bytes: Uint8Array,
  from: number,
  { width, pixels, isHalf }: RunLengths,
  into: Uint8Array | null,
): number {
  let done = 0;
  /** Pixels of this row that runs have filled: more than a row has are dropped. */
  let x = 0;
  const put = (count: number, index: (i: number) => number) => {
    if (into !== null) {
      const end = Math.min(done + count, pixels);
      for (let at = done, i = 0; at < end; at++, i++) into[at] = index(i);
    }
    done += count;
  };
  for (let at = from; done < pixels && at + 1 < bytes.length;) {
    const count = bytes[at]!;
    const value = bytes[at + 1]!;
    at += 2;
    if (count > 0) {
      const fitting = Math.min(count, Math.max(0, width - x));
      put(fitting, isHalf ? (i) => (i % 2 === 0 ? value >> 4 : value & 15) : () => value);
      x += fitting;
    } else if (value === 0) {
      done = Math.ceil(done / width) * width;
      x = 0;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      if (at + 1 >= bytes.length) break;
      done += bytes[at]! + bytes[at + 1]! * width;
      x = done % width;
      at += 2;
    } else {
      const first = at;
      const length = isHalf ? Math.ceil(value / 2) : value;
      if (first + length > bytes.length) break;
      put(
        value,
        isHalf
          ? (i) => (bytes[first + (i >> 1)]! >> (i % 2 === 0 ? 4 : 0)) & 15
          : (i) => bytes[first + i]!,
      );
      x += value;
      at = first + length;
      at += at % 2;
    }
  }
  return Math.min(done, pixels);
}
