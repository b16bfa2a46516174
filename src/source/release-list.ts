/**
 * MIMIC-CXR-JPG brings a list of its 377,110 images, `IMAGE_FILENAMES`. Asking the browser for each of its 293,000 folders takes minutes;
 * the list takes seconds. It is believed only where folders that were looked at hold exactly what it says, and never about which
 * patients' folders are there: a download that stopped, or one with files of another release among it, is walked.
 */
import type { Folder } from './directory-source.ts';

export const releaseListName = 'IMAGE_FILENAMES';

/** Paths below a patient's folder, by the folder's own path with a slash at its end. */
export type ReleaseList = ReadonlyMap<string, readonly string[]>;

/** Shorter lists save no time. */
const fewestFolders = 1000;
/** With 2 % of the folders incomplete, all of so many are complete once in 150 times. */
const probes = 256;
/** A list of a part of the release has most folders missing, which is no fault of it. */
const fewestProbed = 16;

/**
 * Reads a list and compares it with what is there.
 * @param pathsBelow walks a folder
 * @returns null where the list is of no use
 */
export async function readReleaseList(
  folder: Folder,
  file: FileSystemFileHandle,
  pathsBelow: (folder: Folder) => Promise<readonly string[]>,
): Promise<ReleaseList | null> {
  const list = byPatient(folder.prefix, await (await file.getFile()).text());
  if (list.size < fewestFolders) return null;
  const prefixes = [...list.keys()];
  const step = Math.ceil(prefixes.length / probes);
  let probed = 0;
  for (let i = 0; i < prefixes.length; i += step) {
    const prefix = prefixes[i]!;
    const handle = await folderAt(folder.handle, prefix.slice(folder.prefix.length));
    if (handle === null) continue;
    probed++;
    const there = await pathsBelow({ handle, prefix });
    const said = list.get(prefix)!;
    if (there.length !== said.length || [...there].sort().join() !== [...said].sort().join())
      return null;
  }
  return probed < fewestProbed ? null : list;
}

/** Lines are `files/p10/p10000032/s50414267/<dicom_id>.jpg`. */
function byPatient(prefix: string, text: string): Map<string, string[]> {
  const list = new Map<string, string[]>();
  let before = '';
  let paths: string[] = [];
  for (const line of text.split('\n')) {
    const path = prefix + line.trim();
    const folder = /^(.+\/p\d{8}\/)s\d{8}\/[^/]+$/.exec(path)?.[1];
    if (folder === undefined) continue;
    if (folder !== before) {
      paths = list.get(folder) ?? [];
      list.set(folder, paths);
      before = folder;
    }
    paths.push(path);
  }
  return list;
}

async function folderAt(
  root: FileSystemDirectoryHandle,
  path: string,
): Promise<FileSystemDirectoryHandle | null> {
  let folder = root;
  for (const part of path.split('/').filter((one) => one !== '')) {
    try {
      folder = await folder.getDirectoryHandle(part);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return null;
      throw error;
    }
  }
  return folder;
}
