/**
 * The scans of progressive coding (T.81 G.2), with the state of `entropy.part.as`. Refinement looks at coefficients in the order of
 * coding.
 */
import {
  at,
  bits,
  count,
  endOfBandRun,
  extended,
  firstK,
  lastK,
  longCode,
  predictions,
  refilled,
  room,
  shift,
  zeros,
  zigzag,
} from './entropy.part';

@inline
function refill(): void {
  if (count < 32) {
    bits |= (<u64>load<u32>(at)) << (32 - count);
    at += 4;
    count += 32;
  }
}

@inline
function take(size: i32): i32 {
  const value = <i32>(bits >> (64 - size));
  bits <<= size;
  count -= size;
  return value;
}

/** The next symbol; there are 15 bits more after it. */
@inline
function nextSymbol(table: usize): i32 {
  refill();
  const entry = load<i32>(table + (<usize>(bits >> 54) << 2));
  let length = entry & 63;
  let symbol = (entry >> 8) & 255;
  if (length === 0) {
    const found = longCode(table, bits);
    length = found >> 8;
    symbol = found & 255;
  }
  bits <<= length;
  count -= length;
  return symbol;
}

@inline
function withinInterval(): void {
  if (at > zeros + 8) at = zeros;
}

export function decodeDcFirst(block: usize, dc: usize, component: i32): void {
  withinInterval();
  const size = nextSymbol(dc);
  const prediction = predictions + component * 4;
  const value = load<i32>(prediction) + (size === 0 ? 0 : extended(take(size), size));
  store<i32>(prediction, value);
  store<i16>(block, value << shift);
}

export function decodeDcRefinement(block: usize): void {
  withinInterval();
  refill();
  if (take(1) !== 0) store<i16>(block, <i32>load<i16>(block) | (1 << shift));
}

export function decodeAcFirst(block: usize, ac: usize): void {
  if (endOfBandRun > 0) {
    endOfBandRun--;
    return;
  }
  withinInterval();
  for (let k = firstK; k <= lastK; k++) {
    const symbol = nextSymbol(ac);
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size !== 0) {
      k += run;
      store<i16>(block + load<u8>(zigzag + k), extended(take(size), size) << shift);
    } else if (run === 15) {
      k += 15;
    } else {
      endOfBandRun = (1 << run) - 1 + (run === 0 ? 0 : take(run));
      return;
    }
  }
}

/** Bit k tells whether the k-th of 64 coefficients is not zero. */
export function nonZero(block: usize): u64 {
  const zero = i32x4.splat(0);
  let mask: u64 = 0;
  for (let quarter: usize = 0; quarter < 4; quarter++) {
    const a = i16x8.eq(v128.load(block + quarter * 32), zero);
    const b = i16x8.eq(v128.load(block + quarter * 32, 16), zero);
    mask |= (<u64>(i8x16.bitmask(i8x16.narrow_i16x8_s(a, b)) ^ 0xffff)) << (quarter * 16);
  }
  return mask;
}

/** One more bit of each coefficient in `which`. */
@inline
function correct(block: usize, which: u64): void {
  const plane = 1 << shift;
  let window = bits;
  let left = count;
  let next = at;
  for (; which !== 0; which &= which - 1) {
    window = refilled(window, left, next);
    const more = room(left);
    next += more >> 3;
    left += more;
    if (<i64>window < 0) {
      const coefficient = block + (<usize>ctz(which) << 1);
      const value = <i32>load<i16>(coefficient);
      if ((value & plane) === 0) store<i16>(coefficient, value + (value >= 0 ? plane : -plane));
    }
    window <<= 1;
    left--;
  }
  bits = window;
  count = left;
  at = next;
}

/** Coefficients are in the order of coding here. */
export function decodeAcRefinement(block: usize, ac: usize): void {
  withinInterval();
  const band = ((<u64>2 << lastK) - 1) & ~((<u64>1 << firstK) - 1);
  const known = nonZero(block) & band;
  // What is left of the band.
  let rest = band;
  if (endOfBandRun === 0) {
    while (rest !== 0) {
      const symbol = nextSymbol(ac);
      let run = symbol >> 4;
      let value = 0;
      if ((symbol & 15) !== 0) {
        value = take(1) !== 0 ? 1 << shift : -1 << shift;
      } else if (run !== 15) {
        endOfBandRun = (1 << run) + (run === 0 ? 0 : take(run));
        break;
      }
      // The place is the zero after `run` zeros; beyond the band it is the band's end.
      let places = rest & ~known;
      for (; run > 0; run--) places &= places - 1;
      const place = places & (0 - places);
      const passed = place === 0 ? rest : rest & (place - 1);
      correct(block, passed & known);
      rest &= ~(passed | place);
      if (value !== 0) store<i16>(block + load<u8>(zigzag + (place === 0 ? lastK + 1 : <i32>ctz(place))), value);
    }
  }
  if (endOfBandRun > 0) {
    correct(block, rest & known);
    endOfBandRun--;
  }
}
