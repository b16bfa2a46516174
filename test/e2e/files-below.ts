/** The files of a folder, to pack them or to compare them. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** All files below `folder` with paths relative to it, `/` between parts, sorted. */
export async function filesBelow(
  folder: string,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({
      path: relative(folder, path).replaceAll(sep, '/'),
      bytes: await readFile(path),
    })),
  );
}
