/**
 * Checks run-length encoded numbers (the RLE / bit-packing hybrid of Parquet's Encodings.md) before they are decoded: a run says in
 * a few bytes how long it is, and the decoder believes it.
 */

/** What is wrong with the bytes of a parquet file; `message` is for a person. */
export class ParquetDamage extends Error {
  override readonly name = 'ParquetDamage';
}

/** Bits for values up to `largest`. */
export function bitWidth(largest: number): number {
  return 32 - Math.clz32(largest);
}

/**
 * @param width bits of a value
 * @param count values that the runs are for
 * @param mayEndEarly whether there may be runs for fewer
 * @throws ParquetDamage for runs that reach beyond their bytes or well beyond `count`
 */
export function checkRuns(
  bytes: Uint8Array,
  start: number,
  width: number,
  count: number,
  mayEndEarly = false,
): void {
  let at = start;
  let seen = 0;
  while (seen < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined && mayEndEarly) return;
      if (byte === undefined) throw new ParquetDamage('runs end too early');
      if (shift > 28) throw new ParquetDamage('a run without end');
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const isPacked = header % 2 === 1;
    const length = Math.floor(header / 2) * (isPacked ? 8 : 1);
    // Packed runs are padded to groups of eight, and some writers pad to whole blocks.
    if (length > count - seen + (isPacked ? 512 : 0))
      throw new ParquetDamage(`a run of ${length} for ${count - seen} values`);
    seen += length;
    at += isPacked ? (length / 8) * width : Math.ceil(width / 8);
  }
}
