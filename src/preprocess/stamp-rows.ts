/**
 * A fingerprint of the files behind a set of rows, so that a cut that goes on later can tell whether they are still the
 * same. It goes by length and modification time: reading the files again would cost as much as cutting them.
 */
import { AppError, type ImageReference, type Source } from '../domain/index.ts';

/**
 * SHA-256 in hexadecimal over path, size and modification time of each file that the rows refer to. A file that can't be
 * opened counts as one that is not there, so that the fingerprint changes when it comes back.
 */
export async function stampRows(
  source: Source,
  images: readonly ImageReference[],
  rows: ArrayLike<number>,
): Promise<string> {
  const paths = new Set(Array.from(rows).flatMap((row) => pathsOf(images[row]!)));
  const lines: string[] = [];
  for (const path of paths) lines.push(JSON.stringify([path, ...(await stampFile(source, path))]));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('\n')));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function pathsOf(image: ImageReference): readonly string[] {
  if (image.kind !== 'file') return [image.path];
  return [...(image.series ?? [image.path]), ...(image.further ?? [])];
}

async function stampFile(source: Source, path: string): Promise<[number, number] | []> {
  try {
    const { size, modified } = await source.open(path);
    return [size, modified];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}
