/**
 * A look at the boxes of an MP4 file (ISO/IEC 14496-12, 4.2) before a library reads it: whether it was cut off, and whether it promises more
 * frames than it has bytes, which the library would believe.
 */
import type { SourceFile } from '../../domain/index.ts';

/** Boxes that are looked at; files in fragments have two for every few seconds. */
const mostBoxes = 20_000;

const containers = new Set(['moof', 'traf']);

/** What is wrong with the file; null where nothing is. */
export async function faultOfBoxes(
  file: SourceFile,
): Promise<'truncated' | { readonly damaged: string } | null> {
  const seen = { boxes: 0, index: false };

  async function walk(
    start: number,
    end: number,
  ): Promise<'truncated' | { readonly damaged: string } | null> {
    for (let at = start; at + 8 <= end && seen.boxes < mostBoxes; seen.boxes++) {
      const head = await file.slice(at, Math.min(end, at + 16));
      const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
      const type = String.fromCharCode(...head.subarray(4, 8));
      const short = view.getUint32(0);
      if (short === 1 && head.length < 16) return 'truncated';
      const size = short === 0 ? end - at : short === 1 ? Number(view.getBigUint64(8)) : short;
      if (size < (short === 1 ? 16 : 8)) return { damaged: `a box of ${size} bytes at ${at}` };
      if (at + size > end) return end === file.size ? 'truncated' : { damaged: `${type} at ${at}` };
      if (type === 'moov') seen.index = true;
      // The number of samples follows four bytes of version and flags.
      if (type === 'trun' && head.length === 16 && view.getUint32(12) > file.size)
        return { damaged: `${view.getUint32(12)} frames at ${at}` };
      if (containers.has(type)) {
        const fault = await walk(at + 8, at + size);
        if (fault !== null) return fault;
      }
      at += size;
    }
    return null;
  }

  return (
    (await walk(0, file.size)) ?? (seen.index || seen.boxes >= mostBoxes ? null : { damaged: 'no moov' })
  );
}
