/** Zip, tar and tar.gz under one name. Whether something is to be entered is said by its name, what it is by its bytes. */
import { appError } from '../domain/index.ts';
import type { ArchiveFiles } from './archive-files.ts';
import type { RangeReader } from './byte-chunks.ts';
import { isGzip } from './gzip-header.ts';
import { openTar, openTarGz } from './open-tar.ts';
import { openZip } from './open-zip.ts';
import { blockBytes, isTarHeader, isZeroBlock } from './tar-header.ts';

export const archiveEndings = '\\.(?:zip|tar|tar\\.gz|tgz)';
/** Of the first of several parts: `.001`, `.z01`, `.partaa`, `-00`. */
export const firstPartEnding = '[._-](?:(?:part[._-]?)?(?:0*[01]|aa)|z0*1)';
const endings = new RegExp(`${archiveEndings}(?:${firstPartEnding})?$`, 'i');

/**
 * Whether a file of this name is an archive to be entered, or the first part of one. Others have the bytes of an archive and are not
 * meant as one: .npz, .docx, .xlsx.
 */
export function isArchiveName(name: string): boolean {
  return endings.test(name);
}

/** The name without the ending of an archive and of its first part. */
export function withoutArchiveEnding(name: string): string {
  return name.replace(endings, '');
}

/**
 * The files of an archive. Costs a look at the directory of a zip, a walk over the headers of a tar, and the inflating of all
 * of a tar.gz; the signal is heard in between.
 *
 * @throws AppError `damaged-archive` or `unsupported-archive`
 */
export async function openArchive(archive: RangeReader, signal?: AbortSignal): Promise<ArchiveFiles> {
  const head = await archive.slice(0, Math.min(archive.size, blockBytes));
  if (isGzip(head)) return await openTarGz(archive, signal);
  // Browsers that unpack a download on their way leave plain tars called .tar.gz.
  const isTar = isTarHeader(head) || (head.length === blockBytes && isZeroBlock(head));
  if (isTar) return await openTar(archive, signal);
  // A zip may have something in front of it, so that its first bytes say nothing.
  if (/\.zip$/i.test(archive.path)) return await openZip(archive);
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  if (isZip) return await openZip(archive);
  throw appError('damaged-archive', archive.path, { detail: 'neither tar nor gzip nor zip' });
}
