/** Handles of files that are kept while they are asked for something. */
const held = new Set<FileSystemHandle>();

/**
 * Asks a handle that nothing else may hold. Chromium seems never to answer for one that was collected meanwhile: a worker waited for ever for
 * the file that it was about to write, in half of the cuts of 6 GB with collections forced.
 */
export async function whileHeld<H extends FileSystemHandle, T>(
  handle: H,
  ask: (handle: H) => Promise<T>,
): Promise<T> {
  held.add(handle);
  try {
    return await ask(handle);
  } finally {
    held.delete(handle);
  }
}
