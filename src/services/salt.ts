/**
 * The salt of pseudonyms: the same for the same folder, so that two runs name their samples alike, and known to nobody who has not
 * the folder's files. `docs/decisions/012-pseudonyms.md` weighs it.
 */
import { AppError, type SampleTable, type Source } from '../domain/index.ts';
import { contentId, contentIdOfList } from '../storage/index.ts';

/** Files that are looked into, spread evenly, and bytes of each from its middle, where no header is. */
const mostFiles = 16;
const bytesOfEach = 64 * 1024;

/**
 * Made of the names of all samples and patients, of the texts, and of pieces of the files that samples come from: what is kept has
 * none of the three.
 */
export async function saltOf(source: Source, table: SampleTable): Promise<string> {
  const paths = [...new Set(table.images?.map(({ path }) => path) ?? [])];
  const count = Math.min(paths.length, mostFiles);
  const pieces: string[] = [];
  for (let i = 0; i < count; i++)
    pieces.push(await pieceOf(source, paths[Math.floor((i * paths.length) / count)]!));
  const lists = [table.ids, table.patients ?? [], ...Object.values(table.text)];
  const hashes: string[] = [];
  for (const list of lists) hashes.push(await contentIdOfList(list));
  return await contentId([...hashes, ...pieces]);
}

/** The hash of a piece of a file; '' where it can't be read, which the cut will say. */
async function pieceOf(source: Source, path: string): Promise<string> {
  try {
    const file = await source.open(path);
    const start = Math.max(0, Math.floor((file.size - bytesOfEach) / 2));
    return await contentId([...(await file.slice(start, Math.min(file.size, start + bytesOfEach)))]);
  } catch (error) {
    if (error instanceof AppError) return '';
    throw error;
  }
}
