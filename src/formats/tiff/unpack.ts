/** The compressions of TIFF that are not somebody else's: LZW and PackBits (TIFF 6.0, sections 9 and 13). */

/** Compressed data are broken, or end before their end. */
export class UnpackError extends Error {
  override readonly name = 'UnpackError';
}

/**
 * Fills `into` from runs: a count below 128 is followed by as many bytes and one more, one above by a byte to repeat.
 *
 * @throws UnpackError
 */
export function unpackBits(data: Uint8Array, into: Uint8Array): void {
  let to = 0;
  for (let at = 0; to < into.length;) {
    if (at + 1 >= data.length) throw new UnpackError('PackBits end early');
    const count = data[at++]!;
    if (count === 128) continue;
    if (count < 128) {
      const literal = data.subarray(at, at + Math.min(count + 1, into.length - to));
      into.set(literal, to);
      to += literal.length;
      at += count + 1;
    } else {
      into.fill(data[at++]!, to, to + 257 - count);
      to += 257 - count;
    }
  }
}

const clear = 256;
const end = 257;
const codes = 4096;

/**
 * Fills `into` from LZW: the highest bit comes first, and codes become longer one code early.
 *
 * @throws UnpackError
 */
export function unpackLzw(data: Uint8Array, into: Uint8Array): void {
  // A code stands for a stretch of what is already there: `lengths` bytes from `starts`.
  const starts = new Uint32Array(codes);
  const lengths = new Uint16Array(codes);
  let free = end + 1;
  let bits = 9;
  let buffer = 0;
  let buffered = 0;
  let done = 0;
  /** Where the last code's bytes are; -1 behind a clear. */
  let last = -1;
  let lastLength = 0;
  for (let at = 0; done < into.length;) {
    while (buffered < bits && at < data.length) {
      buffer = ((buffer << 8) | data[at++]!) & 0xffffff;
      buffered += 8;
    }
    if (buffered < bits) throw new UnpackError('LZW ends early');
    const code = (buffer >> (buffered - bits)) & ((1 << bits) - 1);
    buffered -= bits;
    if (code === end) throw new UnpackError('LZW ends early');
    if (code === clear) {
      free = end + 1;
      bits = 9;
      last = -1;
      continue;
    }
    if (code > free || (code === free && last < 0) || (code >= clear && last < 0))
      throw new UnpackError(`LZW code ${code} of ${free}`);
    const start = done;
    if (last >= 0 && free < codes) {
      // The last code's bytes and the one behind them, which is the first of this one.
      starts[free] = last;
      lengths[free] = lastLength + 1;
      free++;
      if (free + 1 === 1 << bits && bits < 12) bits++;
    }
    if (code < clear) {
      into[done++] = code;
    } else {
      const length = Math.min(lengths[code]!, into.length - done);
      const from = starts[code]!;
      // One by one: the newest code reaches into itself.
      for (let i = 0; i < length; i++) into[done + i] = into[from + i]!;
      done += length;
    }
    last = start;
    lastLength = done - start;
  }
}
