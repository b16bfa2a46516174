/**
 * Archives as levels of a tree of folders. Most are there because data are handed over in archives, and their names say nothing
 * (`images_001.tar.gz`); some say the split or the class, as a folder would.
 */
import { isArchiveName, withoutArchiveEnding } from '../source/index.ts';
import { isGenericName, splitOfName, splitOfWord } from './split-words.ts';

type Parts = readonly string[];

/**
 * How to see a folder's path without archives. Each of them
 * - is left out where the folder in it has its name (`train.zip/train`), or where its name says no more than that there are data
 *   (`images_001.tar.gz`);
 * - becomes the split that its name speaks of, where there are class folders in it (`ct-test.zip/normal`);
 * - is left out where archives that lie beside one another have the same class folders;
 * - else is a folder called like it, without the ending (`normal.zip`).
 *
 * @param folders all that there are: what one archive is depends on those beside it
 */
export function throughArchives(folders: readonly Parts[]): (folder: Parts) => Parts {
  const divided = dividedFolders(folders);
  return (parts) =>
    parts.flatMap((part, level) => {
      if (!isArchiveName(part)) return [part];
      const name = withoutArchiveEnding(part);
      if (parts[level + 1]?.toLowerCase() === name.toLowerCase()) return [];
      if (splitOfWord(name) !== null) return [name];
      if (isGenericName(name.replace(/[-_. ]*\d+$/, ''))) return [];
      if (classInside(parts, level) === null) return [name];
      const split = splitOfName(name);
      if (split !== null) return [split];
      return divided.has(pathOf(parts, level)) ? [] : [name];
    });
}

/** Folders of which two archives have the same class folder. */
function dividedFolders(folders: readonly Parts[]): ReadonlySet<string> {
  const divided = new Set<string>();
  const owners = new Map<string, string>();
  for (const parts of folders) {
    for (const [level, part] of parts.entries()) {
      const inside = isArchiveName(part) ? classInside(parts, level) : null;
      if (inside === null) continue;
      const parent = pathOf(parts, level);
      const key = JSON.stringify([parent, inside]);
      const owner = owners.get(key) ?? part;
      owners.set(key, owner);
      if (owner !== part) divided.add(parent);
    }
  }
  return divided;
}

/** The first folder in the archive at a level that may be a class. */
function classInside(parts: Parts, level: number): string | null {
  const found = parts
    .slice(level + 1)
    .find((part) => splitOfWord(part) === null && !isGenericName(part));
  return found ?? null;
}

/** The folder that the part at a level lies in. */
const pathOf = (parts: Parts, level: number) => parts.slice(0, level).join('/');
