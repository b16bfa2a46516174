/** GIF's form of LZW (GIF89a specification, appendix F): codes of growing length, lowest bit first, in blocks of up to 255 bytes. */

/** Most that a byte of it can stand for: 4096 pixels in 12 bits. */
export const largestExpansion = 2731;

const longestCode = 12;
const codes = 1 << longestCode;

/** A code that stands for nothing yet. */
export class LzwError extends Error {
  override readonly name = 'LzwError';
}

/** Bytes of the data blocks from `at` on, one after the other, up to the empty block or the end of the file. */
export function joinBlocks(bytes: Uint8Array, at: number): Uint8Array {
  let length = 0;
  for (let block = at; block < bytes.length && bytes[block] !== 0; block += 1 + bytes[block]!)
    length += Math.min(bytes[block]!, bytes.length - block - 1);
  const joined = new Uint8Array(length);
  for (let to = 0; to < length; at += 1 + bytes[at]!) {
    const block = bytes.subarray(at + 1, at + 1 + bytes[at]!);
    joined.set(block, to);
    to += block.length;
  }
  return joined;
}

/**
 * Fills `into` with indices.
 *
 * @param bits of a pixel, 1 to 11
 * @returns how many indices there were; fewer than `into` holds where the data end early.
 * @throws LzwError
 */
export function unpackLzw(data: Uint8Array, bits: number, into: Uint8Array): number {
  const clear = 1 << bits;
  const end = clear + 1;
  // Every code is an earlier one and a pixel more.
  const prefix = new Uint16Array(codes);
  const last = new Uint8Array(codes);
  const lengths = new Uint16Array(codes);
  const first = new Uint8Array(codes);
  for (let code = 0; code < clear; code++) {
    last[code] = code;
    first[code] = code;
    lengths[code] = 1;
  }
  let free = end + 1;
  let codeBits = bits + 1;
  let previous = -1;
  let buffer = 0;
  let buffered = 0;
  let done = 0;
  for (let at = 0; done < into.length;) {
    while (buffered < codeBits && at < data.length) {
      buffer |= data[at++]! << buffered;
      buffered += 8;
    }
    if (buffered < codeBits) break;
    const code = buffer & ((1 << codeBits) - 1);
    buffer >>>= codeBits;
    buffered -= codeBits;
    if (code === end) break;
    if (code === clear) {
      free = end + 1;
      codeBits = bits + 1;
      previous = -1;
      continue;
    }
    if (code > free || (code >= clear && previous < 0)) throw new LzwError(`code ${code} of ${free}`);
    if (previous >= 0 && free < codes) {
      prefix[free] = previous;
      first[free] = first[previous]!;
      // A code that is only being made begins and ends with the same pixel.
      last[free] = code === free ? first[previous]! : first[code]!;
      lengths[free] = lengths[previous]! + 1;
      free++;
      if (free === 1 << codeBits && codeBits < longestCode) codeBits++;
    }
    const length = lengths[code]!;
    for (let from = code, to = done + length - 1; to >= done; to--, from = prefix[from]!)
      into[to] = last[from]!;
    done += length;
    previous = code;
  }
  return Math.min(done, into.length);
}
