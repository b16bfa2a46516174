/** A source of files that came one by one or from `<input webkitdirectory>`. They can't be kept for the next visit. */
import type { LooseFile, Source } from '../domain/index.ts';
import { inBatches } from './batches.ts';
import { blobFile } from './blob-file.ts';
import { noSuchFile } from './file-errors.ts';

export function looseFilesSource(name: string, files: readonly LooseFile[]): Source {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  return {
    name,
    list: (signal) => inBatches(byPath.keys(), signal),
    open(path) {
      const file = byPath.get(path);
      return file === undefined
        ? Promise.reject(noSuchFile(path))
        : Promise.resolve(blobFile(path, file, name));
    },
  };
}
