/** Images whose names have no extension, as DICOM files often come. */
import { AppError, type Source } from '../domain/index.ts';
import { sniffImage, sniffedBytes } from '../formats/index.ts';
import { isUnnamed, type Listing } from './listing.ts';

/** Files looked into before none of them is taken for an image. */
const looks = 3;

/**
 * Where nothing in a listing is an image or an array by its name, and one of a few files without an extension is an image by its
 * first bytes, takes all files of such names for images; those that are none are found while cutting.
 */
export async function withUnnamedImages(
  source: Source,
  listing: Listing,
  signal: AbortSignal,
): Promise<Listing> {
  if (listing.images.length > 0 || listing.arrays.length > 0) return listing;
  const unnamed = listing.files.filter(isUnnamed);
  for (let look = 0; look < Math.min(looks, unnamed.length); look++) {
    signal.throwIfAborted();
    const path = unnamed[Math.floor((look * unnamed.length) / looks)]!;
    if (await isImage(source, path)) return { ...listing, images: unnamed };
  }
  return listing;
}

async function isImage(source: Source, path: string): Promise<boolean> {
  try {
    const file = await source.open(path);
    return sniffImage(await file.slice(0, Math.min(file.size, sniffedBytes))) !== null;
  } catch (error) {
    // A file that can't be opened says nothing about the others.
    if (error instanceof AppError) return false;
    throw error;
  }
}
