/**
 * Decodes WebP with the browser's own decoder, which is libwebp and so Pillow's. Its container is read here first: size and cuts are known
 * before anything is decoded, and the decoder gets the picture without what would change its colours (see `pictureAlone`). Of an
 * animation the first frame. Node has no such decoder.
 */
import { appError, type Pixels } from '../../domain/index.ts';
import { checkSize } from '../image-format.ts';
import { pictureAlone, readPicture, type WebpPicture } from './container.ts';

/** Rows are copied out in bands of about as many pixels. */
const bandPixels = 2 ** 22;
/** A plain area takes hardly any bytes, yet nobody has millions of pixels in a hundred. */
const likelyExpansion = 2 ** 16;

/** Pixels `[height, width, 3]`. */
export async function readWebp(bytes: Uint8Array, path: string): Promise<Pixels> {
  const problem = (kind: 'damaged-image' | 'unsupported-image', detail: string, cause?: unknown) =>
    appError(kind, path, { format: 'WebP', detail }, cause);
  const picture = readPicture(bytes);
  if (picture === null) throw appError('truncated-image', path, { format: 'WebP', bytes: bytes.length });
  if ('fault' in picture) throw problem('damaged-image', picture.fault);
  const { width, height } = picture;
  checkSize(width, height, path);
  if (bytes.length * likelyExpansion < width * height)
    throw problem('unsupported-image', `${width} x ${height} px in ${bytes.length} bytes`);
  if (!('createImageBitmap' in globalThis && 'OffscreenCanvas' in globalThis))
    throw problem('unsupported-image', 'only browsers decode it');

  const file = pictureAlone(picture);
  const bitmap = await createImageBitmap(new Blob([file], { type: 'image/webp' }), {
    colorSpaceConversion: 'none',
    // Not 'none': Chromium would then divide by an alpha that the file has just lost.
    premultiplyAlpha: 'default',
  }).catch((error: unknown) => {
    // The decoder gives no reason: always an InvalidStateError.
    throw problem('damaged-image', error instanceof Error ? error.message : String(error), error);
  });
  try {
    if (bitmap.width !== picture.codedWidth || bitmap.height !== picture.codedHeight)
      throw problem('damaged-image', `${bitmap.width} x ${bitmap.height} px decoded`);
    return { width, height, channels: 3, data: collect(bitmap, picture) };
  } finally {
    bitmap.close();
  }
}

/** Draws the picture band by band and keeps red, green and blue. */
function collect(bitmap: ImageBitmap, picture: WebpPicture): Uint8Array {
  const { codedWidth, codedHeight, left, top, width, height } = picture;
  const bandRows = Math.min(codedHeight, Math.max(1, Math.floor(bandPixels / codedWidth)));
  const canvas = new OffscreenCanvas(codedWidth, bandRows);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (context === null) throw new Error('no 2d context for an OffscreenCanvas');
  const data = new Uint8Array(width * height * 3);
  for (let first = 0; first < codedHeight; first += bandRows) {
    const rows = Math.min(bandRows, codedHeight - first);
    context.drawImage(bitmap, 0, first, codedWidth, rows, 0, 0, codedWidth, rows);
    const band = context.getImageData(0, 0, codedWidth, rows).data;
    for (let row = 0, from = 0; row < rows; row++) {
      let to = ((top + first + row) * width + left) * 3;
      for (let x = 0; x < codedWidth; x++, from += 4) {
        data[to++] = band[from]!;
        data[to++] = band[from + 1]!;
        data[to++] = band[from + 2]!;
      }
    }
  }
  return data;
}
