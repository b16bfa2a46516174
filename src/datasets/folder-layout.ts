/**
 * Finds which level of a tree of folders is the class and which, if any, is the split: `class/x`, `split/class/x` or
 * `class/split/x`, below any wrapping folders and with any folders below, archives looked through. It sees paths only and reads nothing.
 */
import type { Split } from '../domain/index.ts';
import { throughArchives } from './archive-folders.ts';
import { folderOf } from './listing.ts';
import { isGenericName, splitOfWord } from './split-words.ts';

export interface PlacedImage {
  readonly path: string;
  readonly className: string;
  readonly split: Split | null;
}

export interface FolderLayout {
  readonly images: readonly PlacedImage[];
  /** Distinct, in no order. */
  readonly classes: ReadonlySet<string>;
  readonly hasSplits: boolean;
  /** Images that lie in no class folder. */
  readonly unplaced: readonly string[];
}

type Place = Omit<PlacedImage, 'path'>;

/** Null where no folder looks like a class. */
export function findLayout(images: readonly string[]): FolderLayout | null {
  const folders = new Map<string, readonly string[]>();
  for (const path of images) {
    const folder = folderOf(path);
    if (!folders.has(folder)) folders.set(folder, folder === '' ? [] : folder.split('/'));
  }
  const see = throughArchives([...folders.values()]);
  const seen = new Map([...folders].map(([folder, parts]) => [folder, see(parts)]));
  const placeOf = placesBelow(commonStart([...seen.values()]), [...seen.values()]);
  const places = new Map([...seen].map(([folder, parts]) => [folder, placeOf(parts)]));

  const placed: PlacedImage[] = [];
  const unplaced: string[] = [];
  for (const path of images) {
    const place = places.get(folderOf(path)) ?? null;
    if (place === null) unplaced.push(path);
    else placed.push({ path, ...place });
  }
  const classes = new Set(placed.map(({ className }) => className));
  if ([...classes].every((name) => isGenericName(name))) return null;
  return { images: placed, classes, hasSplits: placed.some(({ split }) => split !== null), unplaced };
}

/** Decides once for all folders which level is what, and returns how to read one folder. */
function placesBelow(
  start: readonly string[],
  folders: readonly (readonly string[])[],
): (parts: readonly string[]) => Place | null {
  const depth = start.length;
  const outerSplit = start.map(splitOfWord).findLast((split) => split !== null) ?? null;
  const below = folders.filter((parts) => parts.length > depth);

  if (below.length === 0) {
    // One folder for all: a class by itself where it has a name of its own.
    const className = start.findLast((part) => splitOfWord(part) === null);
    return () => (className === undefined ? null : { className, split: outerSplit });
  }
  if (areSplits(below.map((parts) => parts[depth]!))) {
    return (parts) => {
      const split = splitOfWord(parts[depth] ?? '');
      const className = parts[depth + 1];
      return split === null || className === undefined ? null : { className, split };
    };
  }
  const areInnerSplits = below.every((parts) => splitOfWord(parts[depth + 1] ?? '') !== null);
  return (parts) => {
    const className = parts[depth];
    if (className === undefined) return null;
    return { className, split: areInnerSplits ? splitOfWord(parts[depth + 1]!) : outerSplit };
  };
}

/**
 * All of them are, or train and another one are among them: what lies beside these belongs to no split. A lone `test`
 * beside `control` is a class.
 */
function areSplits(names: readonly string[]): boolean {
  const found = new Set(names.map(splitOfWord));
  return !found.has(null) || (found.has('train') && found.size > 2);
}

/** The folders that all paths begin with. */
function commonStart(folders: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = folders;
  let length = first.length;
  for (const parts of others) {
    while (length > 0 && !startsWith(parts, first, length)) length--;
  }
  return first.slice(0, length);
}

const startsWith = (parts: readonly string[], start: readonly string[], length: number) =>
  start.slice(0, length).every((part, i) => parts[i] === part);
