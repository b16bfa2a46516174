/**
 * Parts of an array that lie at equal distances in a file: rows, slices across any axis, columns. Memory is set aside as bytes
 * arrive, never for what a header promises, and what lies between the parts is not kept.
 */
import type { SourceFile } from '../domain/index.ts';

/** `count` runs of `length` bytes, the first at `start`, each `stride` bytes behind the one before. */
export interface Runs {
  readonly start: number;
  readonly length: number;
  readonly stride: number;
  readonly count: number;
}

/** Most that is read at once. */
const windowBytes = 4 * 1024 * 1024;
/** Runs further apart are read one by one: what lies between them would cost more than a call. */
const nearBytes = 64 * 1024;

/**
 * The runs one after the other, read from front to back; null where the file ends before them.
 * Throws what `file.slice` throws.
 */
export async function readRuns(
  file: Pick<SourceFile, 'slice'>,
  { start, length, stride, count }: Runs,
): Promise<Uint8Array | null> {
  const result = new GrowingBytes(length * count);
  const together = stride > nearBytes ? 1 : Math.max(1, Math.floor(windowBytes / stride));
  for (let run = 0; run < count; run += together) {
    const runs = Math.min(together, count - run);
    const from = start + run * stride;
    const to = from + (runs - 1) * stride + length;
    if (runs === 1) {
      if (!(await readWhole(file, from, to, result))) return null;
      continue;
    }
    const bytes = await file.slice(from, to);
    if (bytes.length < to - from) return null;
    if (stride === length) result.append(bytes);
    else for (let i = 0; i < runs; i++) result.append(bytes, i * stride, i * stride + length);
  }
  return result.bytes();
}

async function readWhole(
  file: Pick<SourceFile, 'slice'>,
  from: number,
  to: number,
  result: GrowingBytes,
): Promise<boolean> {
  for (let at = from; at < to; at += windowBytes) {
    const end = Math.min(to, at + windowBytes);
    const bytes = await file.slice(at, end);
    if (bytes.length < end - at) return false;
    result.append(bytes);
  }
  return true;
}

/** Bytes whose final number is known, in memory that doubles until they are all there. */
class GrowingBytes {
  readonly #total: number;
  #room: Uint8Array;
  #length = 0;

  constructor(total: number) {
    this.#total = total;
    this.#room = new Uint8Array(Math.min(total, windowBytes));
  }

  append(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const length = this.#length + to - from;
    if (length > this.#room.length) {
      const larger = new Uint8Array(Math.min(this.#total, Math.max(length, 2 * this.#room.length)));
      larger.set(this.#room.subarray(0, this.#length));
      this.#room = larger;
    }
    if (to - from > 16) this.#room.set(bytes.subarray(from, to), this.#length);
    else for (let i = from; i < to; i++) this.#room[this.#length + i - from] = bytes[i]!;
    this.#length = length;
  }

  bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }
}

/** A volume as it lies in a file: `sizes` of its axes, the one whose index varies fastest first. */
export interface VolumeLayout {
  /** Where its first value begins. */
  readonly start: number;
  readonly sizes: readonly [number, number, number];
  /** Bytes of one value. */
  readonly valueBytes: number;
}

/** Which of `VolumeLayout.sizes`. */
export type Axis = 0 | 1 | 2;

/** The runs of the plane where the index along `axis` is `index`; together they hold the other two axes in their order. */
export function planeRuns({ start, sizes, valueBytes }: VolumeLayout, axis: Axis, index: number): Runs {
  const [width, height, depth] = sizes;
  const line = width * valueBytes;
  const slab = line * height;
  switch (axis) {
    case 0:
      return {
        start: start + index * valueBytes,
        length: valueBytes,
        stride: line,
        count: height * depth,
      };
    case 1:
      return { start: start + index * line, length: line, stride: slab, count: depth };
    case 2:
      return { start: start + index * slab, length: slab, stride: slab, count: 1 };
  }
}
