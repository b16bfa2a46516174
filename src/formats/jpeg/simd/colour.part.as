/**
 * Rows of components to interleaved samples. YCbCr becomes RGB by libjpeg's integers: each product is rounded to a whole number
 * from 16 bits of fraction, and green's two products are summed first. The factors 1.402, 1.772 and 0.71414 do not fit into the
 * int16 of a vector product, so what is beyond is added as whole multiples of the sample.
 */

/** 0.71414's part beyond -1 of cr, less 0.34414 of cb. */
@inline
function weighted(cb: v128, cr: v128): v128 {
  const factors = i32x4.splat((-22554 & 0xffff) | ((65536 - 46802) << 16));
  const half = i32x4.splat(32768);
  const low = v128.shuffle<i16>(cb, cr, 0, 8, 1, 9, 2, 10, 3, 11);
  const high = v128.shuffle<i16>(cb, cr, 4, 12, 5, 13, 6, 14, 7, 15);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, factors), half), 16),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, factors), half), 16),
  );
}

/** 1.402 - 1 with 15 bits of fraction: for every int8 the same whole number as libjpeg's 26345 of 2^16. */
@inline
function red(y: v128, cr: v128): v128 {
  return i16x8.add(y, i16x8.add(cr, i16x8.q15mulr_sat_s(cr, i16x8.splat(13173))));
}

@inline
function green(y: v128, cb: v128, cr: v128): v128 {
  return i16x8.add(y, i16x8.sub(weighted(cb, cr), cr));
}

/** 1.772 - 2 likewise: half of 116130 - 2^17. */
@inline
function blue(y: v128, cb: v128): v128 {
  return i16x8.add(y, i16x8.add(i16x8.shl(cb, 1), i16x8.q15mulr_sat_s(cb, i16x8.splat(-7471))));
}

/** Stores 16 pixels. */
@inline
function storeTriples(a: v128, b: v128, c: v128, to: usize): void {
  const ab0 = v128.shuffle<u8>(a, b, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
  const ab1 = v128.shuffle<u8>(a, b, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
  const ab2 = v128.shuffle<u8>(a, b, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
  v128.store(to, v128.shuffle<u8>(ab0, c, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
  v128.store(to, v128.shuffle<u8>(ab1, c, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), 16);
  v128.store(to, v128.shuffle<u8>(ab2, c, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), 32);
}

@inline
function lowCentred(samples: v128): v128 {
  return i16x8.sub(i16x8.extend_low_i8x16_u(samples), i16x8.splat(128));
}

@inline
function highCentred(samples: v128): v128 {
  return i16x8.sub(i16x8.extend_high_i8x16_u(samples), i16x8.splat(128));
}

/** Writes up to 45 bytes beyond its `width` pixels. */
export function colourToRgb(y: usize, cb: usize, cr: usize, width: i32, to: usize): void {
  for (let x = 0; x < width; x += 16, to += 48) {
    const light = v128.load(y + x);
    const light0 = i16x8.extend_low_i8x16_u(light);
    const light1 = i16x8.extend_high_i8x16_u(light);
    const bluish = v128.load(cb + x);
    const cb0 = lowCentred(bluish);
    const cb1 = highCentred(bluish);
    const reddish = v128.load(cr + x);
    const cr0 = lowCentred(reddish);
    const cr1 = highCentred(reddish);
    storeTriples(
      i8x16.narrow_i16x8_u(red(light0, cr0), red(light1, cr1)),
      i8x16.narrow_i16x8_u(green(light0, cb0, cr0), green(light1, cb1, cr1)),
      i8x16.narrow_i16x8_u(blue(light0, cb0), blue(light1, cb1)),
      to,
    );
  }
}

export function interleaveThree(a: usize, b: usize, c: usize, width: i32, to: usize): void {
  for (let x = 0; x < width; x += 16, to += 48)
    storeTriples(v128.load(a + x), v128.load(b + x), v128.load(c + x), to);
}

/** Samples of `T` of one row, every `step`-th. */
@inline
function deal<T>(from: usize, width: i32, to: usize, step: i32): void {
  for (let x = 0; x < width; x++) store<T>(to + x * step * sizeof<T>(), load<T>(from + x * sizeof<T>()));
}

export function dealBytes(from: usize, width: i32, to: usize, step: i32): void {
  deal<u8>(from, width, to, step);
}

export function dealDeep(from: usize, width: i32, to: usize, step: i32): void {
  deal<u16>(from, width, to, step);
}

/** YCbCr to RGB in place. @param middle 128 or 2048 @param step components a pixel */
@inline
function convert<T>(to: usize, width: i32, step: i32, middle: i32, inverted: bool): void {
  const highest = middle * 2 - 1;
  for (let x = 0; x < width; x++, to += step * sizeof<T>()) {
    const y = <i32>load<T>(to);
    const cb = <i32>load<T>(to, sizeof<T>()) - middle;
    const cr = <i32>load<T>(to, 2 * sizeof<T>()) - middle;
    const r = y + ((91881 * cr + 32768) >> 16);
    const g = y + ((-22554 * cb - 46802 * cr + 32768) >> 16);
    const b = y + ((116130 * cb + 32768) >> 16);
    store<T>(to, <T>min(max(inverted ? highest - r : r, 0), highest));
    store<T>(to, <T>min(max(inverted ? highest - g : g, 0), highest), sizeof<T>());
    store<T>(to, <T>min(max(inverted ? highest - b : b, 0), highest), 2 * sizeof<T>());
  }
}

/** YCCK to CMYK, whose first three are inverted RGB, in place. */
export function invertedInPlace(to: usize, width: i32): void {
  convert<u8>(to, width, 4, 128, true);
}

/** The same for four components of 12 bits. */
export function invertedInPlaceDeep(to: usize, width: i32): void {
  convert<u16>(to, width, 4, 2048, true);
}

export function colourInPlaceDeep(to: usize, width: i32): void {
  convert<u16>(to, width, 3, 2048, false);
}
