/**
 * Inflate (RFC 1950, 1951), CRC-32 and the row filters of PNG in one memory: AssemblyScript, compiled by `npm run assembly` into
 * `zlib-code.ts`.
 *
 * Inflate can stop between any two symbols, so that a large image goes through a small buffer. It reads up to 32 bytes behind the
 * end of its input, which have to be zeros, and writes up to 512 bytes behind the limit that it is given.
 */
import { adler32 } from './checksums.part';
import {
  build,
  buildLengths,
  CODE_LENGTH_BITS,
  codeLengths,
  codeLengthTable,
  DISTANCE_BITS,
  distanceTable,
  END_OF_BLOCK,
  FURTHER,
  LENGTH_BITS,
  lengthTable,
  LITERALS,
  SPECIAL,
} from './huffman.part';

export { crc32 } from './checksums.part';
export { swapBytes, unfilter } from './filters.part';

/** The lengths of the codes of code lengths come in this order. */
const codeLengthOrder = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** What `status` answers. */
const OUTPUT_FULL: i32 = 0;
const FINISHED: i32 = 1;
const INPUT_ENDED: i32 = 2;
const BAD_HEADER: i32 = 3;
const BAD_BLOCK_TYPE: i32 = 4;
const BAD_STORED_LENGTH: i32 = 5;
const BAD_CODE_LENGTHS: i32 = 6;
const BAD_CODE: i32 = 7;
const BAD_DISTANCE: i32 = 8;
const BAD_CHECKSUM: i32 = 9;

/** Where in the data inflate is. */
const AT_BLOCK: i32 = 0;
const IN_STORED: i32 = 1;
const IN_CODES: i32 = 2;
const AT_END: i32 = 3;

let input: usize = 0;
let inputEnd: usize = 0;
let bits: u64 = 0;
let bitCount: u32 = 0;
let state: i32 = AT_BLOCK;
let isLast: bool = false;
let storedLeft: usize = 0;
let adler: u32 = 1;
let outcome: i32 = OUTPUT_FULL;

/** First address that is free for input, output and rows. */
export function firstFree(): usize {
  return __heap_base;
}

export function status(): i32 {
  return outcome;
}

/** Begins a stream that lies at `[from, end)` with zlib's header and checksum. */
export function begin(from: usize, end: usize): void {
  bits = 0;
  bitCount = 0;
  state = AT_BLOCK;
  isLast = false;
  adler = 1;
  inputEnd = end;
  input = from + 2;
  if (end < from + 2) {
    outcome = INPUT_ENDED;
    return;
  }
  const method: u32 = load<u8>(from);
  const flags: u32 = load<u8>(from, 1);
  const isFine = (method & 15) == 8 && method >> 4 <= 7 && !(flags & 32) && ((method << 8) | flags) % 31 == 0;
  outcome = isFine ? OUTPUT_FULL : BAD_HEADER;
}

/**
 * Goes on from where it stopped and writes from `out` on, until `limit` is reached or passed, the stream ends, or something is wrong.
 * What was written before lies in `[history, out)`: all of it, or at least its last 32 KiB. Returns the end of what is written.
 */
export function inflate(history: usize, out: usize, limit: usize): usize {
  if (outcome != OUTPUT_FULL) return out;
  const start = out;
  while (out < limit && outcome == OUTPUT_FULL && state != AT_END) {
    if (state == AT_BLOCK) openBlock();
    else if (state == IN_STORED) out = copyStored(out, limit);
    else out = decode(history, out, limit);
  }
  adler = adler32(adler, start, out);
  if (state == AT_END && outcome == OUTPUT_FULL) checkEnd();
  return out;
}

function fail(reason: i32): void {
  outcome = reason;
}

@inline
function refill(): void {
  bits |= load<u64>(input) << bitCount;
  input += (63 - bitCount) >> 3;
  bitCount |= 56;
}

@inline
function take(count: u32): u32 {
  const value = <u32>bits & ((1 << count) - 1);
  bits >>= count;
  bitCount -= count;
  return value;
}

/** Gives back whole bytes that were read ahead; false where more was taken than there is. */
function settle(): bool {
  input -= bitCount >> 3;
  bitCount &= 7;
  bits &= (1 << bitCount) - 1;
  return input <= inputEnd;
}

function openBlock(): void {
  if (isLast) {
    state = AT_END;
    return;
  }
  refill();
  isLast = take(1) == 1;
  const kind = take(2);
  if (kind == 0) openStored();
  else if (kind == 1) openFixed();
  else if (kind == 2) openDynamic();
  else fail(BAD_BLOCK_TYPE);
  if (!settle()) fail(INPUT_ENDED);
}

function openStored(): void {
  take(bitCount & 7);
  settle();
  bits = 0;
  bitCount = 0;
  if (input + 4 > inputEnd) {
    fail(INPUT_ENDED);
    return;
  }
  const length: u32 = load<u16>(input);
  if ((length ^ 0xffff) != <u32>load<u16>(input, 2)) {
    fail(BAD_STORED_LENGTH);
    return;
  }
  input += 4;
  storedLeft = length;
  state = IN_STORED;
}

function copyStored(out: usize, limit: usize): usize {
  const count = min(min(storedLeft, limit - out), inputEnd - input);
  memory.copy(out, input, count);
  input += count;
  storedLeft -= count;
  if (storedLeft == 0) state = AT_BLOCK;
  else if (input == inputEnd) fail(INPUT_ENDED);
  return out + count;
}

function openFixed(): void {
  memory.fill(codeLengths, 8, 144);
  memory.fill(codeLengths + 144, 9, 112);
  memory.fill(codeLengths + 256, 7, 24);
  memory.fill(codeLengths + 280, 8, 8);
  buildLengths(288);
  memory.fill(codeLengths, 5, 32);
  build(distanceTable, DISTANCE_BITS, 32, 2);
  state = IN_CODES;
}

function openDynamic(): void {
  const lengths = take(5) + 257;
  const distances = take(5) + 1;
  const ordered = take(4) + 4;
  if (lengths > 286 || distances > 30) {
    fail(BAD_CODE_LENGTHS);
    return;
  }
  memory.fill(codeLengths, 0, 19);
  for (let i: u32 = 0; i < ordered; i++) {
    refill();
    store<u8>(codeLengths + load<u8>(codeLengthOrder + i), <u8>take(3));
  }
  if (!build(codeLengthTable, CODE_LENGTH_BITS, 19, 0)) {
    fail(BAD_CODE_LENGTHS);
    return;
  }
  let at: u32 = 0;
  while (at < lengths + distances) {
    refill();
    if (input > inputEnd + 8) {
      fail(INPUT_ENDED);
      return;
    }
    const entry = load<u32>(codeLengthTable + (((<usize>bits) & 127) << 2));
    take(entry & 63);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(codeLengths + at, <u8>symbol);
      at++;
      continue;
    }
    if (symbol == 16 && at == 0) {
      fail(BAD_CODE_LENGTHS);
      return;
    }
    const repeated: u8 = symbol == 16 ? load<u8>(codeLengths + at - 1) : 0;
    const times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (at + times > lengths + distances) {
      fail(BAD_CODE_LENGTHS);
      return;
    }
    memory.fill(codeLengths + at, repeated, times);
    at += times;
  }
  // Distances first: their lengths lie behind the others, and building leaves the lengths alone.
  if (load<u8>(codeLengths, 256) == 0) {
    fail(BAD_CODE_LENGTHS);
    return;
  }
  const isBuilt = buildLengths(lengths);
  memory.copy(codeLengths, codeLengths + lengths, distances);
  if (!isBuilt || !build(distanceTable, DISTANCE_BITS, distances, 2)) fail(BAD_CODE_LENGTHS);
  else state = IN_CODES;
}

/** The symbols of a block, up to its end or to `limit`. */
function decode(history: usize, out: usize, limit: usize): usize {
  let from = input;
  let buffer = bits;
  let count = bitCount;
  const lastInput = inputEnd + 8;
  const lengthMask: u64 = (1 << LENGTH_BITS) - 1;
  const distanceMask: u64 = (1 << DISTANCE_BITS) - 1;
  while (out < limit) {
    if (from > lastInput) {
      fail(INPUT_ENDED);
      break;
    }
    buffer |= load<u64>(from) << count;
    from += (63 - count) >> 3;
    count |= 56;
    let entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
    if (entry & LITERALS) {
      buffer >>= entry & 63;
      count -= entry & 63;
      store<u16>(out, <u16>(entry >> 16));
      out += (entry >> 6) & 3;
      entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
      if (entry & LITERALS) {
        buffer >>= entry & 63;
        count -= entry & 63;
        store<u16>(out, <u16>(entry >> 16));
        out += (entry >> 6) & 3;
        entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
        if (entry & LITERALS) {
          buffer >>= entry & 63;
          count -= entry & 63;
          store<u16>(out, <u16>(entry >> 16));
          out += (entry >> 6) & 3;
          entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
          if (entry & LITERALS) {
            buffer >>= entry & 63;
            count -= entry & 63;
            store<u16>(out, <u16>(entry >> 16));
            out += (entry >> 6) & 3;
            continue;
          }
        }
      }
      buffer |= load<u64>(from) << count;
      from += (63 - count) >> 3;
      count |= 56;
    }
    if (entry & SPECIAL) {
      if (entry & FURTHER) {
        buffer >>= entry & 63;
        count -= entry & 63;
        const index = (entry >> 16) + (<u32>buffer & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(lengthTable + (index << 2));
        if (entry & LITERALS) {
          buffer >>= entry & 63;
          count -= entry & 63;
          store<u8>(out, <u8>(entry >> 16));
          out++;
          continue;
        }
      }
      if (entry & END_OF_BLOCK) {
        buffer >>= entry & 63;
        count -= entry & 63;
        state = AT_BLOCK;
        break;
      }
      if (entry & SPECIAL) {
        fail(BAD_CODE);
        break;
      }
    }
    const length =
      (entry >> 16) + ((<u32>buffer & ((1 << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    buffer >>= entry & 63;
    count -= entry & 63;

    entry = load<u32>(distanceTable + ((<usize>(buffer & distanceMask)) << 2));
    if (entry & SPECIAL) {
      if (entry & FURTHER) {
        buffer >>= entry & 63;
        count -= entry & 63;
        const index = (entry >> 16) + (<u32>buffer & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(distanceTable + (index << 2));
      }
      if (entry & SPECIAL) {
        fail(BAD_CODE);
        break;
      }
    }
    const distance =
      (entry >> 16) + ((<u32>buffer & ((1 << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    buffer >>= entry & 63;
    count -= entry & 63;
    if (<usize>distance > out - history) {
      fail(BAD_DISTANCE);
      break;
    }
    const end = out + length;
    let source = out - distance;
    if (distance < 16) {
      if (distance == 1) {
        const repeated = i8x16.splat(load<i8>(source));
        do {
          v128.store(out, repeated);
          out += 16;
        } while (out < end);
        out = end;
        continue;
      }
      // What lies behind `source` repeats, and is twice as long after every step.
      let period = distance;
      do {
        v128.store(out, v128.load(source));
        out += period;
        period <<= 1;
      } while (period < 16);
    }
    while (out < end) {
      v128.store(out, v128.load(source));
      out += 16;
      source += 16;
    }
    out = end;
  }
  input = from;
  bits = buffer;
  bitCount = count;
  if (!settle() && outcome == OUTPUT_FULL) fail(INPUT_ENDED);
  return out;
}

/** The checksum behind the last block. */
function checkEnd(): void {
  if (input + 4 > inputEnd) fail(INPUT_ENDED);
  else outcome = bswap(load<u32>(input)) == adler ? FINISHED : BAD_CHECKSUM;
}
