/**
 * What a person dropped on the page, as a source. The drop's items die with the event's handler, so all of them are
 * taken before the first wait. Folders come as handles (Chromium), which can be kept for the next visit, or as entries
 * (everywhere else), which have to be walked here.
 */
import type { LooseFile, SourceDescriptor } from '../domain/index.ts';
import { describeLooseFiles } from './describe-files.ts';
import { walkFolder } from './directory-source.ts';
import { asFileError } from './file-errors.ts';
import { isVisibleName } from './visible-path.ts';

type Dropped = File | FileSystemDirectoryHandle | FileSystemDirectoryEntry;

/**
 * Call it in the drop event's handler, before any await. One folder stays a folder where the browser gives handles, one
 * .zip or tar is an archive, everything else becomes a list of files whose paths begin with the name of what was dropped.
 *
 * @throws AppError `permission-lost` or `unreadable-file` where what was dropped can't be read.
 */
export async function describeDrop(drop: Pick<DataTransfer, 'items'>): Promise<SourceDescriptor> {
  const taking = Array.from(drop.items)
    .filter((item) => item.kind === 'file')
    .map(take);
  try {
    const dropped = (await Promise.all(taking)).filter((thing) => thing !== null);
    const [only, ...more] = dropped;
    if (only !== undefined && more.length === 0 && !(only instanceof File)) {
      if (isHandle(only)) return { kind: 'directory', name: only.name, handle: only };
      return describeLooseFiles(await listEntry(only, ''), only.name);
    }
    const lists = await Promise.all(dropped.map(list));
    return describeLooseFiles(lists.flat());
  } catch (error) {
    throw asFileError(error, null, '');
  }
}

async function take(item: DataTransferItem): Promise<Dropped | null> {
  if (item.getAsFileSystemHandle !== undefined) {
    const handle = await item.getAsFileSystemHandle();
    if (handle === null) return null;
    return handle.kind === 'directory'
      ? (handle as FileSystemDirectoryHandle)
      : (handle as FileSystemFileHandle).getFile();
  }
  const entry = item.webkitGetAsEntry();
  return entry?.isDirectory === true ? (entry as FileSystemDirectoryEntry) : item.getAsFile();
}

function isHandle(
  thing: FileSystemDirectoryHandle | FileSystemDirectoryEntry,
): thing is FileSystemDirectoryHandle {
  return 'kind' in thing;
}

async function list(dropped: Dropped): Promise<LooseFile[]> {
  if (dropped instanceof File) return [{ path: dropped.name, file: dropped }];
  if (!isHandle(dropped)) return listEntry(dropped, `${dropped.name}/`);
  const files: LooseFile[] = [];
  for await (const batch of walkFolder({ handle: dropped, prefix: `${dropped.name}/` }))
    files.push(
      ...(await Promise.all(
        batch.map(async ({ path, handle }) => ({ path, file: await handle.getFile() })),
      )),
    );
  return files;
}

/** @param prefix of the paths inside the folder. */
async function listEntry(root: FileSystemDirectoryEntry, prefix: string): Promise<LooseFile[]> {
  const files: LooseFile[] = [];
  const folders = [{ entry: root, prefix }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const reader = folder.entry.createReader();
    // One call gives at most 100 entries in Chromium; an empty answer is the end.
    for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
      const visible = batch.filter((entry) => isVisibleName(entry.name));
      for (const entry of visible) {
        if (entry.isDirectory)
          folders.push({
            entry: entry as FileSystemDirectoryEntry,
            prefix: `${folder.prefix}${entry.name}/`,
          });
      }
      const found = visible.filter((entry) => entry.isFile) as FileSystemFileEntry[];
      const { prefix: start } = folder;
      files.push(
        ...(await Promise.all(
          found.map(async (entry) => ({ path: start + entry.name, file: await fileOf(entry) })),
        )),
      );
    }
  }
  return files;
}

function readBatch(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
