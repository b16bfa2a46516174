/**
 * Which paths of a source are worth showing to anybody. Operating systems leave files of their own in every folder and
 * archive; counting them as data would make each class folder look damaged.
 */

const leftovers = new Set(['__macosx', 'thumbs.db', 'desktop.ini']);

/** Whether a file or folder name belongs to the data: false for dot files (`.DS_Store`, `._1.png`) and system leftovers. */
export function isVisibleName(name: string): boolean {
  return !name.startsWith('.') && !leftovers.has(name.toLowerCase());
}

/** Whether no part of the path is a hidden file or folder. */
export function isVisiblePath(path: string): boolean {
  return path.split('/').every(isVisibleName);
}

/** The folder that all paths lie in, or null where they share none (or where one of them is not in a folder). */
export function commonRoot(paths: Iterable<string>): string | null {
  let root: string | null = null;
  for (const path of paths) {
    const slash = path.indexOf('/');
    if (slash <= 0) return null;
    const first = path.slice(0, slash);
    if (root !== null && first !== root) return null;
    root = first;
  }
  return root;
}
