/**
 * The inverse DCTs that are rarer: libjpeg's islow for 12-bit samples, and its smallest reduced ones, which give 2 x 2 or 1 x 1
 * samples of a block (jidctred): what `draft` in Pillow decodes with. One column or row at a time.
 */

@inline
function coefficient(block: usize, quantisers: usize, index: usize): i32 {
  return <i32>load<i16>(block + index * 2) * <i32>load<u16>(quantisers + index * 2);
}

/** What the vectors keep of a product: 16 bits. */
@inline
function short(block: usize, quantisers: usize, index: usize): i32 {
  return <i32>(<i16>coefficient(block, quantisers, index));
}

@inline
function scaledBack(value: i32, bits: i32): i32 {
  return (value + (1 << (bits - 1))) >> bits;
}

@inline
function storeByte(to: usize, value: i32): void {
  store<u8>(to, min(max(value + 128, 0), 255));
}

@inline
function odd2(in1: i32, in3: i32, in5: i32, in7: i32): i32 {
  return in1 * 29692 - in3 * 10426 + in5 * 6967 - in7 * 5906;
}

/** @param work 64 bytes */
export function transform2(
  block: usize,
  quantisers: usize,
  to: usize,
  stride: usize,
  work: usize,
): void {
  for (let column: usize = 0; column < 8; column++) {
    if (column === 2 || column === 4 || column === 6) continue;
    const even = short(block, quantisers, column) << 15;
    const odd = odd2(
      short(block, quantisers, column + 8),
      short(block, quantisers, column + 24),
      short(block, quantisers, column + 40),
      short(block, quantisers, column + 56),
    );
    store<i32>(work + column * 4, scaledBack(even + odd, 13));
    store<i32>(work + column * 4 + 32, scaledBack(even - odd, 13));
  }
  for (let line: usize = 0; line < 2; line++) {
    const from = work + line * 32;
    const even = load<i32>(from) << 15;
    const odd = odd2(load<i32>(from, 4), load<i32>(from, 12), load<i32>(from, 20), load<i32>(from, 28));
    storeByte(to + line * stride, scaledBack(even + odd, 20));
    storeByte(to + line * stride + 1, scaledBack(even - odd, 20));
  }
}

export function transform1(block: usize, quantisers: usize, to: usize): void {
  storeByte(to, scaledBack(coefficient(block, quantisers, 0), 3));
}

/** Eight values at steps of `step` bytes, in place. */
@inline
function deepPass(first: usize, step: usize, before: i32, bits: i32): void {
  const in0 = load<i32>(first);
  const in1 = load<i32>(first + step);
  const in2 = load<i32>(first + step * 2);
  const in3 = load<i32>(first + step * 3);
  const in4 = load<i32>(first + step * 4);
  const in5 = load<i32>(first + step * 5);
  const in6 = load<i32>(first + step * 6);
  const in7 = load<i32>(first + step * 7);
  const middle = (in2 + in6) * 4433;
  const turn2 = middle - in6 * 15137;
  const turn3 = middle + in2 * 6270;
  const sum = (in0 + in4) << before;
  const difference = (in0 - in4) << before;
  const z5 = (in7 + in3 + in5 + in1) * 9633;
  const z1 = (in7 + in1) * -7373;
  const z2 = (in5 + in3) * -20995;
  const z3 = (in7 + in3) * -16069 + z5;
  const z4 = (in5 + in1) * -3196 + z5;
  const odd0 = in7 * 2446 + z1 + z3;
  const odd1 = in5 * 16819 + z2 + z4;
  const odd2 = in3 * 25172 + z2 + z3;
  const odd3 = in1 * 12299 + z1 + z4;
  store<i32>(first, scaledBack(sum + turn3 + odd3, bits));
  store<i32>(first + step * 7, scaledBack(sum + turn3 - odd3, bits));
  store<i32>(first + step, scaledBack(difference + turn2 + odd2, bits));
  store<i32>(first + step * 6, scaledBack(difference + turn2 - odd2, bits));
  store<i32>(first + step * 2, scaledBack(difference - turn2 + odd1, bits));
  store<i32>(first + step * 5, scaledBack(difference - turn2 - odd1, bits));
  store<i32>(first + step * 3, scaledBack(sum - turn3 + odd0, bits));
  store<i32>(first + step * 4, scaledBack(sum - turn3 - odd0, bits));
}

/** To uint16 samples of 12 bits; one more bit is kept between the passes. @param work 256 bytes */
export function transformDeep(
  block: usize,
  quantisers: usize,
  to: usize,
  stride: usize,
  work: usize,
): void {
  for (let i: usize = 0; i < 64; i++) store<i32>(work + i * 4, coefficient(block, quantisers, i));
  for (let column: usize = 0; column < 8; column++) deepPass(work + column * 4, 32, 13, 12);
  for (let line: usize = 0; line < 8; line++) {
    deepPass(work + line * 32, 4, 13, 17);
    for (let i: usize = 0; i < 8; i++)
      store<u16>(
        to + line * stride + i * 2,
        min(max(load<i32>(work + line * 32 + i * 4) + 2048, 0), 4095),
      );
  }
}
