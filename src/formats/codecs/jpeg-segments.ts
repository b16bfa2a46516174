/** The marker segments of JPEG's relatives (ITU-T T.81, annex B) up to where coded data begin. */
import { appError } from '../../domain/index.ts';
import { hasBytes } from '../image-format.ts';

export const markers = {
  lossless: 0xc3,
  huffmanTables: 0xc4,
  jpegLs: 0xf7,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  restartInterval: 0xdd,
  adobe: 0xee,
} as const;

export interface Segment {
  readonly marker: number;
  /** What lies behind the length. */
  readonly body: Uint8Array;
  /** Where the next segment, or the coded data of a scan, begins. */
  readonly end: number;
}

export interface JpegFrame {
  /** The marker of the frame, which is its coding process. */
  readonly process: number;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Identifiers and sampling factors (4 bits horizontally, 4 vertically). */
  readonly parts: readonly { readonly id: number; readonly sampling: number }[];
}

/**
 * The segment whose marker comes next from `at` on, which may lie behind fill bytes; null at the end of the image.
 * @throws AppError `truncated-image` where the file ends before it does, `damaged-image` where there is no marker.
 */
export function nextSegment(bytes: Uint8Array, at: number, label: string, path: string): Segment | null {
  const truncated = () => appError('truncated-image', path, { format: label, bytes: bytes.length });
  while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
  if (at + 2 > bytes.length) throw truncated();
  if (bytes[at] !== 0xff)
    throw appError('damaged-image', path, { format: label, detail: `no marker at byte ${at}` });
  const marker = bytes[at + 1]!;
  if (marker === markers.endOfImage) return null;
  const body = at + 4;
  const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  if (body > bytes.length || at + 2 + length > bytes.length) throw truncated();
  if (length < 2)
    throw appError('damaged-image', path, { format: label, detail: `segment of ${length} bytes` });
  return { marker, body: bytes.subarray(body, at + 2 + length), end: at + 2 + length };
}

/** Where the first segment begins. Throws `damaged-image` where the bytes do not start an image. */
export function afterStart(bytes: Uint8Array, label: string, path: string): number {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 2;
  throw appError('damaged-image', path, { format: label, detail: 'no start of an image' });
}

/** A frame header (B.2.2), or null where the segment is none or too short. */
export function frameOf({ marker, body }: Segment): JpegFrame | null {
  const isFrame =
    (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) ||
    marker === markers.jpegLs;
  if (!isFrame || body.length < 6) return null;
  const components = body[5]!;
  if (components === 0 || body.length < 6 + 3 * components) return null;
  return {
    process: marker,
    precision: body[0]!,
    height: body[1]! * 256 + body[2]!,
    width: body[3]! * 256 + body[4]!,
    components,
    parts: Array.from({ length: components }, (_, i) => ({
      id: body[6 + 3 * i]!,
      sampling: body[7 + 3 * i]!,
    })),
  };
}

/** Whether a JPEG says by an APP14 segment of Adobe's how its colours are coded. Throws like `nextSegment`. */
export function hasAdobeMarker(bytes: Uint8Array, label: string, path: string): boolean {
  for (let at = afterStart(bytes, label, path); ;) {
    const segment = nextSegment(bytes, at, label, path);
    if (segment === null || segment.marker === markers.startOfScan) return false;
    // Shorter ones are known, and lack the very byte that says it.
    const isWhole = segment.body.length >= 12 && hasBytes(segment.body, 0, 'Adobe');
    if (segment.marker === markers.adobe && isWhole) return true;
    at = segment.end;
  }
}
