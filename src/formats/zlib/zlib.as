/**
 * Inflate (RFC 1950, 1951), CRC-32 and the row filters of PNG (ISO/IEC 15948, clause 9) in one memory: AssemblyScript, compiled by
 * `npm run assembly` into `zlib-code.ts`.
 *
 * Inflate can stop between any two symbols, so that a large image goes through a small buffer. It reads up to 32 bytes behind the
 * end of its input, which have to be zeros, and writes up to 512 bytes behind the limit that it is given.
 *
 * A table of a Huffman code is indexed by the next bits of input, the first one lowest. An entry has in its low 6 bits how many bits
 * to take, extra bits included, and in bits 6 and 7 how many literals it stands for, which are bytes 2 and 3: two short codes
 * often fit into one index. An entry without literals has in bits 8 to 11 the length of the code itself, in bits 16 to 31 the base of
 * a length or distance; or one of the flags below.
 */

const LITERAL: u32 = 1 << 6;
const TWO_LITERALS: u32 = 2 << 6;
const LITERALS: u32 = 3 << 6;
/** Neither a literal nor a length: the end of the block, a further table, or, with neither of their flags, no code at all. */
const SPECIAL: u32 = 1 << 15;
/** Bits 16 to 31 are the index of a further table, which is indexed by as many bits as bits 8 to 11 say. */
const FURTHER: u32 = 1 << 14;
const END_OF_BLOCK: u32 = 1 << 13;

const LENGTH_BITS: u32 = 11;
const DISTANCE_BITS: u32 = 9;
const CODE_LENGTH_BITS: u32 = 7;
const lengthTable = memory.data(4096 * 4, 16);
const distanceTable = memory.data(1024 * 4, 16);
const codeLengthTable = memory.data(128 * 4, 16);
const codeLengths = memory.data(512, 16);
const sorted = memory.data(320 * 2, 16);
const counts = memory.data(16 * 4, 16);
const offsets = memory.data(16 * 4, 16);
const crcTable = memory.data(16 * 256 * 4, 16);

const codeLengthOrder = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
/** For symbols 257 to 285: the least length, the number of extra bits. */
const lengthBase = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const lengthExtra = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);

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

/** What an entry says of a symbol. `kind`: 0 for code lengths, 1 for literals and lengths, 2 for distances. */
function entryOf(symbol: u32, kind: i32, length: u32): u32 {
  if (kind == 0) return (symbol << 16) | length;
  if (kind == 1) {
    if (symbol < 256) return (symbol << 16) | LITERAL | length;
    if (symbol == 256) return SPECIAL | END_OF_BLOCK | length;
    if (symbol > 285) return SPECIAL;
    const extra: u32 = load<u8>(lengthExtra + symbol - 257);
    return ((<u32>load<u16>(lengthBase + ((symbol - 257) << 1))) << 16) | (length << 8) | (length + extra);
  }
  if (symbol > 29) return SPECIAL;
  if (symbol < 2) return ((symbol + 1) << 16) | (length << 8) | length;
  const extra = (symbol >> 1) - 1;
  const base = ((2 + (symbol & 1)) << extra) + 1;
  return (base << 16) | (length << 8) | (length + extra);
}

/** The next code of the same length, both with their first bit lowest. */
@inline
function following(code: u32, ones: u32): u32 {
  const bit: u32 = (<u32>1) << (31 - clz(code ^ ones));
  return (code & (bit - 1)) | bit;
}

/**
 * Builds a table from the first `symbols` of `codeLengths`. False where they are no complete prefix code; only a single code of one
 * bit, or none of all, may stand alone, as in zlib.
 */
function build(table: usize, tableBits: u32, symbols: u32, kind: i32): bool {
  memory.fill(counts, 0, 64);
  for (let i: u32 = 0; i < symbols; i++) {
    const at = counts + ((<usize>load<u8>(codeLengths + i)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  const used = symbols - load<u32>(counts);
  store<u32>(counts, 0);
  let room: i32 = 1;
  let next: u32 = 0;
  for (let length: u32 = 1; length <= 15; length++) {
    const count = load<u32>(counts + (length << 2));
    store<u32>(offsets + (length << 2), next);
    next += count;
    room = (room << 1) - count;
    if (room < 0) return false;
  }
  for (let i: u32 = 0; i < symbols; i++) {
    const length: usize = load<u8>(codeLengths + i);
    if (length == 0) continue;
    const at = offsets + (length << 2);
    const place = load<u32>(at);
    store<u16>(sorted + (place << 1), <u16>i);
    store<u32>(at, place + 1);
  }
  if (room > 0) {
    if (kind == 0 || used > 1 || (used == 1 && load<u32>(counts, 4) != 1)) return false;
    const only = used == 1 ? entryOf(load<u16>(sorted), kind, 1) : SPECIAL;
    for (let i: u32 = 0; i < 1 << tableBits; i++) store<u32>(table + (i << 2), i & 1 ? SPECIAL : only);
    return true;
  }
  fillTable(table, tableBits, kind);
  return true;
}

/** Fills a table of a complete code from `counts` and `sorted`. */
function fillTable(table: usize, tableBits: u32, kind: i32): void {
  let symbol = sorted;
  let length: u32 = 1;
  let count = load<u32>(counts, 4);
  let code: u32 = 0;
  let size: u32 = 2;
  // A table of n bits holds a code of n bits once; the table of one bit more is that one twice.
  while (length <= tableBits) {
    while (count > 0) {
      store<u32>(table + (code << 2), entryOf(load<u16>(symbol), kind, length));
      symbol += 2;
      count--;
      if (code == size - 1) {
        for (; length < tableBits; length++) {
          memory.copy(table + (size << 2), table, size << 2);
          size <<= 1;
        }
        return;
      }
      code = following(code, size - 1);
    }
    length++;
    count = load<u32>(counts + (length << 2));
    if (length <= tableBits) {
      memory.copy(table + (size << 2), table, size << 2);
      size <<= 1;
    }
  }
  const mask: u32 = (1 << tableBits) - 1;
  let prefix: u32 = 0xffffffff;
  let first: u32 = 0;
  let end: u32 = 1 << tableBits;
  for (;;) {
    while (count == 0) {
      length++;
      count = load<u32>(counts + (length << 2));
    }
    if ((code & mask) != prefix) {
      prefix = code & mask;
      first = end;
      let further = length - tableBits;
      let filled = count;
      while (filled < 1 << further) {
        further++;
        filled = (filled << 1) + load<u32>(counts + ((tableBits + further) << 2));
      }
      end = first + (1 << further);
      store<u32>(table + (prefix << 2), (first << 16) | SPECIAL | FURTHER | (further << 8) | tableBits);
    }
    const entry = entryOf(load<u16>(symbol), kind, length - tableBits);
    symbol += 2;
    count--;
    for (let i = first + (code >> tableBits); i < end; i += 1 << (length - tableBits)) {
      store<u32>(table + (i << 2), entry);
    }
    if (code == (1 << length) - 1) return;
    code = following(code, (1 << length) - 1);
  }
}

/** The table of literals and lengths, with two literals to an entry wherever both codes fit. */
function buildLengths(symbols: u32): bool {
  if (!build(lengthTable, LENGTH_BITS, symbols, 1)) return false;
  // From the end: the second code is found at a smaller index, which is then still as it was.
  for (let i: i32 = (1 << <i32>LENGTH_BITS) - 1; i >= 0; i--) {
    const at = lengthTable + (i << 2);
    const entry = load<u32>(at);
    if ((entry & LITERALS) == 0) continue;
    const length = entry & 63;
    const second = load<u32>(lengthTable + ((<u32>i >> length) << 2));
    if ((second & LITERALS) == 0 || length + (second & 63) > LENGTH_BITS) continue;
    store<u32>(at, ((second & 0xff0000) << 8) | (entry & 0xff0000) | TWO_LITERALS | (length + (second & 63)));
  }
  return true;
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

/** Adler-32 (RFC 1950, 8.2): sums are taken modulo 65521 before they can run over. */
function adler32(sum: u32, from: usize, end: usize): u32 {
  let a: u32 = sum & 0xffff;
  let b: u32 = sum >> 16;
  const weights = i8x16(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  const low = i16x8.extend_low_i8x16_s(weights);
  const high = i16x8.extend_high_i8x16_s(weights);
  while (end - from >= 16) {
    const blocks: u32 = <u32>min<usize>((end - from) >> 4, 256);
    let totals = i32x4.splat(0);
    let weighted = totals;
    let before = totals;
    const stop = from + (<usize>blocks << 4);
    b += a * (blocks << 4);
    for (; from < stop; from += 16) {
      const bytes = v128.load(from);
      before = i32x4.add(before, totals);
      totals = i32x4.add(totals, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), low));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), high));
    }
    a = (a + total(totals)) % 65521;
    b = (b + (total(before) << 4) + total(weighted)) % 65521;
  }
  for (; from < end; from++) {
    a += load<u8>(from);
    b += a;
  }
  return ((b % 65521) << 16) | (a % 65521);
}

@inline
function total(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

function fillCrcTable(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
    store<u32>(crcTable + (byte << 2), crc);
  }
  for (let i: u32 = 256; i < 16 * 256; i++) {
    const crc = load<u32>(crcTable + ((i - 256) << 2));
    store<u32>(crcTable + (i << 2), load<u32>(crcTable + ((crc & 255) << 2)) ^ (crc >> 8));
  }
}

/** Four bytes' part of a step over sixteen; `table` is that of the last of the four. */
@inline
function crcOfFour(four: u32, table: usize): u32 {
  return (
    load<u32>(table + 3072 + ((four & 255) << 2)) ^
    load<u32>(table + 2048 + (((four >> 8) & 255) << 2)) ^
    load<u32>(table + 1024 + (((four >> 16) & 255) << 2)) ^
    load<u32>(table + ((four >> 24) << 2))
  );
}

/** CRC-32 of `[from, end)` (ISO/IEC 15948, annex D), sixteen bytes at a time. */
export function crc32(from: usize, end: usize): u32 {
  if (load<u32>(crcTable, 4) == 0) fillCrcTable();
  let crc: u32 = 0xffffffff;
  for (; from + 16 <= end; from += 16) {
    crc =
      crcOfFour(load<u32>(from) ^ crc, crcTable + 12 * 1024) ^
      crcOfFour(load<u32>(from, 4), crcTable + 8 * 1024) ^
      crcOfFour(load<u32>(from, 8), crcTable + 4 * 1024) ^
      crcOfFour(load<u32>(from, 12), crcTable);
  }
  for (; from < end; from++) crc = load<u32>(crcTable + (((crc ^ load<u8>(from)) & 255) << 2)) ^ (crc >> 8);
  return ~crc;
}

/**
 * Undoes PNG's filters of `rows` rows: each has a byte for its filter and `rowBytes` of differences. Rows of samples are written
 * without gaps from `target` on; before it lies the row above, `rowBytes` long. Up to 16 bytes behind the last row are
 * overwritten. Returns the first filter that does not exist, or -1.
 */
export function unfilter(source: usize, rows: i32, rowBytes: usize, target: usize, pixelBytes: usize): i32 {
  for (let row = 0; row < rows; row++) {
    const filter = <i32>load<u8>(source);
    source++;
    const above = target - rowBytes;
    if (filter == 0) memory.copy(target, source, rowBytes);
    else if (filter == 1 && pixelBytes == 1) undoLeftOfOne(source, target, rowBytes);
    else if (filter == 1) undoLeft(source, target, rowBytes, pixelBytes);
    else if (filter == 2) undoAbove(source, above, target, rowBytes);
    else if (filter == 3) undoAverage(source, above, target, rowBytes, pixelBytes);
    else if (filter == 4) undoPaeth(source, above, target, rowBytes, pixelBytes);
    else return filter;
    source += rowBytes;
    target += rowBytes;
  }
  return -1;
}

/** Sixteen sums at a time, each of all the bytes before it. */
function undoLeftOfOne(source: usize, target: usize, length: usize): void {
  const zero = i8x16.splat(0);
  let last = zero;
  for (const end = target + length; target < end; target += 16, source += 16) {
    let sum = v128.load(source);
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30));
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
    sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 0, 0, 0, 0, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23));
    sum = i8x16.add(sum, last);
    v128.store(target, sum);
    last = i8x16.shuffle(sum, sum, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
  }
}

// A pixel at a time below: eight bytes are read and written, of which those beyond the pixel are rubbish and written again next.

function undoLeft(source: usize, target: usize, length: usize, pixelBytes: usize): void {
  let left = i8x16.splat(0);
  for (const end = target + length; target < end; target += pixelBytes, source += pixelBytes) {
    left = i8x16.add(left, v128.load64_zero(source));
    v128.store64_lane(target, left, 0);
  }
}

function undoAbove(source: usize, above: usize, target: usize, length: usize): void {
  for (const end = target + length; target < end; target += 16, source += 16, above += 16) {
    v128.store(target, i8x16.add(v128.load(source), v128.load(above)));
  }
}

function undoAverage(source: usize, above: usize, target: usize, length: usize, pixelBytes: usize): void {
  const one = i8x16.splat(1);
  let left = i8x16.splat(0);
  for (const end = target + length; target < end; target += pixelBytes, source += pixelBytes, above += pixelBytes) {
    const up = v128.load64_zero(above);
    // The instruction rounds up and PNG down.
    const rounding = v128.and(v128.xor(left, up), one);
    left = i8x16.add(i8x16.sub(v128.load64_zero(source), rounding), i8x16.avgr_u(left, up));
    v128.store64_lane(target, left, 0);
  }
}

/**
 * Whichever of left, above and above left is nearest to left + above - above left. That is the smaller or the larger of the first
 * two where the third lies beyond the other one by as much as they differ, and the third in between.
 */
function undoPaeth(source: usize, above: usize, target: usize, length: usize, pixelBytes: usize): void {
  const bytes = i16x8.splat(255);
  let left = i16x8.splat(0);
  let corner = left;
  for (const end = target + length; target < end; target += pixelBytes, source += pixelBytes, above += pixelBytes) {
    const up = v128.load_ext<u8>(above);
    const bound = i16x8.sub(i16x8.sub(i16x8.add(i16x8.add(corner, corner), corner), up), left);
    const low = i16x8.min_s(left, up);
    const high = i16x8.max_s(left, up);
    const notLow = v128.bitselect(corner, low, i16x8.gt_s(high, bound));
    const guess = v128.bitselect(notLow, high, i16x8.gt_s(bound, low));
    corner = up;
    left = v128.and(i16x8.add(v128.load_ext<u8>(source), guess), bytes);
    v128.store64_lane(target, i8x16.narrow_i16x8_u(left, left), 0);
  }
}

/** Changes the order of the two bytes of each of `count` samples, eight samples at a time. */
export function swapBytes(at: usize, count: usize): void {
  for (const end = at + count * 2; at < end; at += 16) {
    const samples = v128.load(at);
    v128.store(at, i8x16.shuffle(samples, samples, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
  }
}
