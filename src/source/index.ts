/** Files as bytes that can be read in ranges, wherever they are: a folder, loose files, an archive, memory. */
export { describeFiles } from './describe-files.ts';
export { openSource } from './open-source.ts';
export { openZip } from './open-zip.ts';
export { memorySource } from './memory-source.ts';
export { DeflateReader } from './deflate-reader.ts';
export { InflateError } from './inflater.ts';
export { crc32, inflateZlib, mostInflated } from './zlib.ts';
export { largestExpansion } from './largest-expansion.ts';
export { blobFile, readTogether } from './blob-file.ts';
export { bytesFile } from './memory-source.ts';
export { isGzip } from './gzip-header.ts';
export { gzipHead, openGzip } from './open-gzip.ts';
export { leadingPart, openArchiveAt } from './archive-parts.ts';
export { isArchiveName, withoutArchiveEnding } from './open-archive.ts';
