/**
 * Any image file to pixels. What a file is, is decided by its first bytes and never by its name: datasets are full of
 * JPEGs called .png. Adding a format is one more line in `readableFormats`.
 */
import { appError, type DecodedImage, type SourceFile } from '../domain/index.ts';
import { isGzip, openGzip } from '../source/index.ts';
import { bmpFormat } from './bmp/format.ts';
import { dicomFormat } from './dicom/format.ts';
import { gifFormat } from './gif/format.ts';
import { hexBytes } from './hex-bytes.ts';
import { asStored, type ImageStack, type ReadOptions, sniffedBytes } from './image-format.ts';
import { jpegFormat } from './jpeg/format.ts';
import { jpeg2000Format } from './jpeg2000/format.ts';
import { niftiFormat } from './nifti/format.ts';
import { npyFormat } from './npz/format.ts';
import { tiffFormat } from './tiff/format.ts';
import { aviFormat, mp4Format } from './video/format.ts';
import { pngFormat } from './png/format.ts';
import { matchUnreadable, type UnreadableImage, unreadableFormats } from './unreadable-images.ts';
import { webpFormat } from './webp/format.ts';

const readableFormats = [
  pngFormat,
  jpegFormat,
  dicomFormat,
  jpeg2000Format,
  npyFormat,
  aviFormat,
  mp4Format,
  niftiFormat,
  bmpFormat,
  gifFormat,
  tiffFormat,
  webpFormat,
] as const;

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

/** What kind of image the first bytes of a file belong to (`sniffedBytes` are enough), or null where they are of none. */
export function sniffImage(head: Uint8Array): ImageFormatId | null {
  return readable(head)?.id ?? matchUnreadable(head)?.id ?? null;
}

/**
 * Opens the pictures of a file, which may itself be packed with gzip. Where a format is free to choose it does as Pillow does:
 * grey stays grey, palettes become RGB, alpha and colour profiles are dropped, EXIF rotation is not applied; what is deeper than 8
 * bits stays so if it is grey.
 *
 * @throws AppError `empty-file`, `not-an-image`, `unsupported-image`, `image-too-large`, `truncated-image` or
 * `damaged-image`.
 */
export async function openImage(file: SourceFile, options: ReadOptions = asStored): Promise<ImageStack> {
  return open(file, options, true);
}

async function open(file: SourceFile, options: ReadOptions, mayBeGzip: boolean): Promise<ImageStack> {
  if (file.size === 0) throw appError('empty-file', file.path, {});
  const head = await file.slice(0, Math.min(file.size, sniffedBytes));
  const format = readable(head);
  if (format !== null) return (await format.load())(file, options);
  // Once only: a gzip in a gzip is a bomb, not a picture.
  if (mayBeGzip && isGzip(head)) return open(await openGzip(file), options, false);
  const known = matchUnreadable(head);
  if (known !== null)
    throw appError('unsupported-image', file.path, { format: known.label, detail: '' });
  throw appError('not-an-image', file.path, { firstBytes: hexBytes(head.subarray(0, 8)) });
}

/** One picture of a file: the frame asked for, or the one that stands for it. Throws like `openImage`. */
export async function readImage(
  file: SourceFile,
  options: ReadOptions = asStored,
  frame: number | null = null,
): Promise<DecodedImage> {
  const stack = await openImage(file, options);
  try {
    return await stack.read(frame ?? stack.representative);
  } finally {
    stack.close();
  }
}

function readable(head: Uint8Array) {
  return readableFormats.find((format) => format.matches(head)) ?? null;
}
