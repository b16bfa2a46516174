/** A zip archive as a source. The one folder that many archives pack everything into is not part of the paths. */
import type { Source, SourceFile } from '../domain/index.ts';
import { inBatches } from './batches.ts';
import { blobFile } from './blob-file.ts';
import { noSuchFile } from './file-errors.ts';
import { openZip } from './open-zip.ts';
import { commonRoot, isVisiblePath } from './visible-path.ts';

export function zipSource(name: string, archive: Blob): Source {
  let opened: Promise<ReadonlyMap<string, SourceFile>> | null = null;
  const files = () => (opened ??= openVisible(blobFile(name, archive, name)));
  return {
    name: name.replace(/\.zip$/i, ''),
    async *list(signal) {
      yield* inBatches((await files()).keys(), signal);
    },
    async open(path) {
      const file = (await files()).get(path);
      if (file === undefined) throw noSuchFile(path);
      return file;
    },
  };
}

async function openVisible(archive: SourceFile): Promise<ReadonlyMap<string, SourceFile>> {
  const visible = [...(await openZip(archive))].filter(([path]) => isVisiblePath(path));
  const root = commonRoot(visible.map(([path]) => path));
  if (root === null) return new Map(visible);
  return new Map(
    visible.map(([path, file]) => {
      const shortPath = path.slice(root.length + 1);
      return [shortPath, renamed(file, shortPath)];
    }),
  );
}

function renamed(file: SourceFile, path: string): SourceFile {
  return {
    path,
    size: file.size,
    modified: file.modified,
    slice: (start, end) => file.slice(start, end),
    stream: () => file.stream(),
  };
}
