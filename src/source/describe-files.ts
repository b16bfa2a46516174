/** What a person chose in a file dialog, as a source. */
import type { LooseFile, SourceDescriptor } from '../domain/index.ts';
import { isArchiveName } from './open-archive.ts';
import { commonRoot, isVisiblePath } from './visible-path.ts';

/**
 * Files of `<input type=file>`, with or without `webkitdirectory`. One .zip, .tar, .tar.gz or .tgz is an archive; files of a folder lose the
 * folder's name from their paths and give it to the source. Hidden files are left out.
 */
export function describeFiles(files: Iterable<File>): SourceDescriptor {
  return describeLooseFiles(
    Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })),
  );
}

/** The same for files whose paths are known; `name` is needed where the paths have lost their root already. */
export function describeLooseFiles(files: readonly LooseFile[], name?: string): SourceDescriptor {
  const [first, ...more] = files;
  if (first !== undefined && more.length === 0 && isArchiveName(first.path))
    return { kind: 'archive', name: first.file.name, file: first.file };
  const visible = files.filter(({ path }) => isVisiblePath(withoutHiddenRoot(path)));
  if (name !== undefined) return { kind: 'files', name, files: visible };
  const root = commonRoot(visible.map(({ path }) => path));
  if (root === null) return { kind: 'files', name: joinNames(visible), files: visible };
  return {
    kind: 'files',
    name: root,
    files: visible.map(({ path, file }) => ({ path: path.slice(root.length + 1), file })),
  };
}

/** A person may well choose `.medmnist`, where MedMNIST keeps its downloads: only what is hidden inside is left out. */
function withoutHiddenRoot(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(slash + 1);
}

function joinNames(files: readonly LooseFile[]): string {
  const names = new Set(files.map(({ path }) => path.split('/', 1)[0]!));
  const [first = '', ...others] = names;
  return others.length === 0 ? first : `${first} + ${others.length}`;
}
