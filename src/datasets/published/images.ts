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

function rankOf(path: string): number {
  const rank = preferred.indexOf(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
  return rank < 0 ? preferred.length : rank;
}
