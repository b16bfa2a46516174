/** An archive as a source. The one folder that many archives pack everything into is not part of the paths. */
import type { Source, SourceFile } from '../domain/index.ts';
import type { ArchiveFiles } from './archive-files.ts';
import { openArchiveAt } from './archive-parts.ts';
import { inBatches } from './batches.ts';
import { blobFile } from './blob-file.ts';
import { noSuchFile } from './file-errors.ts';
import { withoutArchiveEnding } from './open-archive.ts';
import { commonRoot, isVisiblePath } from './visible-path.ts';

interface Opened {
  readonly files: ArchiveFiles;
  /** What all paths begin with and nobody needs to see: '' or `name/`. */
  readonly root: string;
}

export function archiveSource(name: string, archive: Blob): Source {
  let opening: Promise<Opened> | null = null;
  const open = (signal?: AbortSignal) =>
    (opening ??= openVisible(blobFile(name, archive, name), signal).catch((error: unknown) => {
      // Somebody else may want to open it who does not abort, or has the permission.
      opening = null;
      throw error;
    }));
  return {
    name: withoutArchiveEnding(name),
    async *list(signal) {
      const { files, root } = await open(signal);
      yield* inBatches(visiblePaths(files, root), signal);
    },
    async open(path) {
      const { files, root } = await open();
      const file = isVisiblePath(path) ? files.get(root + path) : undefined;
      if (file === undefined) throw noSuchFile(path);
      return root === '' ? file : renamed(file, path);
    },
  };
}

async function openVisible(archive: SourceFile, signal: AbortSignal | undefined): Promise<Opened> {
  // What lies beside it was not given.
  const open = (path: string) =>
    path === archive.path ? Promise.resolve(archive) : Promise.reject(noSuchFile(path));
  const { files } = await openArchiveAt(open, archive.path, signal);
  const root = commonRoot(visiblePaths(files, ''));
  return { files, root: root === null ? '' : `${root}/` };
}

function* visiblePaths(files: ArchiveFiles, root: string): Generator<string> {
  for (const path of files.keys()) if (isVisiblePath(path)) yield path.slice(root.length);
}

/** The same file under another path. */
export function renamed(file: SourceFile, path: string): SourceFile {
  return {
    path,
    size: file.size,
    modified: file.modified,
    slice: (start, end) => file.slice(start, end),
    stream: () => file.stream(),
  };
}
