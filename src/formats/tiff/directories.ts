/**
 * The directories of a TIFF file (TIFF 6.0, section 2; BigTIFF), read in ranges: a slide of many GB has its directories anywhere.
 */
import type { SourceFile } from '../../domain/index.ts';

/** The file ends before what it says is there. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

export interface TiffFile {
  readonly littleEndian: boolean;
  /** Offsets of the directories, one for each page; at least one. */
  readonly pages: readonly number[];
  /** The fields of a directory. Throws CutOff. */
  fieldsAt(directory: number): Promise<Fields>;
}

export interface Fields {
  /** The first `most` values of a field as numbers, or null where there is no such field. Throws CutOff. */
  numbers(tag: number, most: number): Promise<number[] | null>;
  /** The first value of a field. */
  number(tag: number, otherwise: number): Promise<number>;
  /** A field that is a run of bytes. */
  bytes(tag: number): Promise<Uint8Array | null>;
}

interface Field {
  readonly type: number;
  readonly count: number;
  /** Offset in the file of the values. */
  readonly at: number;
}

/** Bytes of a value of each type: BYTE, ASCII, SHORT, LONG, RATIONAL, ... IFD, and BigTIFF's LONG8, SLONG8 and IFD8. */
const typeBytes: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4 },
  ...{ 16: 8, 17: 8, 18: 8 },
};
const readAhead = 1 << 14;
/** More are a loop that never comes back, or a file that nobody has. */
const mostPages = 65_536;

/** @throws CutOff */
export async function openDirectories(file: SourceFile): Promise<TiffFile> {
  let kept = { start: 0, bytes: await file.slice(0, Math.min(readAhead, file.size)) };

  async function range(start: number, length: number): Promise<DataView> {
    if (!(start + length <= file.size)) throw new CutOff();
    const { bytes } = kept;
    if (start < kept.start || start + length > kept.start + bytes.length) {
      const end = Math.min(file.size, start + Math.max(length, readAhead));
      kept = { start, bytes: await file.slice(start, end) };
    }
    return new DataView(kept.bytes.buffer, kept.bytes.byteOffset + start - kept.start, length);
  }

  const head = await range(0, 8);
  const littleEndian = head.getUint8(0) === 0x49;
  const isBig = head.getUint16(2, littleEndian) === 43;
  const pointer = (view: DataView, at: number) =>
    isBig ? Number(view.getBigUint64(at, littleEndian)) : view.getUint32(at, littleEndian);
  const countBytes = isBig ? 8 : 2;
  const fieldBytes = isBig ? 20 : 12;
  const pointerBytes = isBig ? 8 : 4;

  async function fieldCount(directory: number): Promise<number> {
    const view = await range(directory, countBytes);
    return isBig ? pointer(view, 0) : view.getUint16(0, littleEndian);
  }

  async function fieldsAt(directory: number): Promise<Fields> {
    const count = await fieldCount(directory);
    const start = directory + countBytes;
    const view = await range(start, count * fieldBytes);
    const fields = new Map<number, Field>();
    for (let at = 0; at < view.byteLength; at += fieldBytes) {
      const type = view.getUint16(at + 2, littleEndian);
      const values = pointer(view, at + 4);
      const valuesAt = at + 4 + pointerBytes;
      const isInside = values * (typeBytes[type] ?? 0) <= pointerBytes;
      fields.set(view.getUint16(at, littleEndian), {
        type,
        count: values,
        at: isInside ? start + valuesAt : pointer(view, valuesAt),
      });
    }

    async function numbers(tag: number, most: number): Promise<number[] | null> {
      const field = fields.get(tag);
      const bytes = typeBytes[field?.type ?? 0];
      if (field === undefined || bytes === undefined) return null;
      const count = Math.min(field.count, most);
      const values = await range(field.at, count * bytes);
      return Array.from({ length: count }, (_, i) =>
        numberAt(values, i * bytes, field.type, littleEndian),
      );
    }
    return {
      numbers,
      number: async (tag, otherwise) => (await numbers(tag, 1))?.[0] ?? otherwise,
      async bytes(tag) {
        const field = fields.get(tag);
        if (field === undefined || typeBytes[field.type] !== 1) return null;
        const view = await range(field.at, field.count);
        return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
      },
    };
  }

  const pages = new Set<number>();
  let next = pointer(await range(0, isBig ? 16 : 8), isBig ? 8 : 4);
  // A directory behind the end of the file is a page too, whose reading fails.
  while (next !== 0 && !pages.has(next) && pages.size < mostPages) {
    pages.add(next);
    try {
      const after = next + countBytes + (await fieldCount(next)) * fieldBytes;
      next = pointer(await range(after, pointerBytes), 0);
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      break;
    }
  }
  if (pages.size === 0) throw new CutOff();
  return { littleEndian, pages: [...pages], fieldsAt };
}

/** A value of an integral type; of any other type its first byte, which nobody asks for. */
function numberAt(view: DataView, at: number, type: number, littleEndian: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, littleEndian);
    case 8:
      return view.getInt16(at, littleEndian);
    case 4:
    case 13:
      return view.getUint32(at, littleEndian);
    case 9:
      return view.getInt32(at, littleEndian);
    case 16:
    case 17:
    case 18:
      return Number(view.getBigUint64(at, littleEndian));
    default:
      return view.getUint8(at);
  }
}
