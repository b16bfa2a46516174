/** The records of a pax header: `length key=value\n`, the length being that of the whole record in bytes. */
import { decodeName } from './entry-names.ts';

/** What of a pax header matters here. */
export interface PaxFields {
  readonly path?: string;
  readonly size?: number;
  /** Ms since 1970. */
  readonly modified?: number;
  /** GNU tar's way to write a sparse file in pax; its `path` is then made up. */
  readonly isSparse?: boolean;
  readonly sparseName?: string;
}

/** Null where the records are broken. */
export function parsePax(bytes: Uint8Array): PaxFields | null {
  let fields: PaxFields = {};
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    if (blank < 0 || blank - at > 10) return isFilling(bytes.subarray(at)) ? fields : null;
    const digits = decodeName(bytes.subarray(at, blank));
    const length = /^\d+$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    const equals = bytes.indexOf(0x3d, blank);
    if (end > bytes.length || equals < 0 || equals >= end || bytes[end - 1] !== 0x0a) return null;
    const key = decodeName(bytes.subarray(blank + 1, equals));
    fields = { ...fields, ...fieldOf(key, decodeName(bytes.subarray(equals + 1, end - 1))) };
    at = end;
  }
  return fields;
}

function fieldOf(key: string, value: string): PaxFields {
  if (key === 'path') return { path: value };
  if (key === 'size') return { size: Number(value) };
  if (key === 'mtime') return { modified: Math.round(Number(value) * 1000) };
  if (key === 'GNU.sparse.name') return { sparseName: value, isSparse: true };
  return key.startsWith('GNU.sparse.') ? { isSparse: true } : {};
}

function isFilling(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
