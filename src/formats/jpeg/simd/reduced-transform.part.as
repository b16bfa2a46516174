/**
 * Blocks at 1/2 and 1/4 of their size: the inverse DCT of N points (N = 4, 2) over the lowest N x N coefficients, scaled by N / 8,
 * which is what resampling by the DCT itself gives. With e(0) = 1 and e(u) = sqrt(2) a sample is, in each direction,
 * the sum over u < N of e(u) F(u) cos((2 x + 1) u pi / 2 N), and an eighth of that over both. Blocks and quantisers are rows of N.
 */
import { lower, pair, scaledBack, upper } from './transform.part';

/** sqrt(2) cos(pi / 8) and sqrt(2) cos(3 pi / 8) with 13 bits of fraction. */
const wide = 10703;
const narrow = 4433;
const one = 8192;

/** Two of the four outputs of a pass: a + b and, where `back`, a - b, of four columns. */
@inline
function joined(even: v128, odd: v128, evenFactor: i32, oddFactors: v128, back: bool): v128 {
  const a = i32x4.dot_i16x8_s(even, pair(one, evenFactor));
  const b = i32x4.dot_i16x8_s(odd, oddFactors);
  return back ? i32x4.sub(a, b) : i32x4.add(a, b);
}

/** Two more bits are kept between the passes. @param to four rows of four samples */
export function transform4(block: usize, quantisers: usize, to: usize, stride: usize): void {
  const rows01 = i16x8.mul(v128.load(block), v128.load(quantisers));
  const rows23 = i16x8.mul(v128.load(block, 16), v128.load(quantisers, 16));
  const outer = pair(wide, narrow);
  const inner = pair(narrow, -wide);
  const even = lower(rows01, rows23);
  const odd = upper(rows01, rows23);
  const top = scaledBack(joined(even, odd, one, outer, false), joined(even, odd, -one, inner, false), 11);
  const bottom = scaledBack(joined(even, odd, -one, inner, true), joined(even, odd, one, outer, true), 11);
  const even2 = v128.shuffle<i16>(top, bottom, 0, 2, 4, 6, 8, 10, 12, 14);
  const odd2 = v128.shuffle<i16>(top, bottom, 1, 3, 5, 7, 9, 11, 13, 15);
  const samples = i8x16.narrow_i16x8_s(
    scaledBack(joined(even2, odd2, one, outer, false), joined(even2, odd2, -one, inner, false), 18),
    scaledBack(joined(even2, odd2, -one, inner, true), joined(even2, odd2, one, outer, true), 18),
  );
  const rows = v128.xor(
    v128.shuffle<u8>(samples, samples, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
    i8x16.splat(-128),
  );
  v128.store32_lane(to, rows, 0);
  v128.store32_lane(to + stride, rows, 1);
  v128.store32_lane(to + stride * 2, rows, 2);
  v128.store32_lane(to + stride * 3, rows, 3);
}

/** Sums and differences alone: sqrt(2) cos(pi / 4) is 1. */
export function transform2(block: usize, quantisers: usize, to: usize, stride: usize): void {
  const rows = i16x8.mul(v128.load64_zero(block), v128.load64_zero(quantisers));
  const top = v128.shuffle<i32>(rows, rows, 0, 0, 0, 0);
  const bottom = v128.shuffle<i32>(rows, rows, 1, 1, 1, 1);
  const sums = i32x4.add(
    i32x4.dot_i16x8_s(top, i16x8(1, 1, 1, -1, 1, 1, 1, -1)),
    i32x4.dot_i16x8_s(bottom, i16x8(1, 1, 1, -1, -1, -1, -1, 1)),
  );
  const deep = scaledBack(sums, sums, 3);
  const samples = v128.xor(i8x16.narrow_i16x8_s(deep, deep), i8x16.splat(-128));
  v128.store16_lane(to, samples, 0);
  v128.store16_lane(to + stride, samples, 1);
}
