/**
 * Archives inside a source as if they were folders: `images_001.tar.gz` is not listed, but `images_001.tar.gz/images/1.png` is.
 * A listing has to look into them (see `openArchive` for what that costs); who only opens files looks into an archive when the first
 * of its files is asked for. What is called an archive and can't be opened as one stays a file of its own.
 */
import { AppError, type Source, type SourceFile } from '../domain/index.ts';
import type { ArchiveFiles } from './archive-files.ts';
import { renamed } from './archive-source.ts';
import { inBatches } from './batches.ts';
import { noSuchFile } from './file-errors.ts';
import { isArchiveName, openArchive } from './open-archive.ts';
import { isVisiblePath } from './visible-path.ts';

/** How deep archives are entered: an archive in an archive in an archive. */
export const deepestArchive = 3;

/** Wraps a source. `depth` more levels of archives are entered. */
export function withArchives(source: Source, depth = deepestArchive): Source {
  /** By path, null where there is no archive that can be opened. */
  const inner = new Map<string, Promise<Source | null>>();
  if (depth === 0) return source;

  function enter(path: string, signal?: AbortSignal): Promise<Source | null> {
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
      for await (const batch of source.list(signal)) {
        const files = batch.filter((path) => !isArchiveName(path));
        if (files.length < batch.length) archives.push(...batch.filter(isArchiveName));
        if (files.length > 0) yield files;
      }
      for (const path of archives.sort()) {
        const archive = await enter(path, signal);
        if (archive === null) yield [path];
        else
          for await (const batch of archive.list(signal)) yield batch.map((file) => `${path}/${file}`);
      }
    },
    async open(path) {
      for (const prefix of archivePrefixes(path)) {
        const archive = await enter(prefix);
        if (archive === null) continue;
        return renamed(await archive.open(path.slice(prefix.length + 1)), path);
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
): Promise<Source | null> {
  try {
    const archive = await source.open(path);
    return withArchives(sourceOf(path, await openArchive(archive, signal)), depth - 1);
  } catch (error) {
    // A folder may be called so too, and is then no file; a lost permission is a matter of the whole source.
    const kinds = ['damaged-archive', 'unsupported-archive', 'unreadable-file'];
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
