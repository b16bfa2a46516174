/**
 * Decodes JPEG with the browser's own decoder, told to leave colours and orientation alone: the bytes are then libjpeg-turbo's,
 * and so Pillow's. Leaves out what that decoder can't do or does differently: CMYK, 12 bits, lossless and arithmetic coding.
 */
import { appError, type Pixels } from '../../domain/index.ts';
import { checkSize } from '../image-format.ts';
import { decodeJpeg } from './decode.ts';
import { type JpegFrame, readOutline } from './markers.ts';

/** Baseline, extended and progressive Huffman coding. */
const readableProcesses = new Set([0xc0, 0xc1, 0xc2]);

/** Pixels `[height, width, 1 or 3]`; grey where the file has one component. Browsers and workers only. */
export async function readJpeg(bytes: Uint8Array, path: string): Promise<Pixels> {
  const { frame, complete, metadata } = readOutline(bytes);
  if (!complete) throw appError('truncated-image', path, { format: 'JPEG', bytes: bytes.length });
  if (frame === null)
    throw appError('damaged-image', path, { format: 'JPEG', detail: 'no frame header' });
  checkSize(frame.width, frame.height, path);
  const unsupported = whyUnsupported(frame);
  if (unsupported !== null)
    throw appError('unsupported-image', path, { format: 'JPEG', detail: unsupported });

  return decodeJpeg(withoutRanges(bytes, metadata), frame, path);
}

function whyUnsupported(frame: JpegFrame): string | null {
  if (!readableProcesses.has(frame.process)) return `coding process ${frame.process - 0xc0}`;
  if (frame.precision !== 8) return `${frame.precision} bits`;
  if (frame.components === 4) return 'CMYK';
  if (frame.components !== 1 && frame.components !== 3) return `${frame.components} components`;
  if (frame.width === 0 || frame.height === 0)
    return `${frame.width} x ${frame.height} px in its header`;
  return null;
}

/**
 * The file without its EXIF: Chromium turns the image as EXIF says even where `imageOrientation` is `none`, and Pillow
 * does not.
 */
function withoutRanges(
  bytes: Uint8Array,
  ranges: readonly (readonly [start: number, end: number])[],
): Uint8Array<ArrayBuffer> {
  const removed = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  const rest = new Uint8Array(bytes.length - removed);
  let from = 0;
  let to = 0;
  for (const [start, end] of [...ranges, [bytes.length, bytes.length] as const]) {
    rest.set(bytes.subarray(from, start), to);
    to += start - from;
    from = end;
  }
  return rest;
}
