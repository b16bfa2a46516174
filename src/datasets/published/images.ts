/**
 * Images by what a table calls them. Tables name files without the folders that people put them into, and without the extension that
 * they have after a conversion, so a key is made of each path and looked up.
 */
import { baseName, stemOf } from '../listing.ts';

/** Paths of images by key. */
export type ImagesByKey = ReadonlyMap<string, string>;

/** Of files of one key the first kind is taken: what a dataset came with before what it was converted to. */
const preferred = ['dicom', 'dcm', 'png', 'jpg', 'jpeg'];

/** @param keyOf null for an image that belongs to something else */
export function imagesBy(
  images: readonly string[],
  keyOf: (path: string) => string | null,
): ImagesByKey {
  const found = new Map<string, string>();
  for (const path of images) {
    const key = keyOf(path);
    if (key === null) continue;
    const other = found.get(key);
    if (other === undefined || rankOf(path) < rankOf(other)) found.set(key, path);
  }
  return found;
}

/** The base name without its extension. */
export function stemKey(path: string): string {
  return stemOf(baseName(path));
}

/** The last parts of a path without the extension, e.g. `patient00001/study1/view1_frontal`. */
export function lastPartsKey(path: string, parts: number): string {
  return stemOf(path.split('/').slice(-parts).join('/'));
}

/** Parts of a path by which images are told apart. */
const mostParts = 4;

/**
 * Finds the image that a path means whose first folders are others than here: by as many of its last parts as there are images that have
 * them. None where several have the fewest.
 */
export function byPathEnd(images: readonly string[]): (file: string) => string | undefined {
  const indices = new Map<number, ReadonlyMap<string, string | null>>();
  const indexOf = (parts: number) => {
    const known = indices.get(parts);
    if (known !== undefined) return known;
    const index = new Map<string, string | null>();
    for (const path of images) {
      const key = lastPartsKey(path, parts);
      const other = index.get(key);
      const isFirst = other === undefined || (other !== null && stemOf(other) === stemOf(path));
      const isBetter = other === undefined || other === null || rankOf(path) < rankOf(other);
      index.set(key, isFirst ? (isBetter ? path : other) : null);
    }
    indices.set(parts, index);
    return index;
  };
  return (file) => {
    const named = file.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
    for (let parts = Math.min(mostParts, named.split('/').length); parts > 0; parts--) {
      const found = indexOf(parts).get(lastPartsKey(named, parts));
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  };
}

function rankOf(path: string): number {
  const rank = preferred.indexOf(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
  return rank < 0 ? preferred.length : rank;
}
