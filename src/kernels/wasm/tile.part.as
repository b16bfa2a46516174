/**
 * The inner loops that all convolutions and products come down to: a tile of 6 x 8 sums held in registers. Twelve
 * sums, two vectors of one factor and one number of the other fill the fifteen registers that browsers give out on x86.
 */

/** `a * b + c`, rounded once where the machine can. */
// @ts-ignore: decorators
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<f32>(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorators
@inline
function finish(sum: v128, bias: v128, least: v128): v128 {
  return f32x4.max(f32x4.add(sum, bias), least);
}

/** Stores `count` (1 to 8) numbers of two vectors. */
// @ts-ignore: decorators
@inline
function put(to: usize, low: v128, high: v128, count: i32): void {
  if (count == 8) {
    v128.store(to, low);
    v128.store(to, high, 16);
  } else {
    putPart(to, low, high, count);
  }
}

function putPart(to: usize, low: v128, high: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, low);
    to += 16;
    count -= 4;
    low = high;
  }
  if (count > 0) f32.store(to, f32x4.extract_lane(low, 0));
  if (count > 1) f32.store(to, f32x4.extract_lane(low, 1), 4);
  if (count > 2) f32.store(to, f32x4.extract_lane(low, 2), 8);
}

/**
 * `c[i][0..columns] = max(sum over s, k of a[i][s * jump + k] * b[s * run + k][0..8] + bias, least)`.
 * @param rowsA six addresses less `a`, in bytes: where the rows of `a` begin
 * @param b packed: 8 numbers for each k
 * @param rowsC six addresses less `c`
 * @param rows how many of the six are stored
 * @param bias address of 8 numbers
 */
export function rowsTile(
  a: usize, rowsA: usize, segments: i32, run: i32, jump: usize, b: usize,
  c: usize, rowsC: usize, rows: i32, columns: i32, bias: usize, least: v128,
): void {
  let a0 = a + load<i32>(rowsA), a1 = a + load<i32>(rowsA, 4), a2 = a + load<i32>(rowsA, 8);
  let a3 = a + load<i32>(rowsA, 12), a4 = a + load<i32>(rowsA, 16), a5 = a + load<i32>(rowsA, 20);
  let l0 = f32x4.splat(0), l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0;
  let h0 = l0, h1 = l0, h2 = l0, h3 = l0, h4 = l0, h5 = l0;
  jump -= <usize>run << 2;
  for (let s = 0; s < segments; s++) {
    let k = run;
    for (; k >= 4; k -= 4) {
      let low = v128.load(b), high = v128.load(b, 16);
      let x = v128.load32_splat(a0); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
      x = v128.load32_splat(a1); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
      x = v128.load32_splat(a2); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
      x = v128.load32_splat(a3); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
      x = v128.load32_splat(a4); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
      x = v128.load32_splat(a5); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
      low = v128.load(b, 32); high = v128.load(b, 48);
      x = v128.load32_splat(a0, 4); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
      x = v128.load32_splat(a1, 4); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
      x = v128.load32_splat(a2, 4); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
      x = v128.load32_splat(a3, 4); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
      x = v128.load32_splat(a4, 4); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
      x = v128.load32_splat(a5, 4); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
      low = v128.load(b, 64); high = v128.load(b, 80);
      x = v128.load32_splat(a0, 8); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
      x = v128.load32_splat(a1, 8); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
      x = v128.load32_splat(a2, 8); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
      x = v128.load32_splat(a3, 8); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
      x = v128.load32_splat(a4, 8); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
      x = v128.load32_splat(a5, 8); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
      low = v128.load(b, 96); high = v128.load(b, 112);
      x = v128.load32_splat(a0, 12); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
      x = v128.load32_splat(a1, 12); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
      x = v128.load32_splat(a2, 12); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
      x = v128.load32_splat(a3, 12); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
      x = v128.load32_splat(a4, 12); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
      x = v128.load32_splat(a5, 12); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
      a0 += 16; a1 += 16; a2 += 16; a3 += 16; a4 += 16; a5 += 16;
      b += 128;
    }
    for (; k > 0; k--) {
      const low = v128.load(b), high = v128.load(b, 16);
      let x = v128.load32_splat(a0); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
      x = v128.load32_splat(a1); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
      x = v128.load32_splat(a2); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
      x = v128.load32_splat(a3); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
      x = v128.load32_splat(a4); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
      x = v128.load32_splat(a5); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
      a0 += 4; a1 += 4; a2 += 4; a3 += 4; a4 += 4; a5 += 4;
      b += 32;
    }
    a0 += jump; a1 += jump; a2 += jump; a3 += jump; a4 += jump; a5 += jump;
  }
  const low = v128.load(bias), high = v128.load(bias, 16);
  put(c + load<i32>(rowsC), finish(l0, low, least), finish(h0, high, least), columns);
  if (rows > 1) put(c + load<i32>(rowsC, 4), finish(l1, low, least), finish(h1, high, least), columns);
  if (rows > 2) put(c + load<i32>(rowsC, 8), finish(l2, low, least), finish(h2, high, least), columns);
  if (rows > 3) put(c + load<i32>(rowsC, 12), finish(l3, low, least), finish(h3, high, least), columns);
  if (rows > 4) put(c + load<i32>(rowsC, 16), finish(l4, low, least), finish(h4, high, least), columns);
  if (rows > 5) put(c + load<i32>(rowsC, 20), finish(l5, low, least), finish(h5, high, least), columns);
}

/**
 * `c[i][0..8] += sum over image, s, p of a[image * imageA + s * jumpA + p * stepA + i] * b[...][0..8]`, i from 0 to 5: the
 * transposed left factor of a product, or the filter gradient, whose sums run over positions. The rows of `b` lie `stepB`
 * apart, whatever segment and image they belong to.
 * @param c 6 x 8 numbers, one after the other
 */
export function columnsTile(
  a: usize, stepA: usize, jumpA: usize, imageA: usize, b: usize, stepB: usize,
  images: i32, segments: i32, run: i32, c: usize,
): void {
  let l0 = v128.load(c), h0 = v128.load(c, 16), l1 = v128.load(c, 32), h1 = v128.load(c, 48);
  let l2 = v128.load(c, 64), h2 = v128.load(c, 80), l3 = v128.load(c, 96), h3 = v128.load(c, 112);
  let l4 = v128.load(c, 128), h4 = v128.load(c, 144), l5 = v128.load(c, 160), h5 = v128.load(c, 176);
  imageA -= jumpA * <usize>segments;
  jumpA -= stepA * <usize>run;
  for (let i = 0; i < images; i++) {
    for (let s = 0; s < segments; s++) {
      let p = run;
      for (; p >= 2; p -= 2) {
        let low = v128.load(b), high = v128.load(b, 16);
        let x = v128.load32_splat(a); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
        x = v128.load32_splat(a, 4); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
        x = v128.load32_splat(a, 8); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
        x = v128.load32_splat(a, 12); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
        x = v128.load32_splat(a, 16); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
        x = v128.load32_splat(a, 20); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
        a += stepA;
        b += stepB;
        low = v128.load(b); high = v128.load(b, 16);
        x = v128.load32_splat(a); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
        x = v128.load32_splat(a, 4); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
        x = v128.load32_splat(a, 8); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
        x = v128.load32_splat(a, 12); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
        x = v128.load32_splat(a, 16); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
        x = v128.load32_splat(a, 20); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
        a += stepA;
        b += stepB;
      }
      if (p > 0) {
        const low = v128.load(b), high = v128.load(b, 16);
        let x = v128.load32_splat(a); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
        x = v128.load32_splat(a, 4); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
        x = v128.load32_splat(a, 8); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
        x = v128.load32_splat(a, 12); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
        x = v128.load32_splat(a, 16); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
        x = v128.load32_splat(a, 20); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
        a += stepA;
        b += stepB;
      }
      a += jumpA;
    }
    a += imageA;
  }
  v128.store(c, l0); v128.store(c, h0, 16); v128.store(c, l1, 32); v128.store(c, h1, 48);
  v128.store(c, l2, 64); v128.store(c, h2, 80); v128.store(c, l3, 96); v128.store(c, h3, 112);
  v128.store(c, l4, 128); v128.store(c, h4, 144); v128.store(c, l5, 160); v128.store(c, h5, 176);
}

/**
 * `c[i][0..8] = sum over k of a[i][k] * b[k][0..8]`, i from 0 to 5, for k from 0 to `count`, a multiple of 4.
 * @param stepA from row to row of `a`, in bytes
 * @param b 8 numbers for each k, one after the other
 * @param c 6 x 8 numbers, one after the other
 */
export function productTile(a0: usize, stepA: usize, b: usize, count: i32, c: usize): void {
  let a1 = a0 + stepA, a2 = a1 + stepA, a3 = a2 + stepA, a4 = a3 + stepA, a5 = a4 + stepA;
  let l0 = f32x4.splat(0), l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0;
  let h0 = l0, h1 = l0, h2 = l0, h3 = l0, h4 = l0, h5 = l0;
  let low: v128, high: v128, x: v128;
  for (; count > 0; count -= 4) {
    low = v128.load(b); high = v128.load(b, 16);
    x = v128.load32_splat(a0); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
    x = v128.load32_splat(a1); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
    x = v128.load32_splat(a2); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
    x = v128.load32_splat(a3); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
    x = v128.load32_splat(a4); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
    x = v128.load32_splat(a5); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
    low = v128.load(b, 32); high = v128.load(b, 48);
    x = v128.load32_splat(a0, 4); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
    x = v128.load32_splat(a1, 4); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
    x = v128.load32_splat(a2, 4); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
    x = v128.load32_splat(a3, 4); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
    x = v128.load32_splat(a4, 4); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
    x = v128.load32_splat(a5, 4); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
    low = v128.load(b, 64); high = v128.load(b, 80);
    x = v128.load32_splat(a0, 8); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
    x = v128.load32_splat(a1, 8); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
    x = v128.load32_splat(a2, 8); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
    x = v128.load32_splat(a3, 8); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
    x = v128.load32_splat(a4, 8); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
    x = v128.load32_splat(a5, 8); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
    low = v128.load(b, 96); high = v128.load(b, 112);
    x = v128.load32_splat(a0, 12); l0 = madd(x, low, l0); h0 = madd(x, high, h0);
    x = v128.load32_splat(a1, 12); l1 = madd(x, low, l1); h1 = madd(x, high, h1);
    x = v128.load32_splat(a2, 12); l2 = madd(x, low, l2); h2 = madd(x, high, h2);
    x = v128.load32_splat(a3, 12); l3 = madd(x, low, l3); h3 = madd(x, high, h3);
    x = v128.load32_splat(a4, 12); l4 = madd(x, low, l4); h4 = madd(x, high, h4);
    x = v128.load32_splat(a5, 12); l5 = madd(x, low, l5); h5 = madd(x, high, h5);
    a0 += 16; a1 += 16; a2 += 16; a3 += 16; a4 += 16; a5 += 16;
    b += 128;
  }
  v128.store(c, l0); v128.store(c, h0, 16); v128.store(c, l1, 32); v128.store(c, h1, 48);
  v128.store(c, l2, 64); v128.store(c, h2, 80); v128.store(c, l3, 96); v128.store(c, h3, 112);
  v128.store(c, l4, 128); v128.store(c, h4, 144); v128.store(c, l5, 160); v128.store(c, h5, 176);
}
