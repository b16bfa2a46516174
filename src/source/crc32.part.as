/** CRC-32 as gzip, zip and PNG have it. */

const crcTables: i32 = 0x1000; // 8 x 256 x u32

/** CRC-32 (IEEE 802.3) of `[from, to)`, going on from `before`; eight bytes at a time. */
export function crc32(before: u32, from: i32, to: i32): u32 {
  let value = ~before;
  while (to - from >= 8) {
    const low = load<u32>(from) ^ value;
    const high = load<u32>(from + 4);
    value =
      load<u32>(crcTables + 0x1c00 + ((low & 255) << 2)) ^
      load<u32>(crcTables + 0x1800 + (((low >> 8) & 255) << 2)) ^
      load<u32>(crcTables + 0x1400 + (((low >> 16) & 255) << 2)) ^
      load<u32>(crcTables + 0x1000 + ((low >> 24) << 2)) ^
      load<u32>(crcTables + 0xc00 + ((high & 255) << 2)) ^
      load<u32>(crcTables + 0x800 + (((high >> 8) & 255) << 2)) ^
      load<u32>(crcTables + 0x400 + (((high >> 16) & 255) << 2)) ^
      load<u32>(crcTables + ((high >> 24) << 2));
    from += 8;
  }
  while (from < to)
    value = (value >> 8) ^ load<u32>(crcTables + (((value ^ load<u8>(from++)) & 255) << 2));
  return ~value;
}

/** Fills the tables; once, before anything else. */
export function prepareCrc(): void {
  for (let i = 0; i < 256; i++) {
    let value: u32 = i;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0xedb88320 : value >> 1;
    store<u32>(crcTables + (i << 2), value);
  }
  for (let i = 0; i < 256 * 7; i++) {
    const value = load<u32>(crcTables + (i << 2));
    store<u32>(crcTables + 0x400 + (i << 2), (value >> 8) ^ load<u32>(crcTables + ((value & 255) << 2)));
  }
}
