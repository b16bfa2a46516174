/** The input of inflate, bit by bit, and why reading it stopped. */

// What `run` answers.
export const NEEDS_INPUT: i32 = 0;
export const OUTPUT_FULL: i32 = 1;
export const BLOCK_DONE: i32 = 2;
export const FINISHED: i32 = 3;
export const INPUT_ENDED: i32 = -1;
export const BAD_HEADER: i32 = -2;
export const BAD_BLOCK_TYPE: i32 = -3;
export const BAD_STORED_LENGTH: i32 = -4;
export const BAD_CODE_LENGTHS: i32 = -5;
export const BAD_CODE: i32 = -6;
export const BAD_DISTANCE: i32 = -7;
export const BAD_CHECKSUM: i32 = -8;
/** No answer of `run`: it goes on, or has to open the next block. */
export const GO_ON: i32 = 100;
export const BLOCK_ENDED: i32 = 101;

export let input: usize = 0;
export let inputEnd: usize = 0;
export let bits: u64 = 0;
export let bitCount: u32 = 0;
export let outcome: i32 = GO_ON;

/** From now on the input is `[at, end)`, without its first `skipped` bits; behind it are zeros. */
export function openInput(at: usize, end: usize, skipped: u32): void {
  outcome = GO_ON;
  inputEnd = end;
  goOnAt(at, 0, 0);
  refill();
  take(skipped);
  settle();
}

/** Goes on with `count` bits at hand, and then from `at`. */
export function goOnAt(at: usize, buffer: u64, count: u32): void {
  input = at;
  bits = buffer;
  bitCount = count;
}

export function stop(reason: i32): void {
  outcome = reason;
}

@inline
export function refill(): void {
  bits |= load<u64>(input) << bitCount;
  input += (63 - bitCount) >> 3;
  bitCount |= 56;
}

@inline
export function take(count: u32): u32 {
  const value = <u32>bits & ((1 << count) - 1);
  bits >>= count;
  bitCount -= count;
  return value;
}

/** Gives back whole bytes that were read ahead; false where more was taken than there is. */
export function settle(): bool {
  input -= bitCount >> 3;
  bitCount &= 7;
  bits &= (1 << bitCount) - 1;
  return input <= inputEnd;
}

/** Whether so many bytes are at hand; stops where they are not. */
export function has(bytes: usize, isEnd: bool): bool {
  if (input + bytes <= inputEnd) return true;
  stop(isEnd ? INPUT_ENDED : NEEDS_INPUT);
  return false;
}
