/** The byte strings of a page that is too large to be held: gone through from front to back, and again from the front where need be. */
import { ParquetDamage } from './check-runs.ts';
import type { ForwardBytes } from './forward-bytes.ts';

/** What of the values passed is kept, for those who ask for several out of order. */
const keptBytes = 8 * 1024 * 1024;

export class LargeValues {
  readonly length: number;
  readonly #open: () => Promise<ForwardBytes>;
  /** Unpacked bytes of the values, their lengths included. */
  readonly #size: number;
  /** Null before the first value, and after something went wrong. */
  #bytes: ForwardBytes | null = null;
  /** Values and bytes gone over. */
  #next = 0;
  #at = 0;
  readonly #kept = new Map<number, Uint8Array>();
  #keptSize = 0;
  /** Askers wait for one another. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param open the bytes from the first value on */
  constructor(length: number, size: number, open: () => Promise<ForwardBytes>) {
    this.length = length;
    this.#size = size;
    this.#open = open;
  }

  /** @throws ParquetDamage */
  at(index: number): Promise<Uint8Array | null> {
    const asked = this.#turn.then(() => this.#valueAt(index));
    this.#turn = asked.catch(() => (this.#bytes = null));
    return asked;
  }

  async #valueAt(index: number): Promise<Uint8Array | null> {
    if (!(index >= 0 && index < this.length)) return null;
    const known = this.#kept.get(index);
    if (known !== undefined) return known;
    if (this.#bytes === null || index < this.#next) {
      this.#bytes = await this.#open();
      this.#next = this.#at = 0;
    }
    for (; this.#next < index; this.#next++) await this.#bytes.skip(await this.#lengthOf(this.#bytes));
    const value = await this.#bytes.take(await this.#lengthOf(this.#bytes));
    this.#next++;
    this.#keep(index, value);
    return value;
  }

  async #lengthOf(values: ForwardBytes): Promise<number> {
    const bytes = await values.take(4);
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    this.#at += 4 + length;
    if (this.#at > this.#size) throw new ParquetDamage(`a value of ${length} bytes`);
    return length;
  }

  #keep(index: number, value: Uint8Array): void {
    this.#kept.set(index, value);
    this.#keptSize += value.length;
    for (const [other, { length }] of this.#kept) {
      if (this.#keptSize <= keptBytes || other === index) break;
      this.#kept.delete(other);
      this.#keptSize -= length;
    }
  }
}
