/**
 * Any image file to pixels. What a file is, is decided by its first bytes and never by its name: datasets are full of
 * JPEGs called .png. Adding a format is one more line in `readableFormats`.
 */
import { appError, type Pixels } from '../domain/index.ts';
import { hexBytes } from './hex-bytes.ts';
import { type ImageSize, limitPixels } from './image-format.ts';
import { jpegFormat } from './jpeg/format.ts';
import { pngFormat } from './png/format.ts';
import { matchUnreadable, type UnreadableImage, unreadableFormats } from './unreadable-images.ts';

const readableFormats = [pngFormat, jpegFormat] as const;

/** All formats that are told apart, readable or not. */
type ImageFormatId = (typeof readableFormats)[number]['id'] | UnreadableImage['id'];

/** Extensions (lower case, without a dot) of the images that `readImage` can read. */
export const readableExtensions: readonly string[] = readableFormats.flatMap(
  (format) => format.extensions,
);

/** Extensions of all images that are told apart, readable or not. */
export const imageExtensions: readonly string[] = [
  ...readableExtensions,
  ...unreadableFormats.flatMap((format) => format.extensions),
];

/** What kind of image the first bytes of a file belong to (132 bytes are enough), or null where they are of none. */
export function sniffImage(bytes: Uint8Array): ImageFormatId | null {
  return readable(bytes)?.id ?? matchUnreadable(bytes)?.id ?? null;
}

/** Size and channels from the header alone, or null where there is no readable header. For JPEG it may lie far behind. */
export function imageSize(bytes: Uint8Array): ImageSize | null {
  return readable(bytes)?.size(bytes) ?? null;
}

/**
 * Decodes an image file as Pillow does: grey stays grey, palettes become RGB, alpha and colour profiles are dropped,
 * EXIF rotation is not applied, of 16 bits the upper 8 are kept. Works in workers; PNG in Node too.
 *
 * @param path names the file in errors.
 * @throws AppError `empty-file`, `not-an-image`, `unsupported-image`, `image-too-large`, `truncated-image` or
 * `damaged-image`.
 */
export async function readImage(bytes: Uint8Array, path: string): Promise<Pixels> {
  if (bytes.length === 0) throw appError('empty-file', path, {});
  const format = readable(bytes);
  if (format === null) {
    const known = matchUnreadable(bytes);
    if (known !== null) throw appError('unsupported-image', path, { format: known.label, detail: '' });
    throw appError('not-an-image', path, { firstBytes: hexBytes(bytes.subarray(0, 8)) });
  }
  const size = format.size(bytes);
  if (size !== null && size.width * size.height > limitPixels)
    throw appError('image-too-large', path, { width: size.width, height: size.height, limitPixels });
  const read = await format.load();
  return read(bytes, path);
}

function readable(bytes: Uint8Array) {
  return readableFormats.find((format) => format.matches(bytes)) ?? null;
}
