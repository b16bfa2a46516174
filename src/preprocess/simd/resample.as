/**
 * The two passes of resampling in 128-bit vectors: AssemblyScript, compiled by `npm run assembly` into `simd-code.ts`.
 *
 * A weight w has 23 bits and the vector multiplication 16, so w is kept as high * 2^15 + low; the two sums of products meet
 * at the end. Partial sums may wrap around: the whole sum fits into 32 bits, so it comes out right.
 *
 * A table at address t for n outputs of at most m taps (m a multiple of 8) is: int32 starts[n], int32 counts[n],
 * int16 low[n][m], int16 high[n][m], with zeros after an output's count. Loops run over whole vectors, past the end of
 * rows, columns and counts; what they find there is multiplied by zero or never looked at, but must be within memory.
 */

@inline
function joined(low: v128, high: v128): v128 {
  return i32x4.add(low, i32x4.shl(high, 15));
}

@inline
function rounded(sum: v128): v128 {
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(1 << 21)), 22);
}

/** The sum of each of four vectors. */
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

/** Deals the bytes of RGB pixels out to three planes, 16 pixels at a time. */
export function splitChannels(source: usize, pixels: usize, target: usize, planeStep: usize): void {
  const end = target + pixels;
  while (target < end) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    const c = v128.load(source, 32);
    const red = i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
    const green = i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0);
    const blue = i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
    v128.store(target, i8x16.shuffle(red, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29));
    v128.store(
      target + planeStep,
      i8x16.shuffle(green, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30),
    );
    v128.store(
      target + 2 * planeStep,
      i8x16.shuffle(blue, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31),
    );
    source += 48;
    target += 16;
  }
}

/** Along rows, four rows and eight taps at a time. `rows` is rounded up to a multiple of four. */
export function resampleRows(
  source: usize,
  sourceStep: usize,
  rows: i32,
  table: usize,
  outputs: i32,
  taps: i32,
  target: usize,
  targetStep: usize,
  channels: i32,
): void {
  const counts = table + outputs * 4;
  const low = counts + outputs * 4;
  const high = low + outputs * taps * 2;
  for (let row = 0; row < rows; row += 4) {
    let to = target + row * targetStep;
    for (let output = 0; output < outputs; output++) {
      let at = source + row * sourceStep + load<i32>(table + output * 4);
      let weights: usize = output * taps * 2;
      const end = weights + load<i32>(counts + output * 4) * 2;
      let low0 = i32x4.splat(0);
      let low1 = low0;
      let low2 = low0;
      let low3 = low0;
      let high0 = low0;
      let high1 = low0;
      let high2 = low0;
      let high3 = low0;
      while (weights < end) {
        const lows = v128.load(low + weights);
        const highs = v128.load(high + weights);
        const pixels0 = v128.load_ext<u8>(at);
        const pixels1 = v128.load_ext<u8>(at + sourceStep);
        const pixels2 = v128.load_ext<u8>(at + 2 * sourceStep);
        const pixels3 = v128.load_ext<u8>(at + 3 * sourceStep);
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(pixels0, lows));
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(pixels0, highs));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(pixels1, lows));
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(pixels1, highs));
        low2 = i32x4.add(low2, i32x4.dot_i16x8_s(pixels2, lows));
        high2 = i32x4.add(high2, i32x4.dot_i16x8_s(pixels2, highs));
        low3 = i32x4.add(low3, i32x4.dot_i16x8_s(pixels3, lows));
        high3 = i32x4.add(high3, i32x4.dot_i16x8_s(pixels3, highs));
        at += 8;
        weights += 16;
      }
      const four = rounded(
        sums(joined(low0, high0), joined(low1, high1), joined(low2, high2), joined(low3, high3)),
      );
      const narrow = i16x8.narrow_i32x4_s(four, four);
      const bytes = i8x16.narrow_i16x8_u(narrow, narrow);
      v128.store_lane<u8>(to, bytes, 0);
      v128.store_lane<u8>(to + targetStep, bytes, 1);
      v128.store_lane<u8>(to + 2 * targetStep, bytes, 2);
      v128.store_lane<u8>(to + 3 * targetStep, bytes, 3);
      to += channels;
    }
  }
}

/** Along columns, sixteen columns and two taps at a time. `step`, the length of a row, is a multiple of 16. */
export function resampleColumns(
  source: usize,
  step: usize,
  table: usize,
  outputs: i32,
  taps: i32,
  target: usize,
): void {
  const counts = table + outputs * 4;
  const low = counts + outputs * 4;
  const high = low + outputs * taps * 2;
  for (let output = 0; output < outputs; output++) {
    const first = source + load<i32>(table + output * 4) * step;
    const firstWeight: usize = output * taps * 2;
    const end = firstWeight + load<i32>(counts + output * 4) * 2;
    for (let column: usize = 0; column < step; column += 16) {
      let at = first + column;
      let low0 = i32x4.splat(0);
      let low1 = low0;
      let low2 = low0;
      let low3 = low0;
      let high0 = low0;
      let high1 = low0;
      let high2 = low0;
      let high3 = low0;
      for (let weight = firstWeight; weight < end; weight += 4) {
        const lows = v128.load_splat<i32>(low + weight);
        const highs = v128.load_splat<i32>(high + weight);
        const above = v128.load(at);
        const below = v128.load(at + step);
        const left = v128.shuffle<u8>(above, below, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const right = v128.shuffle<u8>(above, below, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        const pairs0 = i16x8.extend_low_i8x16_u(left);
        const pairs1 = i16x8.extend_high_i8x16_u(left);
        const pairs2 = i16x8.extend_low_i8x16_u(right);
        const pairs3 = i16x8.extend_high_i8x16_u(right);
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(pairs0, lows));
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(pairs0, highs));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(pairs1, lows));
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(pairs1, highs));
        low2 = i32x4.add(low2, i32x4.dot_i16x8_s(pairs2, lows));
        high2 = i32x4.add(high2, i32x4.dot_i16x8_s(pairs2, highs));
        low3 = i32x4.add(low3, i32x4.dot_i16x8_s(pairs3, lows));
        high3 = i32x4.add(high3, i32x4.dot_i16x8_s(pairs3, highs));
        at += 2 * step;
      }
      v128.store(
        target + output * step + column,
        i8x16.narrow_i16x8_u(
          i16x8.narrow_i32x4_s(rounded(joined(low0, high0)), rounded(joined(low1, high1))),
          i16x8.narrow_i32x4_s(rounded(joined(low2, high2)), rounded(joined(low3, high3))),
        ),
      );
    }
  }
}
