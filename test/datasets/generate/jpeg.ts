/**
 * Baseline JPEG of one grey component (ITU-T T.81), for pictures in made datasets: plain, slow, and read by every decoder. Coefficients
 * are kept exact to a step of 4, and the Huffman table has a code of eight bits for each of 255 symbols that can occur.
 */
import type { Picture } from './picture.ts';

const zigzag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,
  7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31,
  39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];
const step = 4;

/** Symbols in the order of their codes, which are 0, 1, 2 ... in eight bits; the last code, all ones, may not be used. */
const dcSymbols = Array.from({ length: 12 }, (_, size) => size);
const acSymbols = Array.from({ length: 16 * 11 }, (_, i) => i).flatMap((i) => {
  const [run, size] = [Math.floor(i / 11), i % 11];
  return size > 0 || run === 0 || run === 15 ? [(run << 4) | size] : [];
});
const codeOf = new Map(acSymbols.map((symbol, code) => [symbol, code]));

const cosines = Float64Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

export function jpeg({ width, height, grey }: Picture): Uint8Array {
  const bits = new Bits();
  let before = 0;
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const block = Float64Array.from({ length: 64 }, (_, i) => {
        const x = Math.min(width - 1, left + (i & 7));
        const y = Math.min(height - 1, top + (i >> 3));
        return grey[y * width + x]! - 128;
      });
      const coefficients = transform(block);
      encodeBlock(bits, coefficients, before);
      before = coefficients[0]!;
    }
  }
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => step)]),
    ...segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    ...huffman(0x00, dcSymbols),
    ...huffman(0x10, acSymbols),
    ...segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    ...bits.finish(),
    ...[0xff, 0xd9],
  ]);
}

/** Quantised, in zigzag order. */
function transform(block: Float64Array): Int32Array {
  const rows = new Float64Array(64);
  for (let y = 0; y < 8; y++)
    for (let u = 0; u < 8; u++)
      for (let x = 0; x < 8; x++) rows[y * 8 + u]! += block[y * 8 + x]! * cosines[u * 8 + x]!;
  return Int32Array.from(zigzag, (place) => {
    const [v, u] = [place >> 3, place & 7];
    let sum = 0;
    for (let y = 0; y < 8; y++) sum += rows[y * 8 + u]! * cosines[v * 8 + y]!;
    return Math.round(sum / step);
  });
}

function encodeBlock(bits: Bits, coefficients: Int32Array, before: number): void {
  const difference = coefficients[0]! - before;
  bits.put(sizeOf(difference), 8);
  bits.putValue(difference);
  let run = 0;
  for (let k = 1; k < 64; k++) {
    const value = coefficients[k]!;
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) bits.put(codeOf.get(0xf0)!, 8);
    bits.put(codeOf.get((run << 4) | sizeOf(value))!, 8);
    bits.putValue(value);
    run = 0;
  }
  if (run > 0) bits.put(codeOf.get(0)!, 8);
}

const sizeOf = (value: number) => 32 - Math.clz32(Math.abs(value));

function segment(marker: number, payload: readonly number[]): number[] {
  const length = payload.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...payload];
}

/** All codes have eight bits. */
function huffman(id: number, symbols: readonly number[]): number[] {
  const lengths = Array.from({ length: 16 }, (_, i) => (i === 7 ? symbols.length : 0));
  return segment(0xc4, [id, ...lengths, ...symbols]);
}

class Bits {
  readonly #bytes: number[] = [];
  #byte = 0;
  #free = 8;

  put(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit--) {
      this.#byte |= ((value >> bit) & 1) << --this.#free;
      if (this.#free === 0) this.#flush();
    }
  }

  /** The bits behind a size symbol: of a negative value those of the value less one. */
  putValue(value: number): void {
    this.put(value < 0 ? value - 1 : value, sizeOf(value));
  }

  finish(): number[] {
    while (this.#free < 8) this.put(1, 1);
    return this.#bytes;
  }

  #flush(): void {
    this.#bytes.push(this.#byte);
    // A marker in the data is told from a byte of it by a zero behind.
    if (this.#byte === 0xff) this.#bytes.push(0);
    this.#byte = 0;
    this.#free = 8;
  }
}
