/**
 * PNG's row filters in vectors (ISO/IEC 15948, clause 9), and the order of bytes in samples of 16 bits: AssemblyScript, compiled
 * by `npm run assembly` into `filters-code.ts`. All of its memory is its caller's.
 */

/**
 * Undoes PNG's filters of `rows` rows: each has a byte for its filter and `rowBytes` of differences. Rows of samples are written
 * without gaps from `target` on; before it lies the row above, `rowBytes` long. Up to 16 bytes behind the last row are
 * overwritten. Returns the first filter that does not exist, or -1.
 */
export function unfilter(source: usize, rows: i32, rowBytes: usize, target: usize, pixelBytes: usize): i32 {
  for (let row = 0; row < rows; row++) {
    const filter = <i32>load<u8>(source);
    source++;
    const above = target - rowBytes;
    if (filter == 0) memory.copy(target, source, rowBytes);
    else if (filter == 1 && pixelBytes == 1) undoLeftOfOne(source, target, rowBytes);
    else if (filter == 1) undoLeft(source, target, rowBytes, pixelBytes);
    else if (filter == 2) undoAbove(source, above, target, rowBytes);
    else if (filter == 3) undoAverage(source, above, target, rowBytes, pixelBytes);
    else if (filter == 4) undoPaeth(source, above, target, rowBytes, pixelBytes);
    else return filter;
    source += rowBytes;
    target += rowBytes;
  }
  return -1;
}

/** Sixteen sums at a time, each of all the bytes before it. */
function undoLeftOfOne(source: usize, target: usize, length: usize): void {
  const zero = i8x16.splat(0);
  let last = zero;
  for (const end = target + length; target < end; target += 16, source += 16) {
    let sum = v128.load(source);
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30));
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 0, 0, 0, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23));
    sum = i8x16.add(sum, last);
    v128.store(target, sum);
    last = i8x16.shuffle(sum, sum, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
  }
}

// A pixel at a time below: eight bytes are read and written, of which those beyond the pixel are rubbish and written again next.

function undoLeft(source: usize, target: usize, length: usize, pixelBytes: usize): void {
  let left = i8x16.splat(0);
  for (const end = target + length; target < end; target += pixelBytes, source += pixelBytes) {
    left = i8x16.add(left, v128.load64_zero(source));
    v128.store64_lane(target, left, 0);
  }
}

function undoAbove(source: usize, above: usize, target: usize, length: usize): void {
  for (const end = target + length; target < end; target += 16, source += 16, above += 16) {
    v128.store(target, i8x16.add(v128.load(source), v128.load(above)));
  }
}

function undoAverage(source: usize, above: usize, target: usize, length: usize, pixelBytes: usize): void {
  const one = i8x16.splat(1);
  let left = i8x16.splat(0);
  for (const end = target + length; target < end; target += pixelBytes, source += pixelBytes, above += pixelBytes) {
    const up = v128.load64_zero(above);
    // The instruction rounds up and PNG down.
    const rounding = v128.and(v128.xor(left, up), one);
    left = i8x16.add(i8x16.sub(v128.load64_zero(source), rounding), i8x16.avgr_u(left, up));
    v128.store64_lane(target, left, 0);
  }
}

/**
 * Whichever of left, above and above left is nearest to left + above - above left. That is the smaller or the larger of the first
 * two where the third lies beyond the other one by as much as they differ, and the third in between.
 */
function undoPaeth(source: usize, above: usize, target: usize, length: usize, pixelBytes: usize): void {
  const bytes = i16x8.splat(255);
  let left = i16x8.splat(0);
  let corner = left;
  for (const end = target + length; target < end; target += pixelBytes, source += pixelBytes, above += pixelBytes) {
    const up = v128.load_ext<u8>(above);
    const bound = i16x8.sub(i16x8.sub(i16x8.add(i16x8.add(corner, corner), corner), up), left);
    const low = i16x8.min_s(left, up);
    const high = i16x8.max_s(left, up);
    const notLow = v128.bitselect(corner, low, i16x8.gt_s(high, bound));
    const guess = v128.bitselect(notLow, high, i16x8.gt_s(bound, low));
    corner = up;
    left = v128.and(i16x8.add(v128.load_ext<u8>(source), guess), bytes);
    v128.store64_lane(target, i8x16.narrow_i16x8_u(left, left), 0);
  }
}

/** Changes the order of the two bytes of each of `count` samples, eight samples at a time. */
export function swapBytes(at: usize, count: usize): void {
  for (const end = at + count * 2; at < end; at += 16) {
    const samples = v128.load(at);
    v128.store(at, i8x16.shuffle(samples, samples, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
  }
}
