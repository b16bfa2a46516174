/**
 * The inverse DCTs that are rarer or trivial: libjpeg's islow for 12-bit samples, one column or row at a time, and the one that
 * gives a single sample.
 */

@inline
function coefficient(block: usize, quantisers: usize, index: usize): i32 {
  return <i32>load<i16>(block + index * 2) * <i32>load<u16>(quantisers + index * 2);
}

@inline
function scaledBack(value: i32, bits: i32): i32 {
  return (value + (1 << (bits - 1))) >> bits;
}

@inline
function storeByte(to: usize, value: i32): void {
  store<u8>(to, min(max(value + 128, 0), 255));
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
