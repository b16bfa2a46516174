/**
 * The chunks of an AVI file (Microsoft's AVI RIFF File Reference; OpenDML 1.02 for files with several RIFFs): its video stream's codec and where
 * the frames lie. Frames are found by the index where there is one, else by walking over them.
 */
import type { SourceFile } from '../../domain/index.ts';

export interface AviVideo {
  /** Four characters, e.g. `MJPG`. */
  readonly codec: string;
  /** Frames that hold anything, in order; empty ones repeat the frame before. */
  readonly frames: readonly FramePlace[];
}

interface FramePlace {
  readonly start: number;
  readonly length: number;
}

export type AviFault = 'truncated' | { readonly damaged: string };

interface Chunk {
  /** Its four characters; for lists those of the list. */
  readonly type: string;
  readonly isList: boolean;
  /** Where its content begins, and ends. */
  readonly start: number;
  readonly end: number;
}

/** Longest description of the streams, and longest index, that are believed. */
const longestHeaders = 2 ** 20;
const longestIndex = 2 ** 26;

/** Bytes read at once while walking: less than a frame, more than many small chunks. */
const windowBytes = 4096;

export async function readRiff(file: SourceFile): Promise<AviVideo | AviFault> {
  const headAt = windowOf(file);
  let stream: { readonly codec: string; readonly number: number } | null = null;
  let index: Chunk | null = null;
  const movies: Chunk[] = [];
  for await (const riff of chunksOf(headAt, 0, file.size)) {
    if (!riff.isList) continue;
    // Some writers count the last byte of padding, which then is not there.
    if (riff.end > file.size + 1) return 'truncated';
    for await (const chunk of chunksOf(headAt, riff.start, Math.min(riff.end, file.size))) {
      if (chunk.end > file.size + 1) return { damaged: `${chunk.type} at ${chunk.start}` };
      if (chunk.type === 'hdrl') {
        if (chunk.end - chunk.start > longestHeaders) return { damaged: 'headers' };
        stream ??= await videoStream(file, chunk);
      } else if (chunk.type === 'movi') movies.push(chunk);
      else if (chunk.type === 'idx1') index ??= chunk;
    }
  }
  if (stream === null) return { damaged: 'no video stream' };
  const [first, ...others] = movies;
  if (first === undefined) return { damaged: 'no movi' };
  const names = ['dc', 'db'].map((kind) => `${String(stream.number).padStart(2, '0')}${kind}`);
  const indexed = index === null ? null : await indexedFrames(file, index, first, names);
  const frames = indexed ?? (await walkedFrames(headAt, first, names));
  for (const movie of others) frames.push(...(await walkedFrames(headAt, movie, names)));
  if (frames.some(({ start, length }) => start + length > file.size)) return 'truncated';
  return { codec: stream.codec, frames };
}

/** Reads heads of chunks through a small window. */
function windowOf(file: SourceFile): (at: number) => Promise<DataView | null> {
  let start = 0;
  let bytes = new Uint8Array(0) as Uint8Array;
  return async (at) => {
    if (at < start || at + 12 > start + bytes.length) {
      start = at;
      bytes = await file.slice(at, Math.min(file.size, at + windowBytes));
    }
    const room = start + bytes.length - at;
    return room < 8 ? null : new DataView(bytes.buffer, bytes.byteOffset + at - start, room);
  };
}

async function* chunksOf(
  headAt: (at: number) => Promise<DataView | null>,
  from: number,
  to: number,
): AsyncGenerator<Chunk, void, void> {
  for (let at = from; at + 8 <= to;) {
    const view = await headAt(at);
    if (view === null) return;
    const name = fourCharacters(view, 0);
    if (!/^[ -~]{4}$/.test(name)) return;
    const size = view.getUint32(4, true);
    const isList = (name === 'RIFF' || name === 'LIST') && size >= 4 && view.byteLength >= 12;
    const start = at + (isList ? 12 : 8);
    yield { type: isList ? fourCharacters(view, 8) : name, isList, start, end: at + 8 + size };
    // Chunks begin at even places.
    at += 8 + size + (size & 1);
  }
}

/** The first video stream: its number among all streams, and its codec. */
async function videoStream(file: SourceFile, { start, end }: Chunk) {
  const bytes = await file.slice(start, end);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headAt = (at: number) =>
    Promise.resolve(at + 8 > bytes.length ? null : new DataView(bytes.buffer, bytes.byteOffset + at));
  let number = -1;
  for await (const list of chunksOf(headAt, 0, bytes.length)) {
    if (list.type !== 'strl') continue;
    number++;
    let isVideo = false;
    for await (const chunk of chunksOf(headAt, list.start, Math.min(list.end, bytes.length))) {
      if (chunk.end > bytes.length || chunk.end - chunk.start < 20) continue;
      if (chunk.type === 'strh') isVideo = fourCharacters(view, chunk.start) === 'vids';
      // BITMAPINFOHEADER: the compression lies behind sizes, planes and depth.
      if (chunk.type === 'strf' && isVideo)
        return { codec: fourCharacters(view, chunk.start + 16), number };
    }
  }
  return null;
}

/** Null where the index does not fit the file, or names no frame. */
async function indexedFrames(
  file: SourceFile,
  index: Chunk,
  movie: Chunk,
  names: readonly string[],
): Promise<FramePlace[] | null> {
  if (index.end - index.start > longestIndex) return null;
  const bytes = await file.slice(index.start, Math.min(file.size, index.end));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: FramePlace[] = [];
  // Places count from the word "movi" or, in some files, from the start of the file.
  let base: number | null = null;
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    const name = fourCharacters(view, at);
    if (!names.includes(name)) continue;
    const offset = view.getUint32(at + 8, true);
    const length = view.getUint32(at + 12, true);
    base ??= await baseOfIndex(file, movie.start - 4, offset, name);
    if (base === null) return null;
    if (length > 0) frames.push({ start: base + offset + 8, length });
  }
  return frames.length === 0 ? null : frames;
}

async function baseOfIndex(file: SourceFile, movie: number, offset: number, name: string) {
  for (const base of [movie, 0]) {
    const bytes = await file.slice(base + offset, base + offset + 4);
    if (String.fromCharCode(...bytes) === name) return base;
  }
  return null;
}

async function walkedFrames(
  headAt: (at: number) => Promise<DataView | null>,
  { start, end }: Chunk,
  names: readonly string[],
  mayHaveRecords = true,
): Promise<FramePlace[]> {
  const frames: FramePlace[] = [];
  for await (const chunk of chunksOf(headAt, start, end)) {
    if (chunk.isList && chunk.type === 'rec ' && mayHaveRecords)
      frames.push(
        ...(await walkedFrames(headAt, { ...chunk, end: Math.min(chunk.end, end) }, names, false)),
      );
    else if (names.includes(chunk.type) && chunk.end > chunk.start)
      frames.push({ start: chunk.start, length: chunk.end - chunk.start });
  }
  return frames;
}

function fourCharacters(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
