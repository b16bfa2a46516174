/** Huffman codes as deflate has them (RFC 1951, 3.2.2): made from their lengths, and read. */

const offsets: i32 = 0x4a00; // 16 x u16, and 16 x u16 of codes behind

/**
 * A canonical Huffman code from its lengths: counts by length, symbols in the order of their codes, and a table for the codes
 * of at most `bits` bits. Returns how many of the codes of 15 bits are unused, less than 0 where there are too many codes.
 */
export function build(from: i32, symbols: i32, counts: i32, sorted: i32, table: i32, bits: i32): i32 {
  memory.fill(counts, 0, 32);
  for (let i = 0; i < symbols; i++) {
    const at = counts + (load<u8>(from + i) << 1);
    store<u16>(at, load<u16>(at) + 1);
  }
  memory.fill(table, 0, 2 << bits);
  if (load<u16>(counts) === symbols) return 1 << 15;
  let left = 1;
  let next = 0;
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    store<u16>(offsets + (length << 1), next);
    store<u16>(offsets + 32 + (length << 1), code);
    const count: i32 = load<u16>(counts + (length << 1));
    left = (left << 1) - count;
    if (left < 0) return -1;
    next += count;
    code = (code + count) << 1;
  }
  for (let i = 0; i < symbols; i++) {
    const length: i32 = load<u8>(from + i);
    if (length === 0) continue;
    const place = offsets + (length << 1);
    const at: i32 = load<u16>(place);
    store<u16>(place, at + 1);
    store<u16>(sorted + (at << 1), i);
    const own: i32 = load<u16>(place + 32);
    store<u16>(place + 32, own + 1);
    if (length > bits) continue;
    const entry = (i << 4) | length;
    for (let slot = reversed(own, length); slot < 1 << bits; slot += 1 << length)
      store<u16>(table + (slot << 1), entry);
  }
  return left;
}

/** A code with gaps is allowed where it is of no symbol, or of one that has one bit: as in zlib. */
export function isSingle(counts: i32, symbols: i32): bool {
  const none: i32 = load<u16>(counts);
  return none === symbols || (none === symbols - 1 && load<u16>(counts + 2) === 1);
}

function reversed(code: i32, length: i32): i32 {
  let result = 0;
  for (let i = 0; i < length; i++) {
    result = (result << 1) | (code & 1);
    code >>= 1;
  }
  return result;
}

/** A symbol whose code is too long for the table, bit by bit: `symbol << 4 | length`, or 0 where there is no such code. */
export function longSymbol(bits: u32, counts: i32, sorted: i32): i32 {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= 15; length++) {
    code |= bits & 1;
    bits >>= 1;
    const count: i32 = load<u16>(counts + (length << 1));
    if (code - count < first)
      return ((load<u16>(sorted + ((index + code - first) << 1)) as i32) << 4) | length;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return 0;
}
