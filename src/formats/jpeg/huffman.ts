/**
 * Huffman tables in the form that `simd/entropy.part.as` looks them up. The next ten bits pick an entry of `fast`: bits 0 to 5
 * its length, bit 6 whether a difference is complete, bits 8 to 15 its run or symbol, bits 16 to 31 the signed value.
 * Where the code and the bits that follow it fit into ten, the entry is run and value at once; where only the code fits, it is
 * the symbol without a value; otherwise it is 0 and the code is found by `limit` and `offset`.
 */
import type { HuffmanTable } from './markers.ts';

/** Symbols alone, or with the values of differences (DC) or coefficients (AC) of baseline coding. */
export type EntryKind = 'symbols' | 'differences' | 'coefficients';

const fastBits = 10;
const fastEntries = 1 << fastBits;
const words = fastEntries + 18 + 18;
/** Bytes of a table. */
export const tableBytes = words * 4 + 256;

/**
 * Writes a table at `at` (a multiple of 4). Gives false where the lengths are no prefix code, or symbols no bit counts.
 */
export function writeHuffmanTable(
  { counts, symbols }: HuffmanTable,
  kind: EntryKind,
  memory: ArrayBuffer,
  at: number,
): boolean {
  const table = new Int32Array(memory, at, words);
  table.fill(0);
  new Uint8Array(memory, at + words * 4, 256).set(symbols);
  const limits = table.subarray(fastEntries, fastEntries + 18);
  const offsets = table.subarray(fastEntries + 18);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    offsets[length] = index - code;
    for (let i = 0; i < count; i++, code++, index++)
      if (length <= fastBits) {
        const from = code << (fastBits - length);
        const to = (code + 1) << (fastBits - length);
        if (to > fastEntries) return false;
        fillEntries(table, from, to, length, symbols[index]!, kind);
      }
    // A code of all ones is not allowed.
    if (count > 0 && code >= 1 << length) return false;
    limits[length] = code << (16 - length);
    code <<= 1;
  }
  return true;
}

function fillEntries(
  table: Int32Array,
  from: number,
  to: number,
  length: number,
  symbol: number,
  kind: EntryKind,
): void {
  const size = kind === 'coefficients' ? symbol & 15 : symbol;
  const total = length + size;
  const isComplete =
    total <= fastBits && (kind === 'differences' || (kind === 'coefficients' && size > 0));
  if (!isComplete) {
    table.fill((symbol << 8) | length, from, to);
    return;
  }
  const each = 1 << (fastBits - total);
  const run = kind === 'coefficients' ? symbol >> 4 : 0;
  for (let bits = 0; bits < 1 << size; bits++) {
    const value = size > 0 && bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    const entry = (value << 16) | (run << 8) | (kind === 'differences' ? 64 : 0) | total;
    table.fill(entry, from + bits * each, from + (bits + 1) * each);
  }
}
