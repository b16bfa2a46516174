/**
 * The inverse DCT (T.81 A.3.3) to 8-bit samples with libjpeg's "islow" integers: 13 bits of fraction in the constants, two more
 * bits kept between the passes. Rows of eight int16 are vectors, so a pass works on eight columns at once; between the
 * passes the block is transposed. Coefficients are multiplied by their quantisers (int16, natural order) on the way in.
 */

/** Pairs of constants c0, c1 for `dot`: a lane gets a * c0 + b * c1 of the interleaved a and b. */
@inline
export function pair(c0: i32, c1: i32): v128 {
  return i32x4.splat((c0 & 0xffff) | (c1 << 16));
}

@inline
export function lower(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

@inline
export function upper(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

@inline
export function scaledBack(a: v128, b: v128, bits: i32): v128 {
  const half = i32x4.splat(1 << (bits - 1));
  return i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(a, half), bits), i32x4.shr_s(i32x4.add(b, half), bits));
}

@inline
function output(to: usize, index: usize, lowA: v128, lowB: v128, highA: v128, highB: v128, bits: i32): void {
  v128.store(to + index * 16, scaledBack(i32x4.add(lowA, lowB), i32x4.add(highA, highB), bits));
  v128.store(to + (7 - index) * 16, scaledBack(i32x4.sub(lowA, lowB), i32x4.sub(highA, highB), bits));
}

/** One pass along columns; writes eight vectors to `to`. */
@inline
function pass(
  in0: v128,
  in1: v128,
  in2: v128,
  in3: v128,
  in4: v128,
  in5: v128,
  in6: v128,
  in7: v128,
  to: usize,
  bits: i32,
): void {
  const even0 = lower(in2, in6);
  const even1 = upper(in2, in6);
  const factor3 = pair(4433 + 6270, 4433);
  const factor2 = pair(4433, 4433 - 15137);
  const low3 = i32x4.dot_i16x8_s(even0, factor3);
  const high3 = i32x4.dot_i16x8_s(even1, factor3);
  const low2 = i32x4.dot_i16x8_s(even0, factor2);
  const high2 = i32x4.dot_i16x8_s(even1, factor2);
  const sum = i16x8.add(in0, in4);
  const difference = i16x8.sub(in0, in4);
  const low0 = i32x4.shl(i32x4.extend_low_i16x8_s(sum), 13);
  const high0 = i32x4.shl(i32x4.extend_high_i16x8_s(sum), 13);
  const low1 = i32x4.shl(i32x4.extend_low_i16x8_s(difference), 13);
  const high1 = i32x4.shl(i32x4.extend_high_i16x8_s(difference), 13);

  const z3 = i16x8.add(in7, in3);
  const z4 = i16x8.add(in5, in1);
  const z0 = lower(z3, z4);
  const z1 = upper(z3, z4);
  const lowZ3 = i32x4.dot_i16x8_s(z0, pair(9633 - 16069, 9633));
  const highZ3 = i32x4.dot_i16x8_s(z1, pair(9633 - 16069, 9633));
  const lowZ4 = i32x4.dot_i16x8_s(z0, pair(9633, 9633 - 3196));
  const highZ4 = i32x4.dot_i16x8_s(z1, pair(9633, 9633 - 3196));
  const outer0 = lower(in7, in1);
  const outer1 = upper(in7, in1);
  const inner0 = lower(in5, in3);
  const inner1 = upper(in5, in3);

  output(
    to,
    0,
    i32x4.add(low0, low3),
    i32x4.add(i32x4.dot_i16x8_s(outer0, pair(-7373, 12299 - 7373)), lowZ4),
    i32x4.add(high0, high3),
    i32x4.add(i32x4.dot_i16x8_s(outer1, pair(-7373, 12299 - 7373)), highZ4),
    bits,
  );
  output(
    to,
    1,
    i32x4.add(low1, low2),
    i32x4.add(i32x4.dot_i16x8_s(inner0, pair(-20995, 25172 - 20995)), lowZ3),
    i32x4.add(high1, high2),
    i32x4.add(i32x4.dot_i16x8_s(inner1, pair(-20995, 25172 - 20995)), highZ3),
    bits,
  );
  output(
    to,
    2,
    i32x4.sub(low1, low2),
    i32x4.add(i32x4.dot_i16x8_s(inner0, pair(16819 - 20995, -20995)), lowZ4),
    i32x4.sub(high1, high2),
    i32x4.add(i32x4.dot_i16x8_s(inner1, pair(16819 - 20995, -20995)), highZ4),
    bits,
  );
  output(
    to,
    3,
    i32x4.sub(low0, low3),
    i32x4.add(i32x4.dot_i16x8_s(outer0, pair(2446 - 7373, -7373)), lowZ3),
    i32x4.sub(high0, high3),
    i32x4.add(i32x4.dot_i16x8_s(outer1, pair(2446 - 7373, -7373)), highZ3),
    bits,
  );
}

/** The same where the last four of the eight inputs are zero. */
@inline
function halfPass(in0: v128, in1: v128, in2: v128, in3: v128, to: usize, bits: i32): void {
  const zero = i32x4.splat(0);
  const even0 = lower(in2, zero);
  const even1 = upper(in2, zero);
  const low3 = i32x4.dot_i16x8_s(even0, pair(4433 + 6270, 0));
  const high3 = i32x4.dot_i16x8_s(even1, pair(4433 + 6270, 0));
  const low2 = i32x4.dot_i16x8_s(even0, pair(4433, 0));
  const high2 = i32x4.dot_i16x8_s(even1, pair(4433, 0));
  const low0 = i32x4.shl(i32x4.extend_low_i16x8_s(in0), 13);
  const high0 = i32x4.shl(i32x4.extend_high_i16x8_s(in0), 13);
  const odd0 = lower(in1, in3);
  const odd1 = upper(in1, in3);
  const factor0 = pair(12299 - 7373 + 9633 - 3196, 9633);
  const factor1 = pair(9633, 25172 - 20995 + 9633 - 16069);
  const factor2 = pair(9633 - 3196, 9633 - 20995);
  const factor3 = pair(9633 - 7373, 9633 - 16069);
  output(
    to,
    0,
    i32x4.add(low0, low3),
    i32x4.dot_i16x8_s(odd0, factor0),
    i32x4.add(high0, high3),
    i32x4.dot_i16x8_s(odd1, factor0),
    bits,
  );
  output(
    to,
    1,
    i32x4.add(low0, low2),
    i32x4.dot_i16x8_s(odd0, factor1),
    i32x4.add(high0, high2),
    i32x4.dot_i16x8_s(odd1, factor1),
    bits,
  );
  output(
    to,
    2,
    i32x4.sub(low0, low2),
    i32x4.dot_i16x8_s(odd0, factor2),
    i32x4.sub(high0, high2),
    i32x4.dot_i16x8_s(odd1, factor2),
    bits,
  );
  output(
    to,
    3,
    i32x4.sub(low0, low3),
    i32x4.dot_i16x8_s(odd0, factor3),
    i32x4.sub(high0, high3),
    i32x4.dot_i16x8_s(odd1, factor3),
    bits,
  );
}

@inline
export function row(block: usize, quantisers: usize, index: usize): v128 {
  return i16x8.mul(v128.load(block + index * 16), v128.load(quantisers + index * 16));
}

@inline
function pairsOf64(a: v128, b: v128, high: bool): v128 {
  return high ? v128.shuffle<i64>(a, b, 1, 3) : v128.shuffle<i64>(a, b, 0, 2);
}

/** Eight vectors of int16 at `work`, of which vector i is column i of the block, to bytes with 128 added. */
@inline
function storeColumns(work: usize, to: usize, stride: usize): void {
  // Columns i and i + 4 in one vector of bytes, then three rounds of interleaving.
  const a = i8x16.narrow_i16x8_s(v128.load(work), v128.load(work, 64));
  const b = i8x16.narrow_i16x8_s(v128.load(work, 16), v128.load(work, 80));
  const c = i8x16.narrow_i16x8_s(v128.load(work, 32), v128.load(work, 96));
  const d = i8x16.narrow_i16x8_s(v128.load(work, 48), v128.load(work, 112));
  const ab0 = v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const cd0 = v128.shuffle<u8>(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const ab4 = v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const cd4 = v128.shuffle<u8>(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const left0 = lower(ab0, cd0);
  const left4 = upper(ab0, cd0);
  const right0 = lower(ab4, cd4);
  const right4 = upper(ab4, cd4);
  storeTwoRows(v128.shuffle<i32>(left0, right0, 0, 4, 1, 5), to, stride);
  storeTwoRows(v128.shuffle<i32>(left0, right0, 2, 6, 3, 7), to + stride * 2, stride);
  storeTwoRows(v128.shuffle<i32>(left4, right4, 0, 4, 1, 5), to + stride * 4, stride);
  storeTwoRows(v128.shuffle<i32>(left4, right4, 2, 6, 3, 7), to + stride * 6, stride);
}

@inline
function storeTwoRows(rows: v128, to: usize, stride: usize): void {
  const samples = v128.xor(rows, i8x16.splat(-128));
  v128.store64_lane(to, samples, 0);
  v128.store64_lane(to + stride, samples, 1);
}

/** A block with nothing outside its first four rows and columns. @param work 128 bytes */
export function transformCorner(
  block: usize,
  quantisers: usize,
  to: usize,
  stride: usize,
  work: usize,
): void {
  halfPass(
    row(block, quantisers, 0),
    row(block, quantisers, 1),
    row(block, quantisers, 2),
    row(block, quantisers, 3),
    work,
    11,
  );
  // The left halves of eight rows, transposed, are four columns.
  const a = lower(v128.load(work), v128.load(work, 16));
  const b = lower(v128.load(work, 32), v128.load(work, 48));
  const c = lower(v128.load(work, 64), v128.load(work, 80));
  const d = lower(v128.load(work, 96), v128.load(work, 112));
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  halfPass(
    pairsOf64(ab0, cd0, false),
    pairsOf64(ab0, cd0, true),
    pairsOf64(ab2, cd2, false),
    pairsOf64(ab2, cd2, true),
    work,
    18,
  );
  storeColumns(work, to, stride);
}

/** Any block. @param work 128 bytes */
export function transformFull(
  block: usize,
  quantisers: usize,
  to: usize,
  stride: usize,
  work: usize,
): void {
  pass(
    row(block, quantisers, 0),
    row(block, quantisers, 1),
    row(block, quantisers, 2),
    row(block, quantisers, 3),
    row(block, quantisers, 4),
    row(block, quantisers, 5),
    row(block, quantisers, 6),
    row(block, quantisers, 7),
    work,
    11,
  );
  const a = v128.load(work);
  const b = v128.load(work, 16);
  const c = v128.load(work, 32);
  const d = v128.load(work, 48);
  const e = v128.load(work, 64);
  const f = v128.load(work, 80);
  const g = v128.load(work, 96);
  const h = v128.load(work, 112);
  const ab0 = lower(a, b);
  const ab4 = upper(a, b);
  const cd0 = lower(c, d);
  const cd4 = upper(c, d);
  const ef0 = lower(e, f);
  const ef4 = upper(e, f);
  const gh0 = lower(g, h);
  const gh4 = upper(g, h);
  const top0 = v128.shuffle<i32>(ab0, cd0, 0, 4, 1, 5);
  const top2 = v128.shuffle<i32>(ab0, cd0, 2, 6, 3, 7);
  const top4 = v128.shuffle<i32>(ab4, cd4, 0, 4, 1, 5);
  const top6 = v128.shuffle<i32>(ab4, cd4, 2, 6, 3, 7);
  const bottom0 = v128.shuffle<i32>(ef0, gh0, 0, 4, 1, 5);
  const bottom2 = v128.shuffle<i32>(ef0, gh0, 2, 6, 3, 7);
  const bottom4 = v128.shuffle<i32>(ef4, gh4, 0, 4, 1, 5);
  const bottom6 = v128.shuffle<i32>(ef4, gh4, 2, 6, 3, 7);
  pass(
    pairsOf64(top0, bottom0, false),
    pairsOf64(top0, bottom0, true),
    pairsOf64(top2, bottom2, false),
    pairsOf64(top2, bottom2, true),
    pairsOf64(top4, bottom4, false),
    pairsOf64(top4, bottom4, true),
    pairsOf64(top6, bottom6, false),
    pairsOf64(top6, bottom6, true),
    work,
    18,
  );
  storeColumns(work, to, stride);
}
