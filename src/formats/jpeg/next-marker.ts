/** Where the markers of a JPEG file are (T.81 B.1.1.2). */
import { jpegLoops, Layout } from './simd/jpeg-simd.ts';

/** Bytes that are looked through at a time: few at first, as a scan may be short. */
const firstChunk = 1 << 11;
const limitChunk = 1 << 17;

/**
 * Position of the next 0xff that begins a marker: not stuffed (ff 00), not fill (ff ff), not of a restart; -1 where there is none.
 */
export function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1];
    if (code === undefined) return -1;
    if (code !== 0 && code !== 0xff && !isRestart(code)) return at;
  }
  return -1;
}

/** The same, quicker over many coded bytes, in which every 256th is 0xff. */
export function scanEnd(bytes: Uint8Array, from: number): number {
  const loops = jpegLoops();
  if (loops === null) return nextMarker(bytes, from);
  const layout = new Layout();
  const space = layout.take(limitChunk);
  const memory = layout.apply(loops.memory);
  let size = firstChunk;
  for (let at = from; at + 1 < bytes.length;) {
    const chunk = bytes.subarray(at, at + size);
    memory.set(chunk, space);
    const found = loops.findMarker(space, space + chunk.length) - space;
    if (found < chunk.length) return at + found;
    // Chunks overlap by a byte, as markers have two.
    at += size - 1;
    size = Math.min(2 * size, limitChunk);
  }
  return -1;
}

function isRestart(code: number): boolean {
  return code >= 0xd0 && code <= 0xd7;
}
