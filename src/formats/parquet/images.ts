/** Image files in a column of a parquet file, by row. Only headers of pages are read to find a row, and one page to read it. */
import { missing } from '../table/base64-cells.ts';
import type { ImageCells } from '../table/table-format.ts';
import { chunkOf, guarded, type ParquetFile } from './file.ts';
import type { Leaf } from './leaves.ts';
import { PageDecoder, pagesOf, type Page, type Values } from './pages.ts';

/** Pages whose values are kept: rows are mostly asked for in order, several at a time. */
const keptPages = 2;

/** The pages of a column in one row group. */
interface Chunk {
  readonly decoder: PageDecoder;
  readonly dictionary: Awaited<ReturnType<PageDecoder['dictionary']>> | undefined;
  /** With the first row of each, counted from the group's first. */
  readonly pages: readonly { readonly page: Page; readonly first: number }[];
}

export function imagesOf(parquet: ParquetFile, leaf: Leaf): ImageCells {
  const { file, groups } = parquet;
  const starts = [0];
  for (const group of groups) starts.push(starts.at(-1)! + Number(group.num_rows));
  const rows = starts.at(-1)!;
  const chunks = new Map<number, Promise<Chunk>>();
  /** By group and page, the one used last at the end. */
  const decoded = new Map<string, Promise<Values>>();

  async function openChunk(group: number): Promise<Chunk> {
    const meta = chunkOf(groups[group]!, leaf);
    const decoder = new PageDecoder(file, leaf, meta, parquet.compressors);
    const pages: { page: Page; first: number }[] = [];
    let dictionary: Chunk['dictionary'];
    let first = 0;
    for await (const page of pagesOf(file, meta)) {
      if (page.header.type === 'DICTIONARY_PAGE') dictionary = await decoder.dictionary(page);
      else if (page.header.type !== 'INDEX_PAGE') {
        pages.push({ page, first });
        first += page.values;
      }
    }
    return { decoder, dictionary, pages };
  }

  function chunkAt(group: number): Promise<Chunk> {
    const opened = chunks.get(group) ?? openChunk(group);
    chunks.set(group, opened);
    return opened;
  }

  async function valueAt(row: number): Promise<unknown> {
    const group = starts.findLastIndex((start) => start <= row);
    const { decoder, dictionary, pages } = await chunkAt(group);
    const inGroup = row - starts[group]!;
    const at = pages.findLastIndex(({ first }) => first <= inGroup);
    if (at < 0) return null;
    const key = `${group} ${at}`;
    const values = decoded.get(key) ?? decoder.data(pages[at]!.page, dictionary);
    decoded.delete(key);
    decoded.set(key, values);
    if (decoded.size > keptPages) decoded.delete(decoded.keys().next().value!);
    return (await values)[inGroup - pages[at]!.first];
  }

  return {
    rows,
    async bytes(row) {
      const value = row >= 0 && row < rows ? await guarded(file.path, () => valueAt(row)) : null;
      if (!(value instanceof Uint8Array) || value.length === 0) throw missing(file.path, row + 1);
      // A copy of its own: a decoder may hand its bytes to a worker, and a view would keep its page.
      return value.slice();
    },
  };
}
