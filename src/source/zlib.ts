/** Deflated bytes that lie in memory as a zlib stream (RFC 1950), and CRC-32: what image formats need of the inflater. */
import { stopped, takeInflater } from './inflater.ts';

/** Most bytes that come at a time. */
export const mostInflated = 2 ** 18 + 1024;

/**
 * Decompresses a zlib stream that lies in `pieces`, a stretch at a time: each is a view that is good until the next is asked for.
 * Ends as soon as there are `most` bytes, or a few hundred more; only the whole of a stream has its checksum verified.
 *
 * @throws InflateError
 */
export function* inflateZlib(
  pieces: readonly Uint8Array[],
  most = Infinity,
): Generator<Uint8Array, void, void> {
  const inflater = takeInflater();
  let [next, fed, left] = [0, 0, most];
  try {
    inflater.beginZlib();
    while (left > 0) {
      for (; next < pieces.length; next++, fed = 0) {
        fed += inflater.feed(pieces[next]!.subarray(fed));
        if (fed < pieces[next]!.length) break;
      }
      const { status, output } = inflater.run(next === pieces.length, false, left);
      left -= output.length;
      if (output.length > 0) yield output;
      if (status === stopped.streamDone) return;
    }
  } finally {
    inflater.release();
  }
}

/** CRC-32 (IEEE 802.3) of bytes, going on from that of the bytes before them. */
export function crc32(before: number, bytes: Uint8Array): number {
  const inflater = takeInflater();
  const crc = inflater.crc32(before, bytes);
  inflater.release();
  return crc;
}
