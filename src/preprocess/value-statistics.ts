/**
 * Order statistics of a deep image: exact, in a few passes over the values and 256 kB, whatever the image's size. Padding and what is not
 * finite do not count.
 */
import type { DeepData, DeepPixels } from '../domain/index.ts';

type Values = Pick<DeepPixels, 'data' | 'padding'>;
type Narrow = Uint8Array | Int8Array | Uint16Array | Int16Array;
type Wide = Exclude<DeepData, Narrow>;

/** Whether every value has its place in a table of 65,536. */
export function isNarrow(data: DeepData): data is Narrow {
  return data.BYTES_PER_ELEMENT <= 2;
}

/** The values of at most 16 bits as they lie in memory, without a sign: places in a table. */
export function places(data: Narrow): Uint8Array | Uint16Array {
  const { buffer, byteOffset, length } = data;
  return data.BYTES_PER_ELEMENT === 1
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint16Array(buffer, byteOffset, length);
}

/** The value that each place stands for, in the order of the places. */
export function valuesByPlace(data: Narrow): Narrow {
  const isByte = data.BYTES_PER_ELEMENT === 1;
  const all = isByte ? new Uint8Array(2 ** 8) : new Uint16Array(2 ** 16);
  for (let place = 0; place < all.length; place++) all[place] = place;
  if (data instanceof Int8Array) return new Int8Array(all.buffer);
  return data instanceof Int16Array ? new Int16Array(all.buffer) : all;
}

/** Smallest and largest stored value, or null where none counts. */
export function extent({ data, padding }: Values): readonly [lowest: number, highest: number] | null {
  const [from, to] = padding ?? [Infinity, -Infinity];
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if ((value >= from && value <= to) || value - value !== 0) continue;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return lowest <= highest ? [lowest, highest] : null;
}

/**
 * Quantiles of the stored values, or null where none counts. NumPy's method 'linear': of n sorted values, the one at q * (n - 1),
 * interpolated between its neighbours.
 *
 * @param quantiles shares from 0 to 1
 */
export function quantiles(image: Values, asked: readonly number[]): readonly number[] | null {
  const { total, at } = isNarrow(image.data)
    ? rankedNarrow(image.data, image.padding)
    : rankedWide(image.data, image.padding);
  if (total === 0) return null;
  return asked.map((quantile) => {
    const position = quantile * (total - 1);
    const below = Math.floor(position);
    return interpolated(at(below), at(Math.min(below + 1, total - 1)), position - below);
  });
}

/** As NumPy rounds it: from the nearer end. */
function interpolated(a: number, b: number, share: number): number {
  return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
}

/** Values in order: how many count, and the one at a rank from 0. */
interface Ranked {
  readonly total: number;
  readonly at: (rank: number) => number;
}

function rankedNarrow(data: Narrow, padding: Values['padding']): Ranked {
  const values = valuesByPlace(data);
  const counts = new Uint32Array(values.length);
  const where = places(data);
  for (let i = 0; i < where.length; i++) counts[where[i]!]!++;
  // Negative values have the upper half of the places.
  const lowest = values[values.length - 1]! < 0 ? values.length / 2 : 0;
  const [from, to] = padding ?? [Infinity, -Infinity];
  let total = 0;
  for (let place = 0; place < counts.length; place++) {
    if (values[place]! >= from && values[place]! <= to) counts[place] = 0;
    total += counts[place]!;
  }
  return {
    total,
    at: (rank) => {
      let place = lowest;
      for (let left = rank; left >= counts[place]!; place = (place + 1) % counts.length)
        left -= counts[place]!;
      return values[place]!;
    },
  };
}

/**
 * Radix selection: values become keys of 16-bit digits that are ordered as the values are, and each digit of the wanted one, the most
 * significant first, is found from a histogram of those that agree in the digits before.
 */
function rankedWide(data: Wide, padding: Values['padding']): Ranked {
  const keys = new Keys(data, padding);
  const first = keys.histogram([]);
  return {
    total: first.reduce((sum, count) => sum + count, 0),
    at: (rank) => {
      let left = rank;
      const digits: number[] = [];
      while (digits.length < keys.digits) {
        const counts = digits.length === 0 ? first : keys.histogram(digits);
        let digit = 0;
        while (left >= counts[digit]!) left -= counts[digit++]!;
        digits.push(digit);
      }
      return keys.value(digits);
    },
  };
}

class Keys {
  /** 16-bit digits of a value. */
  readonly digits: number;
  readonly #data: Wide;
  readonly #padding: Values['padding'];
  /** The digits as they lie in memory, which is little-endian wherever browsers run: the least significant first. */
  readonly #halves: Uint16Array;
  readonly #isFloat: boolean;
  readonly #isSigned: boolean;

  constructor(data: Wide, padding: Values['padding']) {
    this.digits = data.BYTES_PER_ELEMENT / 2;
    this.#data = data;
    this.#padding = padding;
    this.#halves = new Uint16Array(data.buffer, data.byteOffset, data.length * this.digits);
    this.#isFloat = data instanceof Float32Array || data instanceof Float64Array;
    this.#isSigned = !(data instanceof Uint32Array);
  }

  /** How often each digit follows the given ones. */
  histogram(before: readonly number[]): Uint32Array {
    const counts = new Uint32Array(2 ** 16);
    const data = this.#data;
    const halves = this.#halves;
    const width = this.digits;
    const depth = before.length;
    const [from, to] = this.#padding ?? [Infinity, -Infinity];
    for (let i = 0, base = 0; i < data.length; i++, base += width) {
      const value = data[i]!;
      if ((value >= from && value <= to) || value - value !== 0) continue;
      const top = halves[base + width - 1]!;
      let level = 0;
      while (
        level < depth &&
        (halves[base + width - 1 - level]! ^ this.#mask(top, level)) === before[level]
      )
        level++;
      if (level === depth) counts[halves[base + width - 1 - depth]! ^ this.#mask(top, depth)]!++;
    }
    return counts;
  }

  /** The value that a key stands for. */
  value(key: readonly number[]): number {
    const isNegative = key[0]! < 0x8000;
    const top = this.#isFloat && isNegative ? 0xffff : 0;
    const halves = Uint16Array.from(key, (digit, level) => digit ^ this.#mask(top, level)).reverse();
    if (this.#data instanceof Float64Array) return new Float64Array(halves.buffer)[0]!;
    if (this.#data instanceof Float32Array) return new Float32Array(halves.buffer)[0]!;
    if (this.#data instanceof Int32Array) return new Int32Array(halves.buffer)[0]!;
    return new Uint32Array(halves.buffer)[0]!;
  }

  /** Bits to be turned over so that digits are ordered as values: the sign, and all of a negative float (IEEE 754). */
  #mask(top: number, level: number): number {
    if (this.#isFloat && top >= 0x8000) return 0xffff;
    return this.#isSigned && level === 0 ? 0x8000 : 0;
  }
}
