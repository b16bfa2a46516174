/** Where tables of scans lie in the memory of the loops. */
import type { BlockSize, Geometry } from './geometry.ts';
import { tableBytes } from './huffman.ts';
import type { Layout } from './simd/jpeg-simd.ts';

/** Of 64 coefficients. */
export const blockBytes = 128;
/** Of a part, see `jpeg.as`. */
export const partWords = 12;
/** At most ten blocks a unit. */
export const limitParts = 10;
/** The last coefficient in zigzag order that lies in the upper left corner of that many rows and columns, as in `jpeg.as`. */
export const lastOf: Readonly<Record<BlockSize, number>> = { 8: 63, 4: 24, 2: 4, 1: 0 };

const blockSizes: readonly BlockSize[] = [8, 4, 2, 1];
/** A run can lead beyond the block. */
const orderLength = 80;
/** A uint16 for each 13 bits. */
const skipsBytes = 2 << 13;

/** Row and column of the k-th coefficient. */
const zigzag: (readonly [row: number, column: number])[] = [];
for (let diagonal = 0; diagonal < 15; diagonal++)
  for (let step = 0; step <= diagonal; step++) {
    const [row, column] = diagonal % 2 === 0 ? [diagonal - step, step] : [step, diagonal - step];
    if (row < 8 && column < 8) zigzag.push([row, column]);
  }

/**
 * Place of the k-th coefficient in a block with rows of `size`. Coefficients that a reduced block leaves out all go to one place
 * behind it; those that runs of damaged files reach behind the 64th go to the 64th.
 */
function placeOf(k: number, size: BlockSize): number {
  const [row, column] = zigzag[Math.min(k, 63)]!;
  return row < size && column < size ? row * size + column : size * size;
}

export class ScanSpace {
  readonly source: number;
  readonly interval: number;
  /** Offsets of coefficients in the order of coding, for collecting. */
  readonly coded: number;
  readonly predictors: number;
  readonly parts: number;
  readonly scratch: number;
  readonly #orders: number;
  readonly #tables: number;
  readonly #skips: number;
  readonly #quantisers: number;

  constructor(layout: Layout, longestScan: number, { planes }: Geometry) {
    this.source = layout.take(longestScan);
    this.interval = layout.take(longestScan + 512);
    this.coded = layout.take(orderLength);
    this.predictors = layout.take(16);
    this.parts = layout.take(limitParts * partWords * 4);
    this.scratch = layout.take(384);
    this.#orders = layout.take(blockSizes.length * orderLength);
    this.#tables = layout.take(8 * tableBytes);
    this.#skips = layout.take(planes.filter(({ blockSize }) => blockSize < 8).length * skipsBytes);
    this.#quantisers = layout.take(4 * blockBytes);
  }

  /** @param quantisers of each component, in the order of coding */
  write(memory: Uint8Array, { planes }: Geometry, quantisers: readonly (Uint16Array | null)[]): void {
    for (let k = 0; k < orderLength; k++) {
      memory[this.coded + k] = Math.min(k, 63) * 2;
      for (const size of blockSizes) memory[this.order(size) + k] = placeOf(k, size) * 2;
    }
    for (const [component, { blockSize }] of planes.entries()) {
      const places = new Uint16Array(memory.buffer, this.quantisers(component), 64);
      places.fill(0);
      quantisers[component]?.forEach((value, k) => {
        if (k <= lastOf[blockSize]) places[placeOf(k, blockSize)] = value;
      });
    }
  }

  /** Offsets in a block of so many rows and columns of the k-th coefficient. */
  order(size: BlockSize): number {
    return this.#orders + blockSizes.indexOf(size) * orderLength;
  }

  quantisers(component: number): number {
    return this.#quantisers + component * blockBytes;
  }

  /** There are eight. */
  table(place: number): number {
    return this.#tables + place * tableBytes;
  }

  /** One for each component that is reduced. */
  skips(place: number): number {
    return this.#skips + place * skipsBytes;
  }
}
