/**
 * PNG's row filters in WebAssembly (`filters.as`). Needs vectors there, as every browser with a DecompressionStream has them. What
 * it works on lies in its memory, which its caller lays out.
 */
import { code } from './filters-code.ts';

/** What `filters.as` exports; positions are addresses in its memory. */
interface Filters {
  readonly memory: WebAssembly.Memory;
  unfilter(source: number, rows: number, rowBytes: number, target: number, pixelBytes: number): number;
  swapBytes(at: number, count: number): void;
}

/** Bytes that may be read and written behind the last row. */
export const filterSlack = 64;

/** Memory beyond this is not kept for the next image: it can only grow. */
const keptBytes = 1 << 26;
const pageBytes = 1 << 16;

let module: WebAssembly.Module | null = null;
let kept: Filters | null = null;

/** The filters and their memory of at least `bytes`, until the next call. Throws RangeError where there is no more. */
export function filterMemory(bytes: number): { filters: Filters; memory: Uint8Array } {
  module ??= new WebAssembly.Module(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
  const filters = kept ?? (new WebAssembly.Instance(module).exports as unknown as Filters);
  const missing = bytes - filters.memory.buffer.byteLength;
  if (missing > 0) filters.memory.grow(Math.ceil(missing / pageBytes));
  kept = bytes > keptBytes ? null : filters;
  return { filters, memory: new Uint8Array(filters.memory.buffer) };
}
