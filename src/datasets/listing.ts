/**
 * The paths of a source, walked once and sorted into the few kinds that the readers ask for. Files are told apart by
 * their extension alone: opening a hundred thousand of them to look inside would cost more than everything else.
 */
import type { ReadingProgress, Source } from '../domain/index.ts';
import { imageExtensions, tableExtensions } from '../formats/index.ts';
import { isArchiveName, withoutArchiveEnding } from '../source/index.ts';

/** Each list in code unit order. */
export interface Listing {
  readonly files: readonly string[];
  readonly images: readonly string[];
  readonly tables: readonly string[];
  /** The .npz files. */
  readonly arrays: readonly string[];
}

/** Also kinds that can't be decoded: a person has to be told of these file by file, not that there are no images. */
const imageFiles = new Set(imageExtensions);
const tableFiles = new Set(tableExtensions);

/** Walks the source, saying after each batch how many files were found. */
export async function* listSource(
  source: Source,
  signal: AbortSignal,
): AsyncGenerator<ReadingProgress, Listing, void> {
  const paths: string[] = [];
  for await (const batch of source.list(signal)) {
    signal.throwIfAborted();
    for (const path of batch) paths.push(path);
    yield { stage: 'listing', done: paths.length };
  }
  signal.throwIfAborted();
  return sortPaths(paths);
}

/** Makes a listing of paths that are known already. */
function sortPaths(paths: readonly string[]): Listing {
  const files = [...paths].sort();
  const images: string[] = [];
  const tables: string[] = [];
  const arrays: string[] = [];
  const unpacked = twinsIn(files);
  for (const path of files) {
    if (unpacked.has(path)) continue;
    const extension = extensionOf(path);
    if (looksLikeImageName(path)) images.push(path);
    else if (tableFiles.has(extensionOf(withoutGzip(path)))) tables.push(path);
    else if (extension === 'npz') arrays.push(path);
  }
  return { files, images, tables, arrays };
}

/** Files in archives that also lie unpacked in a folder of the archive's name beside it: they would count twice. */
function twinsIn(files: readonly string[]): ReadonlySet<string> {
  const packed = files.filter((path) => path.split('/').slice(0, -1).some(isArchiveName));
  if (packed.length === 0) return new Set();
  const known = new Set(files);
  return new Set(packed.filter((path) => unpackedPaths(path).some((twin) => known.has(twin))));
}

/** Where a file of `a.zip` lies after unpacking: in `a`, also where it lay in a folder `a` of the archive. */
function unpackedPaths(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(0, -1).flatMap((part, level) => {
    if (!isArchiveName(part)) return [];
    const name = withoutArchiveEnding(part);
    const [before, after] = [parts.slice(0, level), parts.slice(level + 1)];
    const inside = after[0] === name ? after : [name, ...after];
    return [[...before, ...inside].join('/')];
  });
}

/** Whether a value looks like the name of an image file, which may be packed by itself: `brain.nii.gz`. */
export function looksLikeImageName(value: string): boolean {
  return imageFiles.has(extensionOf(withoutGzip(value)));
}

/**
 * Whether a file has a name as scanners and archives give to DICOM files without an extension: `IM0001`, `1-01`, or a UID, whose last
 * number is no extension. `LICENSE` and `DICOMDIR` have no digit.
 */
export function isUnnamed(path: string): boolean {
  return /^\d*$/.test(extensionOf(path)) && /\d/.test(baseName(path));
}

/** Whether a file can be DICOM by its name. */
export function mayBeDicomName(path: string): boolean {
  return ['dcm', 'dicom', 'dic'].includes(extensionOf(path)) || isUnnamed(path);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path without a slash at its end, '' at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A name without its last extension; that of `brain.nii.gz` is `brain`. */
export function stemOf(wholeName: string): string {
  const name = withoutGzip(wholeName);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

function withoutGzip(name: string): string {
  return name.replace(/\.gz$/i, '');
}

/** In lower case and without the dot; '' where there is none. */
function extensionOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}
