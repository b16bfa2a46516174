/** Adler-32 in vectors and CRC-32 from sixteen tables. */

const crcTable = memory.data(16 * 256 * 4, 16);

/** Adler-32 (RFC 1950, 8.2): sums are taken modulo 65521 before they can run over. */
export function adler32(sum: u32, from: usize, end: usize): u32 {
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

/** CRC-32 (IEEE 802.3) of `[from, end)`, going on from `before`; sixteen bytes at a time. */
export function crc32(before: u32, from: usize, end: usize): u32 {
  if (load<u32>(crcTable, 4) == 0) fillCrcTable();
  let crc = ~before;
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
