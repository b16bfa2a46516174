/**
 * A folder on disk through the File System Access API. The walk keeps its own stack instead of calling itself and reads many folders
 * at once, for each costs a way to the browser's own process and back: MIMIC-CXR-JPG has 293,000 of them.
 */
import type { Source } from '../domain/index.ts';
import { batchSize } from './batches.ts';
import { blobFile } from './blob-file.ts';
import { asFileError } from './file-errors.ts';
import { isVisibleName } from './visible-path.ts';

/** Where a folder is and what the paths inside it begin with: '' or `a/b/`. */
export interface Folder {
  readonly handle: FileSystemDirectoryHandle;
  readonly prefix: string;
}

/** A visible file met by a walk, not yet opened. */
export interface FoundFile {
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

/** Folders that a walk reads at once: beyond this it gets no faster. */
const walkedAtOnce = 64;

/** Folders that are remembered, so that opening the next file there needs one call and not one for each part of its path. */
const mostRemembered = 1000;

/** All visible files below a folder, in batches, in no promised order. */
export async function* walkFolder(
  root: Folder,
  signal?: AbortSignal,
): AsyncGenerator<readonly FoundFile[]> {
  const waiting = [root];
  const found: FoundFile[] = [];
  const failures: unknown[] = [];
  let running = 0;
  let wake = (): void => undefined;

  async function read(folder: Folder): Promise<void> {
    for await (const child of folder.handle.values()) {
      signal?.throwIfAborted();
      if (!isVisibleName(child.name)) continue;
      const path = folder.prefix + child.name;
      if (child.kind === 'directory') waiting.push({ handle: child, prefix: `${path}/` });
      else found.push({ path, handle: child });
    }
  }

  function begin(folder: Folder): void {
    running++;
    void read(folder)
      .catch((error: unknown) => failures.push(error))
      .then(() => {
        running--;
        wake();
      });
  }

  for (;;) {
    if (failures.length > 0) throw failures[0];
    while (running < walkedAtOnce && waiting.length > 0) begin(waiting.pop()!);
    if (running === 0) break;
    await new Promise<void>((resolve) => (wake = resolve));
    while (found.length >= batchSize) yield found.splice(0, batchSize);
  }
  signal?.throwIfAborted();
  if (found.length > 0) yield found;
}

export function directorySource(name: string, handle: FileSystemDirectoryHandle): Source {
  const folders = new Map<string, FileSystemDirectoryHandle>([['', handle]]);

  async function folderOf(prefix: string): Promise<FileSystemDirectoryHandle> {
    const known = folders.get(prefix);
    if (known !== undefined) return known;
    const slash = prefix.lastIndexOf('/', prefix.length - 2) + 1;
    const parent = await folderOf(prefix.slice(0, slash));
    const folder = await parent.getDirectoryHandle(prefix.slice(slash, -1));
    const [, oldest] = folders.keys();
    if (folders.size > mostRemembered && oldest !== undefined) folders.delete(oldest);
    folders.set(prefix, folder);
    return folder;
  }

  return {
    name,
    async *list(signal) {
      try {
        for await (const batch of walkFolder({ handle, prefix: '' }, signal))
          yield batch.map((found) => found.path);
      } catch (error) {
        throw asFileError(error, null, name);
      }
    },
    async open(path) {
      try {
        const slash = path.lastIndexOf('/') + 1;
        const folder = await folderOf(path.slice(0, slash));
        const file = await (await folder.getFileHandle(path.slice(slash))).getFile();
        return blobFile(path, file, name);
      } catch (error) {
        throw asFileError(error, path, name);
      }
    },
  };
}
