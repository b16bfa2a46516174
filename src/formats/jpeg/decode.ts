/**
 * The browser's two ways from JPEG to bytes. ImageDecoder (WebCodecs) hands the decoder's own buffer over and is about twice
 * as fast; a canvas works everywhere. Both give the same bytes, and both give four channels, of which one or three are kept.
 */
import { appError, type Pixels } from '../../domain/index.ts';
import type { JpegFrame } from './markers.ts';

/** Pixels copied out at a time: a large image needs its four-channel copy only in bands. */
const bandPixels = 2 ** 22;

/** Four bytes a pixel of the rows `[top, top + rows)`, the first of them red, or blue where `blueFirst`. */
interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly blueFirst: boolean;
  readBand(top: number, rows: number): Promise<Uint8Array | Uint8ClampedArray>;
  close(): void;
}

/** @throws AppError `damaged-image` */
export async function decodeJpeg(
  bytes: Uint8Array<ArrayBuffer>,
  frame: JpegFrame,
  path: string,
): Promise<Pixels> {
  const damaged = (detail: string, cause?: unknown) =>
    appError('damaged-image', path, { format: 'JPEG', detail }, cause);
  const decoded = await (async () => {
    try {
      return (await decodeByImageDecoder(bytes)) ?? (await decodeByCanvas(bytes));
    } catch (error) {
      // The decoders give no reason: always an InvalidStateError.
      throw damaged(error instanceof Error ? error.message : String(error), error);
    }
  })();
  try {
    const { width, height } = decoded;
    if (width !== frame.width || height !== frame.height)
      throw damaged(`${width} x ${height} px decoded, the header says ${frame.width} x ${frame.height}`);
    return await collect(decoded, frame.components === 1 ? 1 : 3);
  } finally {
    decoded.close();
  }
}

/** Null where the browser has no ImageDecoder, or where it would not give RGB or gives up: the canvas then decides. */
async function decodeByImageDecoder(bytes: Uint8Array<ArrayBuffer>): Promise<Decoded | null> {
  if (!('ImageDecoder' in globalThis)) return null;
  const decoder = new ImageDecoder({ data: bytes, type: 'image/jpeg', colorSpaceConversion: 'none' });
  const image = await decoder.decode().then(
    (result) => result.image,
    () => null,
  );
  const close = () => {
    image?.close();
    decoder.close();
  };
  const blueFirst = image?.format === 'BGRX' || image?.format === 'BGRA';
  if (image === null || !(blueFirst || image.format === 'RGBX' || image.format === 'RGBA')) {
    close();
    return null;
  }
  const { width, height } = image.visibleRect!;
  return {
    width,
    height,
    blueFirst,
    async readBand(top, rows) {
      const band = new Uint8Array(width * rows * 4);
      const layout = [{ offset: 0, stride: width * 4 }];
      await image.copyTo(band, { rect: { x: 0, y: top, width, height: rows }, layout });
      return band;
    },
    close,
  };
}

async function decodeByCanvas(bytes: Uint8Array<ArrayBuffer>): Promise<Decoded> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
    imageOrientation: 'none',
  });
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, Math.min(height, bandHeight(width)));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context for an OffscreenCanvas');
  return {
    width,
    height,
    blueFirst: false,
    readBand(top, rows) {
      context.drawImage(bitmap, 0, top, width, rows, 0, 0, width, rows);
      return Promise.resolve(context.getImageData(0, 0, width, rows).data);
    },
    close: () => bitmap.close(),
  };
}

function bandHeight(width: number): number {
  return Math.max(1, Math.floor(bandPixels / width));
}

async function collect(decoded: Decoded, channels: 1 | 3): Promise<Pixels> {
  const { width, height } = decoded;
  const data = new Uint8Array(width * height * channels);
  for (let top = 0; top < height; top += bandHeight(width)) {
    const rows = Math.min(bandHeight(width), height - top);
    const band = await decoded.readBand(top, rows);
    const into = data.subarray(top * width * channels);
    if (channels === 1) copyGrey(band, into, rows * width);
    else copyColour(band, into, rows * width, decoded.blueFirst ? 2 : 0);
  }
  return { width, height, channels, data };
}

function copyGrey(band: Uint8Array | Uint8ClampedArray, into: Uint8Array, pixels: number): void {
  for (let i = 0; i < pixels; i++) into[i] = band[i * 4]!;
}

/** @param redAt which of a pixel's four bytes is red: 0 or 2; blue is the other. */
function copyColour(
  band: Uint8Array | Uint8ClampedArray,
  into: Uint8Array,
  pixels: number,
  redAt: 0 | 2,
): void {
  const blueAt = 2 - redAt;
  for (let i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
    into[to] = band[from + redAt]!;
    into[to + 1] = band[from + 1]!;
    into[to + 2] = band[from + blueAt]!;
  }
}
