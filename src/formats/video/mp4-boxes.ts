/**
 * A look at the boxes of an MP4 file (ISO/IEC 14496-12, 4.2) before a library reads it: whether it was cut off, and whether its tables promise
 * more frames than the file has bytes. The library would believe them, and count for hours.
 */
import type { SourceFile } from '../../domain/index.ts';

export type Mp4Fault = 'truncated' | { readonly damaged: string };

/** Boxes that are looked at; files in fragments have some for every few seconds. */
const mostBoxes = 50_000;

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);
/** Where a box has its number of samples, counted from its first byte. */
const counts: Readonly<Record<string, number>> = { stsz: 16, stz2: 16, trun: 12 };
/** Boxes that are lists of pairs, each a number of samples and a value that these share. */
const runLists = new Set(['stts', 'ctts']);
const runsAt = 16;
const pieceBytes = 2 ** 20;

/** What is wrong with the file; null where nothing is. */
export async function faultOfBoxes(file: SourceFile): Promise<Mp4Fault | null> {
  const seen = { boxes: 0, index: false };

  async function walk(start: number, end: number): Promise<Mp4Fault | null> {
    for (let at = start; at + 8 <= end && seen.boxes < mostBoxes; seen.boxes++) {
      const head = await file.slice(at, Math.min(end, at + 20));
      const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
      const type = String.fromCharCode(...head.subarray(4, 8));
      const short = view.getUint32(0);
      if (short === 1 && head.length < 16) return 'truncated';
      const size = short === 0 ? end - at : short === 1 ? Number(view.getBigUint64(8)) : short;
      if (size < (short === 1 ? 16 : 8)) return { damaged: `a box of ${size} bytes at ${at}` };
      if (at + size > end) return end === file.size ? 'truncated' : { damaged: `${type} at ${at}` };
      if (type === 'moov') seen.index = true;
      const countAt = counts[type];
      if (countAt !== undefined && head.length >= countAt + 4 && view.getUint32(countAt) > file.size)
        return { damaged: `${view.getUint32(countAt)} frames in ${type}` };
      if (runLists.has(type) && !(await areRunsShort(at + runsAt, at + size)))
        return { damaged: `more than ${file.size} frames in ${type}` };
      if (containers.has(type)) {
        const fault = await walk(at + (short === 1 ? 16 : 8), at + size);
        if (fault !== null) return fault;
      }
      at += size;
    }
    return null;
  }

  /** Whether all pairs together stand for no more samples than the file has bytes. */
  async function areRunsShort(start: number, end: number): Promise<boolean> {
    let total = 0;
    for (let at = start; at + 8 <= end; at += pieceBytes) {
      const bytes = await file.slice(at, Math.min(end, at + pieceBytes));
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let pair = 0; pair + 8 <= bytes.length; pair += 8) total += view.getUint32(pair);
      if (total > file.size) return false;
    }
    return true;
  }

  const fault = await walk(0, file.size);
  if (fault !== null) return fault;
  return seen.index || seen.boxes >= mostBoxes ? null : { damaged: 'no moov' };
}
