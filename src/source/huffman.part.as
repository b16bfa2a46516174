/**
 * Tables of Huffman codes for inflate (RFC 1951, 3.2).
 *
 * A table is indexed by the next bits of input, the first one lowest. An entry has in its low 6 bits how many bits to take, extra
 * bits included, and in bits 6 and 7 how many literals it stands for, which are bytes 2 and 3: two short codes often fit into one
 * index. An entry without literals has in bits 8 to 11 the length of the code itself, in bits 16 to 31 the base of a length or
 * distance; or one of the flags below.
 */
import { BAD_CODE_LENGTHS, bits, input, INPUT_ENDED, inputEnd, refill, stop, take } from './input.part';

const LITERAL: u32 = 1 << 6;
const TWO_LITERALS: u32 = 2 << 6;
export const LITERALS: u32 = 3 << 6;
/** Neither a literal nor a length: the end of the block, a further table, or, with neither of their flags, no code at all. */
export const SPECIAL: u32 = 1 << 15;
/** Bits 16 to 31 are the index of a further table, which is indexed by as many bits as bits 8 to 11 say. */
export const FURTHER: u32 = 1 << 14;
export const END_OF_BLOCK: u32 = 1 << 13;

export const LENGTH_BITS: u32 = 11;
export const DISTANCE_BITS: u32 = 9;
const CODE_LENGTH_BITS: u32 = 7;
export const lengthTable = memory.data(4096 * 4, 16);
export const distanceTable = memory.data(1024 * 4, 16);
const codeLengthTable = memory.data(128 * 4, 16);
/** Bits of the code of each symbol, a byte each: what tables are built from. */
const codeLengths = memory.data(512, 16);
/** The lengths of the codes of code lengths come in this order. */
const codeLengthOrder = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
const sorted = memory.data(320 * 2, 16);
const counts = memory.data(16 * 4, 16);
const offsets = memory.data(16 * 4, 16);

/** For symbols 257 to 285: the least length, the number of extra bits. */
const lengthBase = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const lengthExtra = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);

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

/** The codes of a block that has none of its own. */
export function fixedCodes(): void {
  memory.fill(codeLengths, 8, 144);
  memory.fill(codeLengths + 144, 9, 112);
  memory.fill(codeLengths + 256, 7, 24);
  memory.fill(codeLengths + 280, 8, 8);
  buildLengths(288);
  memory.fill(codeLengths, 5, 32);
  build(distanceTable, DISTANCE_BITS, 32, 2);
}

/** Reads the codes at the beginning of a block (3.2.7); stops where they are wrong. */
export function readCodes(): void {
  const lengths = take(5) + 257;
  const distances = take(5) + 1;
  const ordered = take(4) + 4;
  if (lengths > 286 || distances > 30) return stop(BAD_CODE_LENGTHS);
  memory.fill(codeLengths, 0, 19);
  for (let i: u32 = 0; i < ordered; i++) {
    refill();
    store<u8>(codeLengths + load<u8>(codeLengthOrder + i), <u8>take(3));
  }
  if (!build(codeLengthTable, CODE_LENGTH_BITS, 19, 0)) return stop(BAD_CODE_LENGTHS);
  let at: u32 = 0;
  while (at < lengths + distances) {
    refill();
    if (input > inputEnd + 8) return stop(INPUT_ENDED);
    const entry = load<u32>(codeLengthTable + (((<usize>bits) & 127) << 2));
    take(entry & 63);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(codeLengths + at, <u8>symbol);
      at++;
      continue;
    }
    if (symbol == 16 && at == 0) return stop(BAD_CODE_LENGTHS);
    const repeated: u8 = symbol == 16 ? load<u8>(codeLengths + at - 1) : 0;
    const times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (at + times > lengths + distances) return stop(BAD_CODE_LENGTHS);
    memory.fill(codeLengths + at, repeated, times);
    at += times;
  }
  // Distances first: their lengths lie behind the others, and building leaves the lengths alone.
  if (load<u8>(codeLengths, 256) == 0) return stop(BAD_CODE_LENGTHS);
  const isBuilt = buildLengths(lengths);
  memory.copy(codeLengths, codeLengths + lengths, distances);
  if (!isBuilt || !build(distanceTable, DISTANCE_BITS, distances, 2)) stop(BAD_CODE_LENGTHS);
}
