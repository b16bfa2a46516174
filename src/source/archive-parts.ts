/**
 * Archives that are handed over in parts, because a server or a disk takes no larger files: cut anywhere (`x.zip.001`, `x.tar.gz.partaa`),
 * or split by a program for zips, which counts offsets anew in each part (`x.z01`, `x.z02` …, `x.zip`). They are read as one file, without
 * being joined on disk; the first part stands for all, of a split zip the last one.
 */
import { AppError, appError, type SourceFile } from '../domain/index.ts';
import type { ArchiveFiles } from './archive-files.ts';
import type { RangeReader } from './byte-chunks.ts';
import { joinedFile } from './joined-file.ts';
import { archiveEndings, firstPartEnding, openArchive } from './open-archive.ts';
import { firstVolume } from './zip-directory.ts';

interface Parts {
  readonly file: RangeReader;
  /** Their paths, none where the archive is in one. */
  readonly paths: readonly string[];
  readonly missing: string | null;
}

type Open = (path: string) => Promise<SourceFile>;

const isFirst = new RegExp(`${archiveEndings}${firstPartEnding}$`, 'i');
const isPart = new RegExp(
  `(?:${archiveEndings}[._-](?:part[._-]?)?(?:z?\\d+|[a-z]{2})|\\.z\\d\\d+)$`,
  'i',
);
/** Of names such as `x.zip.md` nobody knows without the first one. */
const isSurelyPart = /[._-](?:z?\d+|part[._-]?[a-z]{2})$/i;

/** Whether a file may be a part that is not the one that stands for all, by its name. */
export function isPartName(path: string): boolean {
  return isPart.test(path);
}

/** The archive that parts were cut from; the path itself where it is none of these. */
export function withoutPartEnding(path: string): string {
  return isFirst.test(path) ? path.replace(new RegExp(`${firstPartEnding}$`, 'i'), '') : path;
}

/** The part that would have to be there for others to be read: the first one, of a split zip the last one. Null where a name says nothing. */
export function leadingPart(path: string): string | null {
  if (!isPart.test(path) || !isSurelyPart.test(path)) return null;
  if (!new RegExp(`${archiveEndings}[^/]+$`, 'i').test(path)) return path.replace(/\.z\d+$/i, '.zip');
  return path.replace(/\d+$|[a-z]{2}$/i, (index) =>
    /\d/.test(index) ? '1'.padStart(index.length, '0') : 'aa',
  );
}

/**
 * The files of an archive, whether it is in one file or in parts that lie beside it.
 * @param path of the archive, or of the part that stands for it
 * @throws AppError `missing-part`, and as `openArchive`
 */
export async function openArchiveAt(
  open: Open,
  path: string,
  signal?: AbortSignal,
): Promise<{ files: ArchiveFiles; parts: readonly string[] }> {
  const { file, paths, missing } = await findParts(open, path);
  try {
    return { files: await openArchive(file, signal), parts: paths };
  } catch (error) {
    if (missing === null || !(error instanceof AppError)) throw error;
    const { problem } = error;
    if (problem.kind !== 'damaged-archive') throw error;
    throw appError('missing-part', path, { part: missing, detail: problem.parameters.detail }, error);
  }
}

async function findParts(open: Open, path: string): Promise<Parts> {
  const file = await open(path);
  if (isFirst.test(path)) {
    const { files, missing } = await following(open, path, [file]);
    // Where they are numbered as those of a split zip, the last one may have no number either.
    const last = /z\d+$/i.test(path) ? await fileAt(open, withoutPartEnding(path)) : null;
    return joined(path, last === null ? files : [...files, last], missing);
  }
  if (!/\.zip$/i.test(path)) return { file, paths: [], missing: null };
  const { files, missing } = await following(open, firstVolume(path), []);
  return files.length === 0
    ? { file, paths: [], missing: null }
    : joined(path, [...files, file], missing);
}

/** @param begun the files before that path, which are counted as it is by their number */
async function following(open: Open, path: string, begun: readonly SourceFile[]) {
  const files = [...begun];
  for (let name = begun.length > 0 ? nextPart(path) : path; ; name = nextPart(name)) {
    const file = await fileAt(open, name);
    if (file === null) return { files, missing: name };
    files.push(file);
  }
}

/** `002` behind `001`, `ba` behind `az`. */
function nextPart(path: string): string {
  return path.replace(/\d+$|[a-z]{2}$/i, (index) => {
    if (/\d/.test(index)) return String(Number(index) + 1).padStart(index.length, '0');
    const [first, second] = [index.charCodeAt(0), index.charCodeAt(1)];
    const isLast = /z$/i.test(index);
    return String.fromCharCode(first + (isLast ? 1 : 0), isLast ? second - 25 : second + 1);
  });
}

async function fileAt(open: Open, path: string): Promise<SourceFile | null> {
  try {
    return await open(path);
  } catch (error) {
    if (error instanceof AppError && error.problem.kind === 'unreadable-file') return null;
    throw error;
  }
}

function joined(path: string, files: readonly SourceFile[], missing: string): Parts {
  return { file: joinedFile(path, files, missing), paths: files.map((file) => file.path), missing };
}
