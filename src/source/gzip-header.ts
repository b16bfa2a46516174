/** The header of a gzip member (RFC 1952, 2.3). */
import type { RangeBuffer } from './range-buffer.ts';

const fixedBytes = 10;
/** Longest header that is believed: an extra field, a name and a comment have 64 KB each at most in any real file. */
const longestHeader = 3 * 65536;
const flag = { checksum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** Whether a file that begins so is a gzip; three bytes are enough. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** Length in bytes of the header that begins at `at`; null where there is none, or where it is cut off. */
export async function gzipHeaderLength(input: RangeBuffer, at: number): Promise<number | null> {
  const head = await input.view(at, fixedBytes);
  const flags = head[3]!;
  if (head.length < fixedBytes || !isGzip(head) || (flags & flag.reserved) !== 0) return null;
  let length = fixedBytes;
  if ((flags & flag.extra) !== 0) {
    const field = await input.view(at + length, 2);
    if (field.length < 2) return null;
    length += 2 + field[0]! + 256 * field[1]!;
  }
  for (const text of [flag.name, flag.comment]) {
    if ((flags & text) === 0) continue;
    const end = await textEnd(input, at + length);
    if (end === null) return null;
    length = end - at;
  }
  if ((flags & flag.checksum) !== 0) length += 2;
  return length;
}

/** Behind the zero that ends a text. */
async function textEnd(input: RangeBuffer, start: number): Promise<number | null> {
  for (let at = start; at - start < longestHeader;) {
    const bytes = await input.view(at, 1);
    if (bytes.length === 0) return null;
    const zero = bytes.indexOf(0);
    if (zero >= 0) return at + zero + 1;
    at += bytes.length;
  }
  return null;
}
