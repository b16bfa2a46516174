/**
 * Inflate (RFC 1951), by itself or with zlib's header and checksum (RFC 1950), and CRC-32: AssemblyScript, compiled by
 * `npm run assembly` into `inflate-code.ts`. What the browser's DecompressionStream can't do and this can: say where the data
 * end, and go on from the beginning of any block, given the 32 KB in front of it.
 *
 * The host writes compressed bytes at `inputAt`, calls `run`, takes what lies between `outputAt` and `outputEnd()`, and calls
 * `moveOn`. Nothing is parsed past the given input: a stop in the middle of anything is a bit position to go on from.
 */
import { adler32, crc32 } from './checksums.part';
import { fixedCodes, readCodes } from './huffman.part';
import {
  BAD_BLOCK_TYPE,
  BAD_CHECKSUM,
  BAD_HEADER,
  BAD_STORED_LENGTH,
  bitCount,
  BLOCK_DONE,
  BLOCK_ENDED,
  FINISHED,
  GO_ON,
  goOnAt,
  has,
  input,
  INPUT_ENDED,
  inputEnd,
  openInput,
  outcome,
  OUTPUT_FULL,
  refill,
  settle,
  stop,
  take,
} from './input.part';
import { decode } from './symbols.part';

export { crc32 };

/** Bytes behind the input that may be read: they are zeros. */
const inputPadding: i32 = 64;
/** Bytes behind the output that may be written: a few symbols beyond its limit, and the whole words that copying writes. */
const outputSlack: i32 = 1024;
const outputRoom: i32 = 0x40000;
const historyRoom: i32 = 0x8000;
export const inputRoom: i32 = 0x10000;
export const inputAt: usize = memory.data(inputRoom + inputPadding, 16);
const historyAt: usize = memory.data(historyRoom + outputRoom + outputSlack, 16);
export const outputAt: usize = historyAt + historyRoom;

// Where in the data it is.
const AT_HEADER: i32 = 0;
const AT_BLOCK: i32 = 1;
const IN_STORED: i32 = 2;
const IN_CODES: i32 = 3;
const AT_END: i32 = 4;

/** No header of a block has more: 17 bits, 19 lengths of 3 bits, and 316 codes of at most 7 + 7 bits. */
const longestBlockHeader: usize = 576;

let state: i32 = AT_BLOCK;
let isZlib: bool = false;
let isLast: bool = false;
let isPausing: bool = false;
let storedLeft: usize = 0;
/** Bits of the input that are used up, counted from `inputAt`; brought up to date at the end of a run. */
let position: usize = 0;
let out: usize = 0;
/** The first byte of history that exists. */
let oldest: usize = 0;
/** Adler-32 for zlib, CRC-32 otherwise. */
let sum: u32 = 0;

export function outputEnd(): usize {
  return out;
}
/** Where the last 32 KB before `outputEnd` begin, or what there is of them. */
export function historyStart(): usize {
  return max(oldest, out - historyRoom);
}
export function bitPosition(): usize {
  return position;
}
/** Checksum of all output so far. */
export function checksum(): u32 {
  return sum;
}

/** At the start of a block, `skipped` bits into the first byte of input, with `history` bytes at the end of the history. */
export function begin(skipped: usize, history: usize, crcBefore: u32): void {
  state = AT_BLOCK;
  isZlib = false;
  isLast = false;
  position = skipped;
  out = outputAt;
  oldest = out - history;
  sum = crcBefore;
}

/** At the header of a zlib stream. */
export function beginZlib(): void {
  begin(0, 0, 1);
  state = AT_HEADER;
  isZlib = true;
}

/** Says that the host took the output, and that its input now begins `bytes` later. */
export function moveOn(bytes: usize): void {
  position -= bytes << 3;
  const kept = min(out - oldest, historyRoom);
  memory.copy(outputAt - kept, out - kept, kept);
  oldest = outputAt - kept;
  out = outputAt;
}

/**
 * Goes on until one of the reasons to stop. `length` bytes of input lie at `inputAt`; with `isEnd` there are no more to come, with
 * `pauses` it stops at the end of a block too. Output is full as soon as it has `most` bytes, and may have a few hundred more.
 */
export function run(length: usize, isEnd: bool, pauses: bool, most: usize): i32 {
  memory.fill(inputAt + length, 0, inputPadding);
  openInput(inputAt + (position >> 3), inputAt + length, <u32>position & 7);
  isPausing = pauses;
  const limit = outputAt + min(most, outputRoom);
  while (outcome == GO_ON && state != AT_END) {
    if (out >= limit) stop(OUTPUT_FULL);
    else if (state == IN_CODES) out = decode(oldest, out, limit, isEnd);
    else if (state == IN_STORED) copyStored(limit, isEnd);
    else if (state == AT_BLOCK) openBlock(isEnd);
    else openStream(isEnd);
    if (outcome == BLOCK_ENDED) endBlock();
  }
  sum = isZlib ? adler32(sum, outputAt, out) : crc32(sum, outputAt, out);
  if (outcome == GO_ON) endStream(isEnd);
  position = ((input - inputAt) << 3) - bitCount;
  return outcome;
}

function openStream(isEnd: bool): void {
  if (!has(2, isEnd)) return;
  const method: u32 = load<u8>(input);
  const flags: u32 = load<u8>(input, 1);
  const isFine = (method & 15) == 8 && method >> 4 <= 7 && !(flags & 32) && ((method << 8) | flags) % 31 == 0;
  if (!isFine) stop(BAD_HEADER);
  goOnAt(input + 2, 0, 0);
  state = AT_BLOCK;
}

function endStream(isEnd: bool): void {
  if (isZlib) {
    if (!has(4, isEnd)) return;
    if (bswap(load<u32>(input)) != sum) return stop(BAD_CHECKSUM);
    goOnAt(input + 4, 0, 0);
  }
  stop(FINISHED);
}

function openBlock(isEnd: bool): void {
  if (isLast) {
    take(bitCount);
    state = AT_END;
    return;
  }
  if (!isEnd && !has(longestBlockHeader, isEnd)) return;
  refill();
  isLast = take(1) == 1;
  const kind = take(2);
  state = kind == 0 ? IN_STORED : IN_CODES;
  if (kind == 0) openStored();
  else if (kind == 1) fixedCodes();
  else if (kind == 2) readCodes();
  else stop(BAD_BLOCK_TYPE);
  if (!settle()) stop(INPUT_ENDED);
}

function endBlock(): void {
  state = AT_BLOCK;
  stop(isPausing && !isLast ? BLOCK_DONE : GO_ON);
}

function openStored(): void {
  take(bitCount & 7);
  settle();
  if (!has(4, true)) return;
  const length: u32 = load<u16>(input);
  if ((length ^ 0xffff) != <u32>load<u16>(input, 2)) return stop(BAD_STORED_LENGTH);
  goOnAt(input + 4, 0, 0);
  storedLeft = length;
}

function copyStored(limit: usize, isEnd: bool): void {
  const count = min(min(storedLeft, limit - out), inputEnd - input);
  memory.copy(out, input, count);
  out += count;
  goOnAt(input + count, 0, 0);
  storedLeft -= count;
  if (storedLeft == 0) stop(BLOCK_ENDED);
  else if (out < limit) has(1, isEnd);
}
