/** Image files in a column of a parquet file, by row. Only headers of pages are read to find a row, and one page to read it. */
import { missing } from '../table/base64-cells.ts';
import type { ImageCells } from '../table/table-format.ts';
import { chunkOf, guarded, type ParquetFile } from './file.ts';
import type { Leaf } from './leaves.ts';
import { PageDecoder, pagesOf, type Page, type PageValues } from './pages.ts';

/** Pages and row groups that are kept: rows are mostly asked for in order, several at a time. */
const kept = 2;

/** The pages of a column in one row group. */
interface Chunk {
  /** With the first row of each, counted from the group's first. */
  readonly pages: readonly { readonly page: Page; readonly first: number }[];
  readonly open: (page: Page) => Promise<PageValues>;
}

async function openChunk({ file, groups, compressors }: ParquetFile, leaf: Leaf, group: number) {
  const meta = chunkOf(groups[group]!, leaf);
  const decoder = new PageDecoder(file, leaf, meta, compressors);
  const pages: { page: Page; first: number }[] = [];
  let dictionary: Awaited<ReturnType<PageDecoder['dictionary']>> | undefined;
  let large: PageValues | null = null;
  let first = 0;
  for await (const page of pagesOf(file, meta)) {
    if (page.header.type === 'DICTIONARY_PAGE') {
      large = await decoder.large(page);
      // What is too large to be held is asked for by index.
      dictionary =
        large === null
          ? await decoder.dictionary(page)
          : Array.from({ length: page.values }, (_, index) => index);
    } else if (page.header.type !== 'INDEX_PAGE') {
      pages.push({ page, first });
      first += page.values;
    }
  }
  const chunk: Chunk = {
    pages,
    async open(page) {
      const streamed = await decoder.large(page);
      if (streamed !== null) return streamed;
      const values = await decoder.data(page, dictionary);
      if (large === null) return values;
      const { length } = values;
      return {
        length,
        at: (row) => (typeof values[row] === 'number' ? large.at(values[row]) : values[row]),
      };
    },
  };
  return chunk;
}

/** The first value of a column that is there and not empty, null where it has none. */
export async function firstValue(parquet: ParquetFile, leaf: Leaf): Promise<Uint8Array | null> {
  for (const group of parquet.groups.keys()) {
    const { pages, open } = await openChunk(parquet, leaf, group);
    for (const { page } of pages) {
      const values = await open(page);
      for (let row = 0; row < values.length; row++) {
        const value = await values.at(row);
        if (value instanceof Uint8Array && value.length > 0) return value;
      }
    }
  }
  return null;
}

export function imagesOf(parquet: ParquetFile, leaf: Leaf): ImageCells {
  const { file, groups } = parquet;
  const starts = [0];
  for (const group of groups) starts.push(starts.at(-1)! + Number(group.num_rows));
  const rows = starts.at(-1)!;
  const chunks = new Map<number, Promise<Chunk>>();
  /** By group and page. */
  const decoded = new Map<string, Promise<PageValues>>();

  async function valueAt(row: number): Promise<unknown> {
    const group = starts.findLastIndex((start) => start <= row);
    const { pages, open } = await recent(chunks, group, () => openChunk(parquet, leaf, group));
    const inGroup = row - starts[group]!;
    const at = pages.findLastIndex(({ first }) => first <= inGroup);
    if (at < 0) return null;
    const values = await recent(decoded, `${group} ${at}`, () => open(pages[at]!.page));
    return values.at(inGroup - pages[at]!.first);
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

/** What is kept under a key, else made; what was not used for longest goes. */
function recent<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  const value = cache.get(key) ?? make();
  cache.delete(key);
  cache.set(key, value);
  if (cache.size > kept) cache.delete(cache.keys().next().value!);
  return value;
}
