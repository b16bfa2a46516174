/**
 * The skeleton of a JPEG file (ITU-T T.81, annex B): enough to know its size before decoding, and whether it is all there.
 * Browsers paint what is left of a cut file and say nothing. Leaves out the coded data themselves, so damage inside them that
 * keeps the end in place goes unseen, as it does in Pillow.
 */

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits a sample. */
  readonly precision: number;
  /** The frame's marker, 0xc0 to 0xcf: which of the standard's coding processes it is. */
  readonly process: number;
}

export interface JpegOutline {
  /** Null where the file ends, or breaks, before its frame header. */
  readonly frame: JpegFrame | null;
  /** Whether an end-of-image marker closes the file. */
  readonly complete: boolean;
  /** `[start, end)` of the APP1 segments, which hold EXIF and XMP. */
  readonly metadata: readonly (readonly [start: number, end: number])[];
}

const endOfImage = 0xd9;
const app1 = 0xe1;
/** Markers in the row of the frame headers that aren't any: DHT, JPG, DAC. */
const notFrames = new Set([0xc4, 0xc8, 0xcc]);

/** Walks the markers from the front. */
export function readOutline(bytes: Uint8Array): JpegOutline {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: JpegFrame | null = null;
  const metadata: [number, number][] = [];
  let at = 2;
  for (;;) {
    // Between segments there may be fill bytes, and decoders skip garbage to the next marker.
    at = nextMarker(bytes, at);
    if (at < 0) return { frame, metadata, complete: false };
    const marker = bytes[at + 1]!;
    if (marker === endOfImage) return { frame, metadata, complete: true };
    at += 2;
    if (isStandalone(marker)) continue;
    if (at + 2 > bytes.length) return { frame, metadata, complete: false };
    const length = view.getUint16(at);
    if (length < 2 || at + length > bytes.length) return { frame, metadata, complete: false };
    if (marker === app1) metadata.push([at - 2, at + length]);
    if (frame === null && isFrame(marker) && length >= 8)
      frame = {
        process: marker,
        precision: bytes[at + 2]!,
        height: view.getUint16(at + 3),
        width: view.getUint16(at + 5),
        components: bytes[at + 7]!,
      };
    at += length;
  }
}

/** Position of the next 0xff that begins a marker: not stuffed (ff 00), not fill (ff ff); -1 where there is none. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(0xff, from);
    at >= 0 && at + 1 < bytes.length;
    at = bytes.indexOf(0xff, at + 1)
  ) {
    const code = bytes[at + 1]!;
    if (code !== 0 && code !== 0xff) return at;
  }
  return -1;
}

/** Markers without a length: TEM, the restarts inside a scan, and a repeated start of image. */
function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !notFrames.has(marker);
}
