/** Encapsulated pixels (PS3.5, A.4): which bytes of the file belong to which frame. Found by walking item headers, never by their content. */
import type { SourceFile } from '../../domain/index.ts';
import { ByteWindow } from './byte-window.ts';
import { type Encoding, longestHeader, readElementHeader, viewOf } from './elements.ts';
import type { Faults } from './faults.ts';
import { tagName, tags } from './tags.ts';

interface Fragment {
  /** Where its bytes begin in the file. */
  readonly at: number;
  readonly length: number;
}

/** The fragments of one frame, in order. */
export type FragmentedFrame = readonly Fragment[];

const mostFragments = 1_000_000;
/** Enough for a header and the start of a code stream; fragments themselves are not read. */
const pieceBytes = 4096;
const offsetBytes = 4;
const longestOffsetTable = 64 * 2 ** 20;

/**
 * @param start where the first item begins.
 * @throws AppError `truncated-image` or `damaged-image`
 */
export async function findFrames(
  file: SourceFile,
  start: number,
  encoding: Encoding,
  frames: number,
  faults: Faults,
): Promise<FragmentedFrame[]> {
  const window = new ByteWindow(file, pieceBytes);
  const [table, ...fragments] = await walkFragments(file, window, start, encoding, faults);
  if (table === undefined || fragments.length === 0) throw faults.truncated();
  if (frames === 1) return [fragments];
  if (fragments.length === frames) return fragments.map((fragment) => [fragment]);
  if (fragments.length < frames)
    throw faults.damaged(`${fragments.length} fragments for ${frames} frames`);

  const first = fragments[0]!.at - 8;
  const starts =
    table.length === frames * offsetBytes && table.length <= longestOffsetTable
      ? await readOffsets(window, table, first)
      : await findCodestreams(window, fragments);
  const grouped = group(fragments, starts);
  if (grouped.length !== frames || grouped.some((frame) => frame.length === 0))
    throw faults.damaged(`fragments of ${grouped.length} frames, expected ${frames}`);
  return grouped;
}

/** The frame's bytes in one piece, which may be a part of the file's own and is only to be read. */
export async function readFragments(file: SourceFile, frame: FragmentedFrame): Promise<Uint8Array> {
  if (frame.length === 1) {
    const { at, length } = frame[0]!;
    // Where a frame is most of its file, all of it is asked for: a file in memory then makes no copy.
    if (2 * length < file.size) return file.slice(at, at + length);
    return (await file.slice(0, file.size)).subarray(at, at + length);
  }
  const bytes = new Uint8Array(frame.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const fragment of frame) {
    bytes.set(await file.slice(fragment.at, fragment.at + fragment.length), at);
    at += fragment.length;
  }
  return bytes;
}

/** All items up to the delimiter, or to the end of the file where that is missing; the first is the offset table. */
async function walkFragments(
  file: SourceFile,
  window: ByteWindow,
  start: number,
  encoding: Encoding,
  faults: Faults,
): Promise<Fragment[]> {
  const found: Fragment[] = [];
  for (let at = start; at < file.size;) {
    const header = readElementHeader(viewOf(await window.get(at, longestHeader)), 0, encoding);
    if (header === null) throw faults.truncated();
    if (header.tag === tags.sequenceEnd) break;
    if (header.tag !== tags.item || header.length === null)
      throw faults.damaged(`${tagName(header.tag)} in place of a fragment`);
    const fragment = { at: at + header.valueAt, length: header.length };
    at = fragment.at + fragment.length;
    if (at > file.size) throw faults.truncated();
    if (found.push(fragment) > mostFragments)
      throw faults.damaged(`more than ${mostFragments} fragments`);
  }
  return found;
}

/** Where frames begin according to the basic offset table, which counts from the first fragment's item on. */
async function readOffsets(window: ByteWindow, table: Fragment, first: number): Promise<Set<number>> {
  const view = viewOf(await window.get(table.at, table.length));
  const starts = new Set<number>();
  for (let at = 0; at + offsetBytes <= view.byteLength; at += offsetBytes)
    starts.add(first + view.getUint32(at, true) + 8);
  return starts;
}

/** Where frames begin judging by the first bytes of each fragment: those of a JPEG, of JPEG 2000, or of a JP2 file. */
async function findCodestreams(
  window: ByteWindow,
  fragments: readonly Fragment[],
): Promise<Set<number>> {
  const starts = new Set<number>();
  for (const { at, length } of fragments) {
    const [first, second, third] = await window.get(at, Math.min(length, 3));
    const isJpeg = first === 0xff && second === 0xd8 && third === 0xff;
    const isJpeg2000 = first === 0xff && second === 0x4f && third === 0xff;
    if (isJpeg || isJpeg2000) starts.add(at);
  }
  return starts;
}

function group(fragments: readonly Fragment[], starts: ReadonlySet<number>): FragmentedFrame[] {
  const frames: Fragment[][] = [];
  for (const fragment of fragments) {
    if (frames.length === 0 || starts.has(fragment.at)) frames.push([]);
    frames.at(-1)!.push(fragment);
  }
  return frames;
}
