/** The compiled loops of `jpeg.as`, and the memory that they work in. */
import { code } from './jpeg-code.ts';

/** What `collectRow` decodes: whole blocks, or one kind of progressive scan (T.81 G.1.2). */
export const scanKinds = {
  sequential: 0,
  dcFirst: 1,
  dcRefinement: 2,
  acFirst: 3,
  acRefinement: 4,
} as const;

/** What `jpeg.as` exports; addresses, steps and strides are in bytes, lengths and widths in samples. */
export interface JpegLoops {
  readonly memory: WebAssembly.Memory;
  startScan(
    from: number,
    to: number,
    space: number,
    order: number,
    predictors: number,
    restartEvery: number,
    first: number,
    last: number,
    low: number,
  ): void;
  findMarker(from: number, to: number): number;
  writeSkips(ac: number, to: number): void;
  decodeRow(units: number, parts: number, partsEnd: number, scratch: number): void;
  collectRow(units: number, parts: number, partsEnd: number, kind: number): void;
  transformRow(
    blocks: number,
    coefficients: number,
    quantisers: number,
    to: number,
    step: number,
    stride: number,
    size: number,
    order: number,
    scratch: number,
  ): void;
  widen(row: number, length: number, to: number, sums: number): void;
  widenBetween(row: number, further: number, length: number, to: number, sums: number): void;
  between(row: number, further: number, length: number, to: number, bias: number): void;
  repeat(row: number, length: number, to: number, times: number): void;
  smoothDeep(
    row: number,
    further: number,
    length: number,
    to: number,
    across: number,
    down: number,
    lower: number,
  ): void;
  repeatDeep(row: number, length: number, to: number, times: number): void;
  colourToRgb(y: number, cb: number, cr: number, width: number, to: number): void;
  interleaveThree(a: number, b: number, c: number, width: number, to: number): void;
  dealBytes(from: number, width: number, to: number, step: number): void;
  dealDeep(from: number, width: number, to: number, step: number): void;
  invertedInPlace(to: number, width: number): void;
  invertedInPlaceDeep(to: number, width: number): void;
  colourInPlaceDeep(to: number, width: number): void;
}

const pageBytes = 1 << 16;
/** A memory larger than this is not kept for the next image. */
const keptBytes = 1 << 26;
/** What the loops may read or write beyond the end of a block. */
const slack = 64;

let compiled: WebAssembly.Module | null = null;
let kept: JpegLoops | null = null;

/** Null where WebAssembly has no vectors. */
export function jpegLoops(): JpegLoops | null {
  if (kept !== null) return kept;
  if (compiled === null) {
    const bytes = Uint8Array.from(atob(code), (character) => character.charCodeAt(0));
    if (!WebAssembly.validate(bytes)) return null;
    compiled = new WebAssembly.Module(bytes);
  }
  kept = new WebAssembly.Instance(compiled).exports as unknown as JpegLoops;
  return kept;
}

/** To be called when an image is done. */
export function releaseLoops(loops: JpegLoops): void {
  if (kept === loops && loops.memory.buffer.byteLength > keptBytes) kept = null;
}

/** Hands out blocks of memory one after the other, each on a 16-byte boundary with some room behind it. */
export class Layout {
  #free = slack;

  take(bytes: number): number {
    const at = this.#free;
    this.#free = (at + bytes + slack + 15) & ~15;
    if (this.#free < at) throw new RangeError(`${bytes} bytes more than WebAssembly can address`);
    return at;
  }

  /** Makes the memory as large as what was handed out. Throws RangeError where that can't be had. */
  apply(memory: WebAssembly.Memory): Uint8Array {
    const missing = this.#free + slack - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return new Uint8Array(memory.buffer);
  }
}
