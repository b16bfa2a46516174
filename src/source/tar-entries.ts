/**
 * The walk over the headers of a tar, which has no directory: from one header to the next, over the data between them. Folders,
 * links and devices are left out.
 */
import { type AppError, appError } from '../domain/index.ts';
import { normaliseName, decodeName } from './entry-names.ts';
import { type PaxFields, parsePax } from './pax-records.ts';
import { blockBytes, isTarHeader, isZeroBlock, parseTarHeader, type TarHeader } from './tar-header.ts';

/** One file in a tar. */
export interface TarEntry {
  readonly path: string;
  /** Where its bytes begin. */
  readonly offset: number;
  readonly size: number;
  readonly modified: number;
  /** A file with holes, which is packed in a way of its own. */
  readonly isSparse: boolean;
}

/** What a tar is read through. */
export interface TarBytes {
  readonly path: string;
  /** At least `[at, at + length)`, fewer only where the file ends before. */
  view(at: number, length: number): Promise<Uint8Array>;
}

/** Longest name or pax header that is believed. */
const longestExtra = 1024 * 1024;

/**
 * The files of a tar in their order.
 *
 * @throws AppError `damaged-archive` where it is cut off or a header is wrong; `unsupported-archive` where it goes on in another
 * volume or names a path with `..`.
 */
export async function* tarEntries(bytes: TarBytes): AsyncGenerator<TarEntry, void, void> {
  const damaged = (detail: string): AppError => appError('damaged-archive', bytes.path, { detail });
  let global: PaxFields = {};
  let local: PaxFields = {};
  let name: string | null = null;
  for (let at = 0; ;) {
    const block = (await bytes.view(at, blockBytes)).subarray(0, blockBytes);
    if (block.length === blockBytes && isZeroBlock(block)) return;
    // Some writers leave out the two empty blocks at the end, but none the filling of a file's last block.
    if (block.length === 0 && at > 0 && (await bytes.view(at - 1, 1)).length > 0) return;
    const header = isTarHeader(block) ? parseTarHeader(block) : null;
    if (header === null)
      throw damaged(
        block.length < blockBytes ? `cut off before byte ${at + blockBytes}` : `no header at byte ${at}`,
      );
    const offset = at + blockBytes * (1 + (header.moreHoles ? await holeBlocks(bytes, at) : 0));
    const next = (size: number) => offset + Math.ceil(size / blockBytes) * blockBytes;
    const extra = async () => {
      if (header.size > longestExtra) throw damaged(`a name of ${header.size} bytes at byte ${at}`);
      const data = await bytes.view(offset, header.size);
      if (data.length < header.size) throw damaged(`cut off at byte ${offset}`);
      return data.subarray(0, header.size);
    };
    switch (header.type) {
      case 'L':
        name = decodeName(await extra());
        at = next(header.size);
        break;
      case 'x':
      case 'X':
      case 'g': {
        const fields = parsePax(await extra());
        if (fields === null) throw damaged(`wrong pax records at byte ${offset}`);
        if (header.type === 'g') global = { ...global, ...fields };
        else local = { ...local, ...fields };
        at = next(header.size);
        break;
      }
      case 'K':
        at = next(header.size);
        break;
      default: {
        const fields = { ...global, ...local };
        const size = hasData(header.type) ? (fields.size ?? header.size) : 0;
        if (!Number.isSafeInteger(size) || size < 0) throw damaged(`a size of ${size} at byte ${at}`);
        const path = pathOf(bytes, fields.sparseName ?? fields.path ?? name ?? header.name);
        if (header.type === 'M')
          throw appError('unsupported-archive', bytes.path, { detail: `several volumes: ${path}` });
        if (isFile(header) && path !== '' && !path.endsWith('/')) {
          const modified = fields.modified ?? header.modified;
          const isSparse = header.type === 'S' || fields.isSparse === true;
          yield { path, offset, size, modified, isSparse };
        }
        local = {};
        name = null;
        at = next(size);
      }
    }
  }
}

/** `7` is a file that wants to lie in one piece. */
function isFile({ type }: TarHeader): boolean {
  return type === '0' || type === '7' || type === 'S';
}

/** Links, devices and folders have no data, whatever their size says; types that nobody knows count as files with data. */
function hasData(type: string): boolean {
  return !['1', '2', '3', '4', '5', '6'].includes(type);
}

function pathOf({ path: archive }: TarBytes, name: string): string {
  const path = normaliseName(name);
  if (path === null)
    throw appError('unsupported-archive', archive, { detail: `path with "..": ${name}` });
  return path;
}

/** How many blocks between a header and its data map the holes of a sparse file. */
async function holeBlocks(bytes: TarBytes, header: number): Promise<number> {
  for (let count = 1; ; count++) {
    const block = await bytes.view(header + count * blockBytes, blockBytes);
    if (block.length < blockBytes)
      throw appError('damaged-archive', bytes.path, { detail: `cut off at byte ${header}` });
    if (block[504] === 0) return count;
  }
}
