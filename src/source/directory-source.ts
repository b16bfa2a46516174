/**
 * A folder on disk through the File System Access API. The walk keeps its own stack instead of calling itself and reads many folders
 * at once, for each costs a way to the browser's own process and back: MIMIC-CXR-JPG has 293,000 of them.
 */
import { whileHeld, type Source } from '../domain/index.ts';
import { batchSize } from './batches.ts';
import { blobFile } from './blob-file.ts';
import { asFileError } from './file-errors.ts';
import { readReleaseList, releaseListName, type ReleaseList } from './release-list.ts';
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

/** What one folder holds. */
interface Read<Found> {
  readonly folders: readonly Folder[];
  readonly found: readonly Found[];
}

/** All visible files below a folder, in batches, in no promised order. */
export function walkFolder(root: Folder, signal?: AbortSignal): AsyncGenerator<readonly FoundFile[]> {
  return walk(root, signal, (folder) => readFolder(folder, signal));
}

/** Paths of the same, by a release's own list where there is one that holds. */
function walkPaths(root: Folder, signal?: AbortSignal): AsyncGenerator<readonly string[]> {
  const lists: ReleaseList[] = [];
  const pathsBelow = async (folder: Folder): Promise<readonly string[]> => {
    const paths: string[] = [];
    for await (const batch of walkFolder(folder, signal)) paths.push(...batch.map(({ path }) => path));
    return paths;
  };
  return walk(root, signal, async (folder): Promise<Read<string>> => {
    const { folders, found } = await readFolder(folder, signal);
    const file = found.find(({ path }) => path === folder.prefix + releaseListName);
    const list = file && (await readReleaseList(folder, file.handle, pathsBelow));
    if (list) lists.push(list);
    const listed = (prefix: string) => lists.find((one) => one.has(prefix))?.get(prefix);
    return {
      folders: folders.filter(({ prefix }) => listed(prefix) === undefined),
      found: [
        ...found.map(({ path }) => path),
        ...folders.flatMap(({ prefix }) => listed(prefix) ?? []),
      ],
    };
  });
}

async function readFolder(
  { handle, prefix }: Folder,
  signal: AbortSignal | undefined,
): Promise<Read<FoundFile>> {
  const folders: Folder[] = [];
  const found: FoundFile[] = [];
  for await (const child of handle.values()) {
    signal?.throwIfAborted();
    if (!isVisibleName(child.name)) continue;
    const path = prefix + child.name;
    if (child.kind === 'directory') folders.push({ handle: child, prefix: `${path}/` });
    else found.push({ path, handle: child });
  }
  return { folders, found };
}

async function* walk<Found>(
  root: Folder,
  signal: AbortSignal | undefined,
  read: (folder: Folder) => Promise<Read<Found>>,
): AsyncGenerator<readonly Found[]> {
  const waiting = [root];
  const ready: Found[] = [];
  const failures: unknown[] = [];
  let running = 0;
  let wake = (): void => undefined;

  async function visit(folder: Folder): Promise<void> {
    const { folders, found } = await read(folder);
    for (const one of folders) waiting.push(one);
    for (const one of found) ready.push(one);
  }

  function begin(folder: Folder): void {
    running++;
    void visit(folder)
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
    while (ready.length >= batchSize) yield ready.splice(ready.length - batchSize, batchSize);
  }
  signal?.throwIfAborted();
  if (ready.length > 0) yield ready;
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
        yield* walkPaths({ handle, prefix: '' }, signal);
      } catch (error) {
        throw asFileError(error, null, name);
      }
    },
    async open(path) {
      try {
        const slash = path.lastIndexOf('/') + 1;
        const folder = await folderOf(path.slice(0, slash));
        const fileHandle = await folder.getFileHandle(path.slice(slash));
        const file = await whileHeld(fileHandle, (one) => one.getFile());
        return blobFile(path, file, name);
      } catch (error) {
        throw asFileError(error, path, name);
      }
    },
  };
}
