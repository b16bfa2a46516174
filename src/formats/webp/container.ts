/** The chunks of a WebP file (RFC 9649): which of them is the first picture, how large it is, and where it goes. */
import { hasBytes } from '../image-format.ts';

export interface WebpPicture {
  /** Of the canvas. */
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  /** Of what is coded; the rest of the canvas is black. */
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** Whether it is coded without loss (VP8L). */
  readonly isLossless: boolean;
  /** Contents of the VP8 or VP8L chunk. */
  readonly data: Uint8Array;
}

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

interface Canvas {
  readonly width: number;
  readonly height: number;
}

const riffBytes = 12;
const frameHeaderBytes = 16;

/** The first picture, what is wrong with it, or null where the file ends before it does. */
export function readPicture(bytes: Uint8Array): WebpPicture | { readonly fault: string } | null {
  if (bytes.length < riffBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) + 8 > bytes.length) return null;
  let canvas: Canvas | null = null;
  for (const chunk of chunksOf(bytes.subarray(riffBytes))) {
    if (chunk === 'cut-off') return null;
    const { name, data } = chunk;
    if (name === 'VP8X' && data.length >= 10)
      canvas = { width: 1 + number24(data, 4), height: 1 + number24(data, 7) };
    else if (name === 'ANMF') return frameOf(data, canvas);
    else if (name === 'VP8 ' || name === 'VP8L') return placed(chunk, canvas, 0, 0);
  }
  return { fault: 'no picture' };
}

/** The picture inside a frame of an animation. */
function frameOf(frame: Uint8Array, canvas: Canvas | null) {
  if (frame.length < frameHeaderBytes || canvas === null) return { fault: 'frame without a canvas' };
  for (const chunk of chunksOf(frame.subarray(frameHeaderBytes))) {
    if (chunk === 'cut-off') break;
    if (chunk.name === 'VP8 ' || chunk.name === 'VP8L')
      return placed(chunk, canvas, 2 * number24(frame, 0), 2 * number24(frame, 3));
  }
  return { fault: 'frame without a picture' };
}

function placed({ name, data }: Chunk, canvas: Canvas | null, left: number, top: number) {
  const isLossless = name === 'VP8L';
  const size = isLossless ? losslessSize(data) : lossySize(data);
  if (size === null) return { fault: `header of ${name.trim()}` };
  const { width, height } = canvas ?? size;
  if (left + size.width > width || top + size.height > height)
    return { fault: 'frame beyond its canvas' };
  const place = { left, top, codedWidth: size.width, codedHeight: size.height };
  return { width, height, ...place, isLossless, data };
}

/** From the header of a key frame (RFC 6386, 9.1). */
function lossySize(data: Uint8Array): Canvas | null {
  if (data.length < 10 || (data[0]! & 1) !== 0 || !hasBytes(data, 3, [0x9d, 0x01, 0x2a])) return null;
  const width = (data[6]! | (data[7]! << 8)) & 0x3fff;
  const height = (data[8]! | (data[9]! << 8)) & 0x3fff;
  return width === 0 || height === 0 ? null : { width, height };
}

/** RFC 9649, 3.4. */
function losslessSize(data: Uint8Array): Canvas | null {
  if (data.length < 5 || data[0] !== 0x2f) return null;
  const width = 1 + ((data[1]! | (data[2]! << 8)) & 0x3fff);
  const height = 1 + (((data[2]! >> 6) | (data[3]! << 2) | (data[4]! << 10)) & 0x3fff);
  return { width, height };
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk | 'cut-off'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length;) {
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > bytes.length) {
      yield 'cut-off';
      return;
    }
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    yield { name, data: bytes.subarray(at + 8, end) };
    at = end + (end & 1 ? 1 : 0);
  }
}

function number24(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
}

const alphaBit = 0x10;

/**
 * A file with the picture alone. Without profile and EXIF nobody can apply them, and without alpha a canvas can't multiply the colours
 * by it: a lossy picture has its alpha in a chunk of its own, a lossless one says by a bit whether its alpha counts.
 */
export function pictureAlone({ isLossless, data }: WebpPicture): Uint8Array<ArrayBuffer> {
  const padded = data.length + (data.length % 2);
  const file = new Uint8Array(20 + padded);
  const view = new DataView(file.buffer);
  const put = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) file[at + i] = text.charCodeAt(i);
  };
  put(0, 'RIFF');
  view.setUint32(4, 12 + padded, true);
  put(8, isLossless ? 'WEBPVP8L' : 'WEBPVP8 ');
  view.setUint32(16, data.length, true);
  file.set(data, 20);
  if (isLossless) file[24]! &= ~alphaBit;
  return file;
}
