/**
 * From the rows of a component that was stored with fewer columns or rows to rows of full width, as libjpeg's "fancy"
 * (triangle) upsampling does: three quarters of the nearer sample and one of the further, with roundings that alternate.
 */

/** Twice as many columns: sums of `length` int16 at `sums`, with one sample's room on either side. */
@inline
function spread(sums: usize, length: i32, to: usize, even: i32, odd: i32, bits: i32): void {
  store<i16>(sums - 2, load<i16>(sums));
  store<i16>(sums + length * 2, load<i16>(sums + length * 2 - 2));
  const last = to + length * 2;
  for (; to < last; to += 16, sums += 16) {
    const own = i16x8.mul(v128.load(sums), i16x8.splat(3));
    const left = i16x8.shr_u(i16x8.add(i16x8.add(own, v128.load(sums - 2)), i16x8.splat(<i16>even)), bits);
    const right = i16x8.shr_u(i16x8.add(i16x8.add(own, v128.load(sums + 2)), i16x8.splat(<i16>odd)), bits);
    v128.store(to, v128.or(left, i16x8.shl(right, 8)));
  }
}

/** @param sums room for `length + 18` int16, of which it starts at the ninth */
export function widen(row: usize, length: i32, to: usize, sums: usize): void {
  for (let i = 0; i < length; i += 8) v128.store(sums + i * 2, v128.load_ext<u8>(row + i));
  spread(sums, length, to, 1, 2, 2);
}

/** Twice as many columns and rows. @param further the row above for an upper, below for a lower row */
export function widenBetween(row: usize, further: usize, length: i32, to: usize, sums: usize): void {
  for (let i = 0; i < length; i += 8) {
    const own = i16x8.mul(v128.load_ext<u8>(row + i), i16x8.splat(3));
    v128.store(sums + i * 2, i16x8.add(own, v128.load_ext<u8>(further + i)));
  }
  spread(sums, length, to, 8, 7, 4);
}

/** Twice as many rows. @param bias 1 for an upper, 2 for a lower row */
export function between(row: usize, further: usize, length: i32, to: usize, bias: i32): void {
  for (let i = 0; i < length; i += 8) {
    const own = i16x8.mul(v128.load_ext<u8>(row + i), i16x8.splat(3));
    const sum = i16x8.add(i16x8.add(own, v128.load_ext<u8>(further + i)), i16x8.splat(<i16>bias));
    const samples = i16x8.shr_u(sum, 2);
    v128.store64_lane(to + i, i8x16.narrow_i16x8_u(samples, samples), 0);
  }
}

/** Each sample `times` times. */
export function repeat(row: usize, length: i32, to: usize, times: i32): void {
  for (let i = 0; i < length; i++) {
    const sample = load<u8>(row + i);
    for (let n = 0; n < times; n++) store<u8>(to++, sample);
  }
}

@inline
function deep(row: usize, index: i32): i32 {
  return <i32>load<u16>(row + index * 2);
}

/**
 * All of the above for samples of uint16. @param further equal to `row` where only columns are added
 * @param across, down whether columns and rows are added @param lower whether it is the lower of two rows
 */
export function smoothDeep(
  row: usize,
  further: usize,
  length: i32,
  to: usize,
  across: bool,
  down: bool,
  lower: bool,
): void {
  if (!across) {
    for (let i = 0; i < length; i++)
      store<u16>(to + i * 2, (3 * deep(row, i) + deep(further, i) + (lower ? 2 : 1)) >> 2);
    return;
  }
  const bits = down ? 4 : 2;
  const even = down ? 8 : 1;
  const odd = down ? 7 : 2;
  for (let i = 0; i < length; i++) {
    const left = max(i - 1, 0);
    const right = min(i + 1, length - 1);
    const own = down ? 3 * deep(row, i) + deep(further, i) : deep(row, i);
    const before = down ? 3 * deep(row, left) + deep(further, left) : deep(row, left);
    const after = down ? 3 * deep(row, right) + deep(further, right) : deep(row, right);
    store<u16>(to + i * 4, (3 * own + before + even) >> bits);
    store<u16>(to + i * 4 + 2, (3 * own + after + odd) >> bits);
  }
}

export function repeatDeep(row: usize, length: i32, to: usize, times: i32): void {
  for (let i = 0; i < length; i++)
    for (let n = 0; n < times; n++, to += 2) store<u16>(to, deep(row, i));
}
