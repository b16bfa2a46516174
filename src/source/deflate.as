/**
 * Deflate, unpacked (RFC 1951), and the CRC-32 of gzip and zip: AssemblyScript, compiled by `npm run assembly` into
 * `deflate-code.ts`. What the browser's DecompressionStream can't do and this can: say where the data end, and go on from
 * the beginning of any block, given the 32 KB in front of it.
 *
 * The host writes compressed bytes at `inputAt`, calls `run`, and takes what lies between `outputStart()` and `outputEnd()`.
 * It never parses past the given input: a stop in the middle of anything is a bit position to go on from.
 */
import { crc32, prepareCrc } from './crc32.part';
import { build, isSingle, longSymbol } from './huffman.part';

export { crc32 };

/** Room for compressed bytes; what lies behind them must be 16 readable bytes. */
export const inputAt: i32 = 0x10000;
export const inputRoom: i32 = 0x10000;
/** 32 KB of history, then room for 256 KB of output, a last match and the whole words that copying writes. */
export const historyAt: i32 = 0x30000;
export const historyRoom: i32 = 0x8000;
const outputAt: i32 = historyAt + historyRoom;
const outputRoom: i32 = 0x40000;

// Below the input: first the static data of the runtime, then the tables; those of the parts are at 0x1000 and 0x4a00.
const literalTable: i32 = 0x3000; // 1024 x u16: symbol << 4 | length, 0 where the code is longer than 10 bits
const distanceTable: i32 = 0x3800; // 256 x u16, for codes of at most 8 bits
const literalCounts: i32 = 0x4000; // 16 x u16
const literalSymbols: i32 = 0x4020; // 288 x u16, in the order of their codes
const distanceCounts: i32 = 0x4400;
const distanceSymbols: i32 = 0x4420;
const lengths: i32 = 0x4800; // 320 x u8
const lengthBase: i32 = 0x4b00; // 29 x u16
const lengthExtra: i32 = 0x4b80; // 29 x u8
const distanceBase: i32 = 0x4c00; // 30 x u16
const distanceExtra: i32 = 0x4c80; // 30 x u8
const lengthOrder: i32 = 0x4d00; // 19 x u8

const literalBits: i32 = 10;
const distanceBits: i32 = 8;
/** No header of a block has more: 17 bits, 19 lengths of 3 bits, and 320 codes of at most 7 + 7 bits. */
const longestHeaderBits: i32 = 4608;

// What `run` answers.
const needsInput: i32 = 0;
const outputFull: i32 = 1;
const blockDone: i32 = 2;
const streamDone: i32 = 3;
const badBlock: i32 = -1;
const badLengths: i32 = -2;
const badSymbol: i32 = -3;
const tooFarBack: i32 = -4;
const cutOff: i32 = -5;

// Where the reading stands inside a block.
const atHeader: i32 = 0;
const inStored: i32 = 1;
const inCodes: i32 = 2;

let phase: i32 = atHeader;
let isLast: bool = false;
let isPausing: bool = false;
let storedLeft: i32 = 0;
/** Bits of the input that are used up, counted from `inputAt`. */
let position: i32 = 0;
/** Bytes of input, as given to `run`. */
let available: i32 = 0;
let out: i32 = outputAt;
let taken: i32 = outputAt;
/** The first byte of history that exists. */
let oldest: i32 = outputAt;
let crc: u32 = 0;

export function bitPosition(): i32 {
  return position;
}
export function outputStart(): i32 {
  return taken;
}
export function outputEnd(): i32 {
  return out;
}
/** Where the last 32 KB before `outputEnd` begin, or what there is of them. */
export function historyStart(): i32 {
  return max(oldest, out - historyRoom);
}
/** CRC-32 of all output so far. */
export function outputCrc(): u32 {
  return crc;
}

/** At the start of a block, `bits` into the first byte of input, with `history` bytes before it at the end of the history. */
export function begin(bits: i32, history: i32, crcBefore: u32): void {
  phase = atHeader;
  isLast = false;
  position = bits;
  out = outputAt;
  taken = outputAt;
  oldest = outputAt - history;
  crc = crcBefore;
}

/** Says that the host took the output, and that its input now begins `bytes` later. */
export function moveOn(bytes: i32): void {
  position -= bytes << 3;
  const kept = min(out - oldest, historyRoom);
  memory.copy(outputAt - kept, out - kept, kept);
  oldest = outputAt - kept;
  out = outputAt;
  taken = outputAt;
}

/**
 * Unpacks until one of the reasons to stop. `input` bytes lie at `inputAt`; with `isEnd` there are no more to come, with
 * `pauses` it stops at the end of a block too. Takes for granted that `moveOn` has been called since the run before.
 */
export function run(input: i32, isEnd: bool, pauses: bool): i32 {
  available = input;
  isPausing = pauses;
  const before = out;
  let status: i32;
  do {
    status = phase === atHeader ? header(isEnd) : phase === inStored ? stored(isEnd) : codes(isEnd);
  } while (status === goOn);
  crc = crc32(crc, before, out);
  return status;
}

const goOn: i32 = 100;

@inline
function bitsLeft(): i32 {
  return (available << 3) - position;
}

/** Up to 25 bits from here on; zeros behind the end. */
@inline
function peek(): u32 {
  return load<u32>(inputAt + (position >> 3)) >> (position & 7);
}

@inline
function take(count: i32): i32 {
  const value = peek() & ((1 << count) - 1);
  position += count;
  return value;
}

function header(isEnd: bool): i32 {
  if (isLast) {
    position = (position + 7) & ~7;
    return streamDone;
  }
  if (bitsLeft() < longestHeaderBits) {
    if (!isEnd) return needsInput;
    if (bitsLeft() < 3) return cutOff;
  }
  isLast = take(1) === 1;
  const kind = take(2);
  if (kind === 0) {
    position = (position + 7) & ~7;
    if (bitsLeft() < 32) return cutOff;
    const word = load<u32>(inputAt + (position >> 3));
    if (((word ^ (word >> 16)) & 0xffff) !== 0xffff) return badBlock;
    position += 32;
    storedLeft = word & 0xffff;
    phase = inStored;
    return goOn;
  }
  if (kind === 3) return badBlock;
  const status = kind === 1 ? fixedCodes() : dynamicCodes();
  if (status !== goOn) return status;
  if (bitsLeft() < 0) return cutOff;
  phase = inCodes;
  return goOn;
}

function endBlock(): i32 {
  phase = atHeader;
  if (out >= outputAt + outputRoom) return outputFull;
  return isPausing && !isLast ? blockDone : goOn;
}

function stored(isEnd: bool): i32 {
  const from = position >> 3;
  const bytes = min(min(storedLeft, available - from), outputAt + outputRoom - out);
  memory.copy(out, inputAt + from, bytes);
  out += bytes;
  position += bytes << 3;
  storedLeft -= bytes;
  if (storedLeft === 0) return endBlock();
  if (out >= outputAt + outputRoom) return outputFull;
  return isEnd ? cutOff : needsInput;
}

function fixedCodes(): i32 {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  build(lengths, 288, literalCounts, literalSymbols, literalTable, literalBits);
  memory.fill(lengths, 5, 30);
  build(lengths, 30, distanceCounts, distanceSymbols, distanceTable, distanceBits);
  return goOn;
}

function dynamicCodes(): i32 {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const kinds = take(4) + 4;
  if (literals > 286 || distances > 30) return badLengths;
  memory.fill(lengths, 0, 19);
  for (let i = 0; i < kinds; i++) store<u8>(lengths + load<u8>(lengthOrder + i), take(3));
  if (build(lengths, 19, literalCounts, literalSymbols, literalTable, literalBits) !== 0) return badLengths;
  const total = literals + distances;
  let i = 0;
  while (i < total) {
    const entry: i32 = load<u16>(literalTable + ((peek() & 1023) << 1));
    if (entry === 0) return badLengths;
    position += entry & 15;
    const symbol = entry >> 4;
    if (symbol < 16) {
      store<u8>(lengths + i++, symbol);
      continue;
    }
    if (symbol === 16 && i === 0) return badLengths;
    const value: u8 = symbol === 16 ? load<u8>(lengths + i - 1) : 0;
    const times = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
    if (i + times > total) return badLengths;
    memory.fill(lengths + i, value, times);
    i += times;
  }
  if (bitsLeft() < 0) return cutOff;
  if (load<u8>(lengths + 256) === 0) return badLengths;
  const unused = build(lengths, literals, literalCounts, literalSymbols, literalTable, literalBits);
  if (unused < 0 || (unused > 0 && !isSingle(literalCounts, literals))) return badLengths;
  const from = lengths + literals;
  const gaps = build(from, distances, distanceCounts, distanceSymbols, distanceTable, distanceBits);
  if (gaps < 0 || (gaps > 0 && !isSingle(distanceCounts, distances))) return badLengths;
  return goOn;
}

function codes(isEnd: bool): i32 {
  const end = outputAt + outputRoom;
  const lastBit = available << 3;
  // A symbol, its distance and their extra bits are at most 48 bits: where so many are sure to be there nothing is checked.
  const sure = isEnd ? lastBit : lastBit - 48;
  let at = position;
  let to = out;
  while (to < end) {
    if (at > sure) {
      position = at;
      out = to;
      return isEnd ? cutOff : needsInput;
    }
    let bits: u64 = load<u64>(inputAt + (at >> 3)) >> (at & 7);
    let entry: i32 = load<u16>(literalTable + (((bits as i32) & 1023) << 1));
    if (entry === 0) {
      entry = longSymbol(bits as u32, literalCounts, literalSymbols);
      if (entry === 0) return badSymbol;
    }
    at += entry & 15;
    let symbol = entry >> 4;
    if (symbol < 256) {
      store<u8>(to++, symbol);
      // A second literal fits into the bits that are at hand.
      bits >>= entry & 15;
      entry = load<u16>(literalTable + (((bits as i32) & 1023) << 1));
      symbol = entry >> 4;
      if (entry === 0 || symbol >= 256) continue;
      at += entry & 15;
      store<u8>(to++, symbol);
      continue;
    }
    if (symbol === 256) {
      position = at;
      out = to;
      if (at > lastBit) return cutOff;
      return endBlock();
    }
    symbol -= 257;
    if (symbol > 28) return badSymbol;
    bits >>= entry & 15;
    let extra: i32 = load<u8>(lengthExtra + symbol);
    const length: i32 = load<u16>(lengthBase + (symbol << 1)) + ((bits as i32) & ((1 << extra) - 1));
    at += extra;
    bits >>= extra;
    entry = load<u16>(distanceTable + (((bits as i32) & 255) << 1));
    if (entry === 0) {
      entry = longSymbol(bits as u32, distanceCounts, distanceSymbols);
      if (entry === 0) return badSymbol;
    }
    at += entry & 15;
    bits >>= entry & 15;
    symbol = entry >> 4;
    if (symbol > 29) return badSymbol;
    extra = load<u8>(distanceExtra + symbol);
    const distance: i32 = load<u16>(distanceBase + (symbol << 1)) + ((bits as i32) & ((1 << extra) - 1));
    at += extra;
    if (to - distance < oldest) return tooFarBack;
    const stop = to + length;
    let from = to - distance;
    if (distance >= 8) {
      // Whole words, up to seven bytes too far: what comes next is written over them.
      do {
        store<u64>(to, load<u64>(from));
        to += 8;
        from += 8;
      } while (to < stop);
    } else if (distance === 1) {
      memory.fill(to, load<u8>(from), length);
    } else {
      do store<u8>(to++, load<u8>(from++));
      while (to < stop);
    }
    to = stop;
  }
  position = at;
  out = to;
  return at > lastBit ? cutOff : outputFull;
}

/** Fills the tables; once, before anything else. */
export function prepare(): void {
  prepareCrc();
  // RFC 1951, 3.2.5: lengths 3 to 258 and distances 1 to 32768, ever more of them to a symbol.
  let base = 3;
  for (let i = 0; i < 28; i++) {
    const extra = i < 8 ? 0 : (i >> 2) - 1;
    store<u16>(lengthBase + (i << 1), base);
    store<u8>(lengthExtra + i, extra);
    base += 1 << extra;
  }
  store<u16>(lengthBase + 56, 258);
  store<u8>(lengthExtra + 28, 0);
  base = 1;
  for (let i = 0; i < 30; i++) {
    const extra = i < 4 ? 0 : (i >> 1) - 1;
    store<u16>(distanceBase + (i << 1), base);
    store<u8>(distanceExtra + i, extra);
    base += 1 << extra;
  }
  // 3.2.7: the lengths of the code lengths come as 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15.
  store<u8>(lengthOrder, 16);
  store<u8>(lengthOrder + 1, 17);
  store<u8>(lengthOrder + 2, 18);
  store<u8>(lengthOrder + 3, 0);
  for (let i = 0; i < 8; i++) {
    store<u8>(lengthOrder + 4 + (i << 1), 8 + i);
    if (i < 7) store<u8>(lengthOrder + 5 + (i << 1), 7 - i);
  }
}
