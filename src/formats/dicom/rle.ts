/** RLE lossless (PS3.5, annex G): each byte of each sample is a plane of its own, highest byte first, packed by PackBits. */
import type { Faults } from './faults.ts';

const headerBytes = 64;
const mostSegments = 15;
/** Two bytes stand for at most 128. */
const largestExpansion = 64;

/**
 * @returns the planes one after the other, `[samples, bytesPerSample, pixels]`, each most significant byte first.
 * @throws AppError `damaged-image`
 */
export function decodeRle(
  bytes: Uint8Array,
  planes: number,
  pixels: number,
  faults: Faults,
): Uint8Array {
  if (bytes.length < headerBytes) throw faults.damaged(`RLE frame of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== planes || segments > mostSegments)
    throw faults.damaged(`${segments} RLE segments, expected ${planes}`);
  if (planes * pixels > bytes.length * largestExpansion)
    throw faults.damaged(`${planes * pixels} bytes in an RLE frame of ${bytes.length}`);
  const out = new Uint8Array(planes * pixels);
  for (let i = 0; i < segments; i++) {
    const start = view.getUint32(4 + 4 * i, true);
    const end = i + 1 < segments ? view.getUint32(8 + 4 * i, true) : bytes.length;
    if (start < headerBytes || start > end || end > bytes.length)
      throw faults.damaged(`RLE segment at ${start} to ${end}`);
    const found = unpack(bytes.subarray(start, end), out.subarray(i * pixels, (i + 1) * pixels));
    if (found < pixels) throw faults.damaged(`RLE segment of ${found} bytes, expected ${pixels}`);
  }
  return out;
}

/** PackBits (PS3.5, G.3) until `out` is full or `packed` empty. Returns how much of `out` was filled. */
function unpack(packed: Uint8Array, out: Uint8Array): number {
  let to = 0;
  for (let at = 0; at < packed.length && to < out.length;) {
    const control = packed[at++]!;
    if (control < 128) {
      // Byte by byte: runs are so short that a view of each would take longer than the copy.
      const end = Math.min(at + control + 1, packed.length, at + out.length - to);
      for (let from = at; from < end; from++) out[to++] = packed[from]!;
      at += control + 1;
    } else if (control > 128 && at < packed.length) {
      const end = Math.min(to + 257 - control, out.length);
      out.fill(packed[at++]!, to, end);
      to = end;
    }
  }
  return to;
}
