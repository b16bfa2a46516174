/** Words of a job, and runs of float32 numbers in memory, which need not fill their vectors. */

// @ts-ignore: decorators
@inline
export function word(job: usize, at: usize): i32 {
  return load<i32>(job + at);
}

// @ts-ignore: decorators
@inline
export function place(job: usize, at: usize): usize {
  return load<u32>(job + at);
}

/** `count` zeros. */
export function clear(to: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (; count >= 4; count -= 4) {
    v128.store(to, zero);
    to += 16;
  }
  for (; count > 0; count--) {
    f32.store(to, 0);
    to += 4;
  }
}

export function copy(from: usize, to: usize, count: i32): void {
  for (; count >= 8; count -= 8) {
    const low = v128.load(from), high = v128.load(from, 16);
    v128.store(to, low);
    v128.store(to, high, 16);
    from += 32;
    to += 32;
  }
  for (; count > 0; count--) {
    f32.store(to, f32.load(from));
    from += 4;
    to += 4;
  }
}

/** The first `count` numbers of a vector, all four where there are more; zeros beyond. */
// @ts-ignore: decorators
@inline
export function take(from: usize, count: i32): v128 {
  return count >= 4 ? v128.load(from) : takeEvery(from, 4, count);
}

/** Up to four numbers that lie `step` bytes apart. */
export function takeEvery(from: usize, step: usize, count: i32): v128 {
  let vector = f32x4.splat(0);
  vector = f32x4.replace_lane(vector, 0, f32.load(from));
  if (count > 1) vector = f32x4.replace_lane(vector, 1, f32.load(from + step));
  if (count > 2) vector = f32x4.replace_lane(vector, 2, f32.load(from + 2 * step));
  if (count > 3) vector = f32x4.replace_lane(vector, 3, f32.load(from + 3 * step));
  return vector;
}

/** Stores the first `count` numbers of a vector, all four where there are more. */
// @ts-ignore: decorators
@inline
export function give(to: usize, vector: v128, count: i32): void {
  if (count >= 4) v128.store(to, vector);
  else givePart(to, vector, count);
}

function givePart(to: usize, vector: v128, count: i32): void {
  f32.store(to, f32x4.extract_lane(vector, 0));
  if (count > 1) f32.store(to, f32x4.extract_lane(vector, 1), 4);
  if (count > 2) f32.store(to, f32x4.extract_lane(vector, 2), 8);
}
