/**
 * Inflate, CRC-32 and PNG's row filters in WebAssembly (`zlib.as`), for decoders whose speed is mostly theirs: twice as fast as a
 * DecompressionStream, which also costs a task for every chunk. Needs vectors in WebAssembly, as every browser with a
 * DecompressionStream has them.
 */
import { code } from './zlib-code.ts';

/** What `zlib.as` exports; positions are addresses in its memory. */
export interface Zlib {
  readonly memory: WebAssembly.Memory;
  firstFree(): number;
  status(): number;
  begin(from: number, end: number): void;
  inflate(history: number, out: number, limit: number): number;
  crc32(from: number, end: number): number;
  unfilter(source: number, rows: number, rowBytes: number, target: number, pixelBytes: number): number;
  swapBytes(at: number, count: number): void;
}

/** What `status` answers while the data are fine. */
const outputFull = 0;
export const finished = 1;

/** What the other answers mean. */
const faults = [
  '',
  '',
  'compressed data end early',
  'no zlib header',
  'unknown kind of deflate block',
  'stored block with two lengths',
  'no Huffman code',
  'code that stands for nothing',
  'distance beyond the beginning',
  'checksum of the decompressed data',
];

/** Bytes of zeros that have to follow the input. */
export const inputPadding = 64;
/** Bytes behind the limit that inflate may write. */
export const outputSlack = 1024;
/** How far back deflate refers. */
export const windowBytes = 32768;

/** Memory beyond this is given back after use: an instance's memory can only grow. */
const keptBytes = 1 << 26;
const pageBytes = 1 << 16;

/** Compressed data are broken, or end before their end. */
export class ZlibError extends Error {
  override readonly name = 'ZlibError';
}

let compiled: Promise<WebAssembly.Module> | null = null;
let kept: Zlib | null = null;

/** Runs `work` with an instance of its own for as long as it takes; `work` must not wait for anything. */
export async function withZlib<T>(work: (zlib: Zlib) => T): Promise<T> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(code), (char) => char.charCodeAt(0)));
  const module = await compiled;
  const zlib = kept ?? ((await WebAssembly.instantiate(module)).exports as unknown as Zlib);
  kept = zlib;
  try {
    return work(zlib);
  } finally {
    if (zlib.memory.buffer.byteLength > keptBytes) kept = null;
  }
}

/** Makes the memory hold `bytes` from its beginning. Throws RangeError where there is no more. */
export function grow(zlib: Zlib, bytes: number): Uint8Array {
  const missing = bytes - zlib.memory.buffer.byteLength;
  if (missing > 0) zlib.memory.grow(Math.ceil(missing / pageBytes));
  return new Uint8Array(zlib.memory.buffer);
}

/** Throws where inflate stopped because something is wrong. */
export function checkStatus(zlib: Zlib): void {
  const status = zlib.status();
  if (status !== outputFull && status !== finished) throw new ZlibError(faults[status]);
}

/**
 * Decompresses at most `most` bytes of a zlib stream.
 *
 * @throws ZlibError where the data are wrong before that.
 */
export function inflateZlib(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  return withZlib((zlib) => {
    const from = zlib.firstFree();
    const end = from + bytes.length;
    const out = end + inputPadding;
    const memory = grow(zlib, out + most + outputSlack);
    memory.set(bytes, from);
    memory.fill(0, end, out);
    zlib.begin(from, end);
    const reached = zlib.inflate(out, out, out + most);
    if (reached < out + most) checkStatus(zlib);
    return memory.slice(out, Math.min(reached, out + most));
  });
}
