/**
 * A folder on disk through the File System Access API. The walk keeps its own stack instead of calling itself, and
 * remembers the folders it meets, so that opening a file later needs one call and not one for each part of its path.
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

/**
 * All visible files below a folder, in batches, in no promised order.
 *
 * @param enter is told each folder that the walk comes to.
 */
export async function* walkFolder(
  root: Folder,
  signal?: AbortSignal,
  enter: (folder: Folder) => void = () => undefined,
): AsyncGenerator<readonly FoundFile[]> {
  const folders = [root];
  let batch: FoundFile[] = [];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    enter(folder);
    for await (const child of folder.handle.values()) {
      signal?.throwIfAborted();
      if (!isVisibleName(child.name)) continue;
      const path = folder.prefix + child.name;
      if (child.kind === 'directory') folders.push({ handle: child, prefix: `${path}/` });
      else if (batch.push({ path, handle: child }) === batchSize) {
        yield batch;
        batch = [];
      }
    }
  }
  signal?.throwIfAborted();
  if (batch.length > 0) yield batch;
}

export function directorySource(name: string, handle: FileSystemDirectoryHandle): Source {
  const folders = new Map<string, FileSystemDirectoryHandle>([['', handle]]);

  async function folderOf(prefix: string): Promise<FileSystemDirectoryHandle> {
    const known = folders.get(prefix);
    if (known !== undefined) return known;
    const slash = prefix.lastIndexOf('/', prefix.length - 2) + 1;
    const parent = await folderOf(prefix.slice(0, slash));
    const folder = await parent.getDirectoryHandle(prefix.slice(slash, -1));
    folders.set(prefix, folder);
    return folder;
  }

  return {
    name,
    async *list(signal) {
      try {
        const remember = (folder: Folder) => folders.set(folder.prefix, folder.handle);
        for await (const batch of walkFolder({ handle, prefix: '' }, signal, remember))
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
