/** Image files in memory, read as the program reads files. */
import { isDeep, type DecodedImage, type Pixels } from '../../src/domain/index.ts';
import { readImage } from '../../src/formats/read-image.ts';
import { bytesFile } from '../../src/source/index.ts';

export function readBytes(bytes: Uint8Array, path: string): Promise<DecodedImage> {
  return readImage(bytesFile(path, bytes));
}

/** The same for images that are known to have 8 bits. */
export async function readPixels(bytes: Uint8Array, path: string): Promise<Pixels> {
  const image = await readBytes(bytes, path);
  if (isDeep(image)) throw new Error(`${path} is deeper than 8 bits`);
  return image;
}
