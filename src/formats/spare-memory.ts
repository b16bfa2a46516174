/**
 * Memory of pictures that are done with, for the next ones. A browser maps and clears every page of a fresh megabyte when it is first
 * written to, which takes it about 0.7 ms; decoding a JPEG of a megapixel takes 3.
 */

/** What is smaller the browser's own allocator keeps at hand. */
const leastBytes = 1 << 18;
/** As many as there are pictures on their way through a cutting worker, each as it was decoded and as it was made grey. */
const mostSpares = 8;
const mostBytes = 1 << 26;

/** Smallest first. */
const spares: ArrayBufferLike[] = [];
const lent = new WeakSet<ArrayBufferLike>();

/**
 * Bytes to be filled: what they hold is left from other pictures, and their buffer may be longer. They are for the values of one
 * picture, of which a decoder keeps nothing.
 */
export function takeBytes(length: number): Uint8Array {
  if (length < leastBytes) return new Uint8Array(length);
  const found = spares.findIndex(({ byteLength }) => byteLength >= length);
  const buffer = found < 0 ? new ArrayBuffer(length) : spares.splice(found, 1)[0]!;
  lent.add(buffer);
  return new Uint8Array(buffer, 0, length);
}

/** For values that nobody looks at any more; those that were not taken here are left to the garbage collector. */
export function giveBack({ buffer }: Pick<ArrayBufferView, 'buffer'>): void {
  if (!lent.delete(buffer)) return;
  spares.push(buffer);
  spares.sort((a, b) => a.byteLength - b.byteLength);
  while (spares.length > mostSpares || spareBytes() > mostBytes) spares.shift();
}

function spareBytes(): number {
  return spares.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
