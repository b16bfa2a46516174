/** The entropy coded bits of JPEG's lossless process (ITU-T T.81, annexes C, F.2.2 and H). */

/** For each 16 bits ahead: the length of the code that they begin with in the upper byte, its symbol below; 0 where there is none. */
export type HuffmanTable = Uint16Array;

/**
 * @param counts how many codes there are of 1 to 16 bits.
 * @returns null where there are more than fit.
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const table = new Uint16Array(1 << 16);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++) {
    const span = 1 << (16 - length);
    for (let i = 0; i < counts[length - 1]!; i++) {
      const from = code * span;
      if (from + span > table.length) return null;
      table.fill((length << 8) | symbols[next++]!, from, from + span);
      code++;
    }
    code <<= 1;
  }
  return table;
}

export class HuffmanBits {
  /** Where the coded data stop: at a marker, or at the end of the file. Meaningful once `isOverrun` or after `skipToMarker`. */
  at: number;
  readonly #bytes: Uint8Array;
  #ahead = 0;
  #count = 0;
  /** Bits that were made up behind the end of the data. */
  #madeUp = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Whether bits were used that were not there. */
  get isOverrun(): boolean {
    return this.#madeUp > this.#count;
  }

  /** The next difference (H.1.2.2): the number of its bits by a Huffman code, then these bits. NaN where no code fits. */
  difference(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const entry = table[(this.#ahead >>> (this.#count - 16)) & 0xffff]!;
    if (entry === 0) return NaN;
    this.#count -= entry >> 8;
    const bits = entry & 0xff;
    if (bits === 0) return 0;
    if (bits > 15) return bits === 16 ? 32768 : NaN;
    if (this.#count < bits) this.#fill();
    this.#count -= bits;
    const value = (this.#ahead >>> this.#count) & ((1 << bits) - 1);
    return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  /** Drops what is left of the last byte, and goes to the next marker. */
  skipToMarker(): void {
    this.#ahead = this.#count = this.#madeUp = 0;
    const bytes = this.#bytes;
    while (
      this.at < bytes.length &&
      (bytes[this.at] !== 0xff || bytes[this.at + 1] === 0 || bytes[this.at + 1] === 0xff)
    )
      this.at++;
  }

  /** Passes a restart marker; false where there is none. */
  skipRestart(): boolean {
    const marker = this.#bytes[this.at + 1] ?? 0;
    if (marker < 0xd0 || marker > 0xd7) return false;
    this.at += 2;
    return true;
  }

  /** At least 25 bits ahead. */
  #fill(): void {
    const bytes = this.#bytes;
    while (this.#count <= 24) {
      let byte = 0;
      if (this.at >= bytes.length || (bytes[this.at] === 0xff && bytes[this.at + 1] !== 0))
        this.#madeUp += 8;
      else {
        byte = bytes[this.at]!;
        this.at += byte === 0xff ? 2 : 1;
      }
      this.#ahead = (this.#ahead << 8) | byte;
      this.#count += 8;
    }
  }
}
