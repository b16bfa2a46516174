/**
 * Telling contents of cells apart: the length and two 32-bit hashes of different starts, each after xxHash32's way of taking four bytes
 * at a time. Enough that no two of a hundred thousand images share one; no protection against anybody who wants them to.
 */

const primes = [0x9e3779b1, 0x85ebca77] as const;

/** Of numbers below 256 in `[from, to)`; '' where there are none. */
export function digestOf(codes: Uint8Array | Uint16Array, from: number, to: number): string {
  if (to <= from) return '';
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const word = codes[at]! | (codes[at + 1]! << 8) | (codes[at + 2]! << 16) | (codes[at + 3]! << 24);
    a = Math.imul(((a << 13) | (a >>> 19)) ^ word, primes[0]);
    b = Math.imul(((b << 17) | (b >>> 15)) ^ word, primes[1]);
  }
  for (; at < to; at++) {
    a = Math.imul(((a << 13) | (a >>> 19)) ^ codes[at]!, primes[0]);
    b = Math.imul(((b << 17) | (b >>> 15)) ^ codes[at]!, primes[1]);
  }
  return [to - from, a >>> 0, b >>> 0].map((part) => part.toString(16)).join('-');
}
