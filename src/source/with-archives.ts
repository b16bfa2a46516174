/**
 * Archives inside a source as if they were folders: `images_001.tar.gz` is not listed, but `images_001.tar.gz/images/1.png` is.
 * A listing has to look into them (see `openArchive` for what that costs); who only opens files looks into an archive when the first
 * of its files is asked for. What is called an archive and can't be opened as one stays a file of its own.
 */
import { AppError, type Source, type SourceFile } from '../domain/index.ts';
import type { ArchiveFiles } from './archive-files.ts';
import { isPartName, openArchiveAt, withoutPartEnding } from './archive-parts.ts';
import { renamed } from './archive-source.ts';
import { inBatches } from './batches.ts';
import { noSuchFile } from './file-errors.ts';
import { isArchiveName } from './open-archive.ts';
import { isVisiblePath } from './visible-path.ts';

interface Entered {
  readonly source: Source;
  /** The files that it is in, where these are several. */
  readonly parts: readonly string[];
}

/** How deep archives are entered: an archive in an archive in an archive. */
export const deepestArchive = 3;

/** Wraps a source. `depth` more levels of archives are entered. */
export function withArchives(source: Source, depth = deepestArchive): Source {
  /** By path, null where there is no archive that can be opened. */
  const inner = new Map<string, Promise<Entered | null>>();
  if (depth === 0) return source;

  function enter(path: string, signal?: AbortSignal): Promise<Entered | null> {
    const known = inner.get(path);
    if (known !== undefined) return known;
    const entering = openInner(source, path, depth, signal).catch((error: unknown) => {
      inner.delete(path);
      throw error;
    });
    inner.set(path, entering);
    return entering;
  }

  return {
    name: source.name,
    async *list(signal) {
      const archives: string[] = [];
      /** What may be a part of one, or is none that can be opened by itself. */
      const others: string[] = [];
      for await (const batch of source.list(signal)) {
        const files: string[] = [];
        for (const path of batch)
          (isArchiveName(path) ? archives : isPartName(path) ? others : files).push(path);
        if (files.length > 0) yield files;
      }
      /** Archives that were entered, and parts of them. */
      const known = new Set<string>();
      // A whole archive comes before parts that it was joined from, and is taken in their place.
      for (const path of archives.sort()) {
        if (known.has(path)) continue;
        const entered = known.has(withoutPartEnding(path)) ? null : await enter(path, signal);
        if (entered === null) {
          others.push(path);
          continue;
        }
        for (const part of [path, ...entered.parts]) known.add(part);
        for await (const batch of entered.source.list(signal))
          yield batch.map((file) => `${path}/${file}`);
      }
      const left = others.filter((path) => !known.has(path));
      if (left.length > 0) yield left;
    },
    async open(path) {
      for (const prefix of archivePrefixes(path)) {
        const entered = await enter(prefix);
        if (entered === null) continue;
        return renamed(await entered.source.open(path.slice(prefix.length + 1)), path);
      }
      return source.open(path);
    },
  };
}

/** The folders of a path that are called as archives are, outermost first. */
function archivePrefixes(path: string): string[] {
  const prefixes: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const prefix = path.slice(0, slash);
    if (isArchiveName(prefix)) prefixes.push(prefix);
  }
  return prefixes;
}

async function openInner(
  source: Source,
  path: string,
  depth: number,
  signal: AbortSignal | undefined,
): Promise<Entered | null> {
  try {
    const { files, parts } = await openArchiveAt((name) => source.open(name), path, signal);
    return { source: withArchives(sourceOf(path, files), depth - 1), parts };
  } catch (error) {
    // A folder may be called so too, and is then no file; a lost permission is a matter of the whole source.
    const kinds = ['damaged-archive', 'missing-part', 'unsupported-archive', 'unreadable-file'];
    if (error instanceof AppError && kinds.includes(error.problem.kind)) return null;
    throw error;
  }
}

function sourceOf(name: string, files: ArchiveFiles): Source {
  return {
    name,
    list: (signal) => inBatches(visiblePaths(files), signal),
    async open(path): Promise<SourceFile> {
      const file = files.get(path);
      if (file === undefined) throw noSuchFile(path);
      return file;
    },
  };
}

function* visiblePaths(files: ArchiveFiles): Generator<string> {
  for (const path of files.keys()) if (isVisiblePath(path)) yield path;
}
