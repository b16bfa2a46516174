/**
 * The 512-byte header of a tar entry: the old format, ustar and pax (POSIX.1-1988 and -2001, "pax Interchange Format") and what
 * GNU tar adds to them (https://www.gnu.org/software/tar/manual/html_node/Standard.html).
 */
import { decodeName } from './entry-names.ts';

export const blockBytes = 512;

export interface TarHeader {
  /** As it stands there, not yet a path. */
  readonly name: string;
  /** Bytes that follow, filled up to whole blocks. */
  readonly size: number;
  /** Ms since 1970. */
  readonly modified: number;
  /** One letter: `0` is a file. */
  readonly type: string;
  /** GNU's sparse files: whether a block with more of the map of holes follows the header. */
  readonly moreHoles: boolean;
}

const ascii = new TextDecoder('latin1');

/** Whether these 512 bytes are a tar's header, by their checksum. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < blockBytes) return false;
  const stored = numberField(block, 148, 8);
  // The sum is taken with blanks in its own place; old Suns took the bytes as signed.
  let unsigned = 8 * 32;
  let signed = 8 * 32;
  for (let i = 0; i < blockBytes; i++) {
    if (i >= 148 && i < 156) continue;
    unsigned += block[i]!;
    signed += (block[i]! << 24) >> 24;
  }
  return stored === unsigned || stored === signed;
}

/** Whether a block is empty: two of them end a tar. */
export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Reads a header whose checksum is right; null where a number in it makes no sense. */
export function parseTarHeader(block: Uint8Array): TarHeader | null {
  const size = numberField(block, 124, 12);
  const modified = numberField(block, 136, 12);
  if (size === null || size < 0 || !Number.isSafeInteger(size)) return null;
  const magic = ascii.decode(block.subarray(257, 263));
  const name = decodeName(block.subarray(0, 100));
  // Where ustar has the first part of a long name, GNU tar has times.
  const prefix = magic === 'ustar\0' ? decodeName(block.subarray(345, 500)) : '';
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156]!);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    modified: (modified ?? 0) * 1000,
    type,
    moreHoles: type === 'S' && block[482] !== 0,
  };
}

/** Octal digits between blanks and zeros; or, where the first bit is set, a number to the base 256. */
function numberField(block: Uint8Array, at: number, length: number): number | null {
  const bytes = block.subarray(at, at + length);
  if ((bytes[0]! & 0x80) !== 0) {
    // In two's complement; 0xff begins a number below zero.
    const isNegative = (bytes[0]! & 0x40) !== 0;
    let value = isNegative ? (bytes[0]! & 0x7f) - 0x80 : bytes[0]! & 0x7f;
    for (const byte of bytes.subarray(1)) value = value * 256 + byte;
    return value;
  }
  const digits = /^[ \0]*([0-7]*)(?:[ \0]|$)/.exec(ascii.decode(bytes));
  return digits === null ? null : Number.parseInt(digits[1] || '0', 8);
}
