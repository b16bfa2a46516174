/**
 * Data elements, items and sequences (PS3.5, chapter 7) in bytes that are in memory. Explicit and implicit VR, both byte orders.
 * Values stay bytes until somebody asks for them (`values.ts`), so no dictionary of VRs is needed.
 */
import type { Faults } from './faults.ts';
import { tagName, tags } from './tags.ts';

export interface Encoding {
  /** Whether each element says its VR. */
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const implicitLittle: Encoding = { explicit: false, littleEndian: true };
export const explicitLittle: Encoding = { explicit: true, littleEndian: true };
export const explicitBig: Encoding = { explicit: true, littleEndian: false };

export interface ElementHeader {
  readonly tag: number;
  /** Null where the encoding does not say it. */
  readonly vr: string | null;
  /** Bytes of the value; null is "undefined": a sequence, or fragments, with a delimiter at its end. */
  readonly length: number | null;
  /** Where the value begins. */
  readonly valueAt: number;
}

/** The value of one element. Sequences keep their items as bytes. */
export interface Value {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
}

/** Elements by tag. */
export type Dataset = ReadonlyMap<number, Value>;

/** The longest header of an element. */
export const longestHeader = 12;
const undefinedLength = 0xffffffff;
const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
/** Files of the real world have three or four levels. */
const deepestNesting = 32;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The header at `at`, or null where the bytes end in it. */
export function readElementHeader(
  view: DataView,
  at: number,
  { explicit, littleEndian }: Encoding,
): ElementHeader | null {
  if (at + 8 > view.byteLength) return null;
  const tag = view.getUint16(at, littleEndian) * 0x10000 + view.getUint16(at + 2, littleEndian);
  const vr = explicit && !isDelimiter(tag) ? vrAt(view, at + 4) : null;
  if (vr === null) {
    // Also what in an explicit file has no letters where its VR should be: writers mix the two.
    const length = view.getUint32(at + 4, littleEndian);
    return { tag, vr, length: length === undefinedLength ? null : length, valueAt: at + 8 };
  }
  if (!longVrs.has(vr))
    return { tag, vr, length: view.getUint16(at + 6, littleEndian), valueAt: at + 8 };
  if (at + longestHeader > view.byteLength) return null;
  const length = view.getUint32(at + 8, littleEndian);
  return { tag, vr, length: length === undefinedLength ? null : length, valueAt: at + longestHeader };
}

/** Two upper-case letters, or null. */
export function vrAt(view: DataView, at: number): string | null {
  const [first, second] = [view.getUint8(at), view.getUint8(at + 1)];
  const isLetter = (code: number) => code >= 0x41 && code <= 0x5a;
  return isLetter(first) && isLetter(second) ? String.fromCharCode(first, second) : null;
}

function isDelimiter(tag: number): boolean {
  return tag >= 0xfffe0000 && tag < 0xffff0000;
}

/** How the items within a value of undefined length are encoded (PS3.5, 6.2.2: UN hides implicit VR). */
export function encodingWithin({ vr }: ElementHeader, encoding: Encoding): Encoding {
  return vr === 'UN' ? implicitLittle : encoding;
}

/**
 * Where a value of undefined length ends, its delimiter included.
 * @param at where its first item begins.
 * @returns null where the bytes end before it does.
 */
export function endOfItems(
  view: DataView,
  at: number,
  encoding: Encoding,
  faults: Faults,
  depth = 0,
): number | null {
  if (depth > deepestNesting) throw faults.damaged(`sequences more than ${deepestNesting} deep`);
  for (;;) {
    const header = readElementHeader(view, at, encoding);
    if (header === null) return null;
    if (header.tag === tags.sequenceEnd) return header.valueAt;
    if (header.tag !== tags.item) throw faults.damaged(`${tagName(header.tag)} in place of an item`);
    const end: number | null =
      header.length === null
        ? endOfItem(view, header.valueAt, encoding, faults, depth)
        : header.valueAt + header.length;
    if (end === null) return null;
    at = end;
  }
}

function endOfItem(
  view: DataView,
  at: number,
  encoding: Encoding,
  faults: Faults,
  depth: number,
): number | null {
  for (;;) {
    const header = readElementHeader(view, at, encoding);
    if (header === null) return null;
    if (header.tag === tags.itemEnd) return header.valueAt;
    const end: number | null =
      header.length === null
        ? endOfItems(view, header.valueAt, encodingWithin(header, encoding), faults, depth + 1)
        : header.valueAt + header.length;
    if (end === null) return null;
    at = end;
  }
}

/**
 * The items of a sequence, with or without a delimiter at the end.
 * @throws AppError `damaged-image`
 */
export function readItems({ bytes, encoding }: Value, faults: Faults): Dataset[] {
  const view = viewOf(bytes);
  const items: Dataset[] = [];
  for (let at = 0; ;) {
    const header = readElementHeader(view, at, encoding);
    if (header?.tag !== tags.item) return items;
    const end =
      header.length === null
        ? endOfItem(view, header.valueAt, encoding, faults, 0)
        : header.valueAt + header.length;
    if (end === null || end > bytes.length) throw faults.damaged('an item longer than its sequence');
    items.push(readItem(bytes.subarray(header.valueAt, end), encoding, faults));
    at = end;
  }
}

function readItem(bytes: Uint8Array, encoding: Encoding, faults: Faults): Dataset {
  const view = viewOf(bytes);
  const dataset = new Map<number, Value>();
  for (let at = 0; ;) {
    const header = readElementHeader(view, at, encoding);
    if (header === null || header.tag === tags.itemEnd) return dataset;
    const within = encodingWithin(header, encoding);
    const end =
      header.length === null
        ? endOfItems(view, header.valueAt, within, faults)
        : header.valueAt + header.length;
    if (end === null || end > bytes.length) throw faults.damaged('an element longer than its item');
    dataset.set(header.tag, {
      bytes: bytes.subarray(header.valueAt, end),
      encoding: header.length === null ? within : encoding,
    });
    at = end;
  }
}
