/** libjpeg's reduced inverse DCTs to 4 x 4 and 2 x 2 samples (jidctred) in vectors; `transform.part.as` has the conventions. */
import { lower, pair, row, scaledBack, upper } from './transform.part';

@inline
function rounded(value: v128): v128 {
  return i32x4.shr_s(i32x4.add(value, i32x4.splat(1 << 18)), 19);
}

export function transform4(block: usize, quantisers: usize, to: usize, stride: usize): void {
  const in0 = row(block, quantisers, 0);
  const in1 = row(block, quantisers, 1);
  const in2 = row(block, quantisers, 2);
  const in3 = row(block, quantisers, 3);
  const in5 = row(block, quantisers, 5);
  const in6 = row(block, quantisers, 6);
  const in7 = row(block, quantisers, 7);
  const turn = pair(15137, -6270);
  const inner13 = pair(8697, -17799);
  const inner57 = pair(11893, -1730);
  const outer13 = pair(20995, 7373);
  const outer57 = pair(-4926, -4176);

  const even0 = i32x4.shl(i32x4.extend_low_i16x8_s(in0), 14);
  const even1 = i32x4.shl(i32x4.extend_high_i16x8_s(in0), 14);
  const turn0 = i32x4.dot_i16x8_s(lower(in2, in6), turn);
  const turn1 = i32x4.dot_i16x8_s(upper(in2, in6), turn);
  const odd13 = lower(in1, in3);
  const odd57 = lower(in5, in7);
  const high13 = upper(in1, in3);
  const high57 = upper(in5, in7);
  const inner0 = i32x4.add(i32x4.dot_i16x8_s(odd13, inner13), i32x4.dot_i16x8_s(odd57, inner57));
  const inner1 = i32x4.add(i32x4.dot_i16x8_s(high13, inner13), i32x4.dot_i16x8_s(high57, inner57));
  const outer0 = i32x4.add(i32x4.dot_i16x8_s(odd13, outer13), i32x4.dot_i16x8_s(odd57, outer57));
  const outer1 = i32x4.add(i32x4.dot_i16x8_s(high13, outer13), i32x4.dot_i16x8_s(high57, outer57));
  const sum0 = i32x4.add(even0, turn0);
  const sum1 = i32x4.add(even1, turn1);
  const difference0 = i32x4.sub(even0, turn0);
  const difference1 = i32x4.sub(even1, turn1);
  const row0 = scaledBack(i32x4.add(sum0, outer0), i32x4.add(sum1, outer1), 12);
  const row1 = scaledBack(i32x4.add(difference0, inner0), i32x4.add(difference1, inner1), 12);
  const row2 = scaledBack(i32x4.sub(difference0, inner0), i32x4.sub(difference1, inner1), 12);
  const row3 = scaledBack(i32x4.sub(sum0, outer0), i32x4.sub(sum1, outer1), 12);

  // Two columns of four rows in each vector; the second pass has one column in four lanes.
  const left01 = lower(row0, row1);
  const left23 = lower(row2, row3);
  const right01 = upper(row0, row1);
  const right23 = upper(row2, row3);
  const columns01 = v128.shuffle<i32>(left01, left23, 0, 4, 1, 5);
  const columns23 = v128.shuffle<i32>(left01, left23, 2, 6, 3, 7);
  const columns45 = v128.shuffle<i32>(right01, right23, 0, 4, 1, 5);
  const columns67 = v128.shuffle<i32>(right01, right23, 2, 6, 3, 7);
  const even = i32x4.shl(i32x4.extend_low_i16x8_s(columns01), 14);
  const turned = i32x4.dot_i16x8_s(lower(columns23, columns67), turn);
  const pairs13 = upper(columns01, columns23);
  const pairs57 = upper(columns45, columns67);
  const inner = i32x4.add(i32x4.dot_i16x8_s(pairs13, inner13), i32x4.dot_i16x8_s(pairs57, inner57));
  const outer = i32x4.add(i32x4.dot_i16x8_s(pairs13, outer13), i32x4.dot_i16x8_s(pairs57, outer57));
  const sum = i32x4.add(even, turned);
  const difference = i32x4.sub(even, turned);
  const samples = i8x16.narrow_i16x8_s(
    i16x8.narrow_i32x4_s(
      rounded(i32x4.add(sum, outer)),
      rounded(i32x4.add(difference, inner)),
    ),
    i16x8.narrow_i32x4_s(
      rounded(i32x4.sub(difference, inner)),
      rounded(i32x4.sub(sum, outer)),
    ),
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

/** The left and the right sample of a row of eight int16 from the first pass. */
@inline
function twoSamples(values: v128): i32 {
  const products = i32x4.dot_i16x8_s(values, i16x8(0, 29692, 0, -10426, 0, 6967, 0, -5906));
  const odd =
    i32x4.extract_lane(products, 0) +
    i32x4.extract_lane(products, 1) +
    i32x4.extract_lane(products, 2) +
    i32x4.extract_lane(products, 3);
  const even = (<i32>i16x8.extract_lane_s(values, 0) << 15) + (1 << 19);
  const left = min(max(((even + odd) >> 20) + 128, 0), 255);
  const right = min(max(((even - odd) >> 20) + 128, 0), 255);
  return left | (right << 8);
}

export function transform2(block: usize, quantisers: usize, to: usize, stride: usize): void {
  const in0 = row(block, quantisers, 0);
  const in1 = row(block, quantisers, 1);
  const in3 = row(block, quantisers, 3);
  const in5 = row(block, quantisers, 5);
  const in7 = row(block, quantisers, 7);
  const factors13 = pair(29692, -10426);
  const factors57 = pair(6967, -5906);
  const even0 = i32x4.shl(i32x4.extend_low_i16x8_s(in0), 15);
  const even1 = i32x4.shl(i32x4.extend_high_i16x8_s(in0), 15);
  const odd0 = i32x4.add(
    i32x4.dot_i16x8_s(lower(in1, in3), factors13),
    i32x4.dot_i16x8_s(lower(in5, in7), factors57),
  );
  const odd1 = i32x4.add(
    i32x4.dot_i16x8_s(upper(in1, in3), factors13),
    i32x4.dot_i16x8_s(upper(in5, in7), factors57),
  );
  const row0 = scaledBack(i32x4.add(even0, odd0), i32x4.add(even1, odd1), 13);
  const row1 = scaledBack(i32x4.sub(even0, odd0), i32x4.sub(even1, odd1), 13);
  store<u16>(to, <u16>twoSamples(row0));
  store<u16>(to + stride, <u16>twoSamples(row1));
}
