import type { RowGroup } from 'hyparquet';
import { ParquetDamage } from './check-runs.ts';
import { chunkOf, type ParquetFile } from './file.ts';
import type { Leaf } from './leaves.ts';
import { PageDecoder, pagesOf, type Values } from './pages.ts';

/** Reads the values of one column of a row group in order. */
export class LeafCursor {
  readonly #pages: ReturnType<typeof pagesOf>;
  readonly #decoder: PageDecoder;
  #dictionary: Awaited<ReturnType<PageDecoder['dictionary']>> | undefined;
  #rest: Values = [];
  #at = 0;

  constructor({ file, compressors }: ParquetFile, leaf: Leaf, group: RowGroup) {
    const meta = chunkOf(group, leaf);
    this.#pages = pagesOf(file, meta);
    this.#decoder = new PageDecoder(file, leaf, meta, compressors);
  }

  /** The values of the next page, null after the last. */
  async page(): Promise<Values | null> {
    for (;;) {
      const next = await this.#pages.next();
      if (next.done === true) return null;
      const page = next.value;
      if (page.header.type === 'DICTIONARY_PAGE')
        this.#dictionary = await this.#decoder.dictionary(page);
      else if (page.header.type !== 'INDEX_PAGE') return this.#decoder.data(page, this.#dictionary);
    }
  }

  async take(rows: number): Promise<unknown[]> {
    const taken: unknown[] = [];
    while (taken.length < rows) {
      if (this.#at === this.#rest.length) {
        const page = await this.page();
        if (page === null) throw new ParquetDamage('fewer values than rows');
        this.#rest = page;
        this.#at = 0;
      }
      const end = Math.min(this.#rest.length, this.#at + rows - taken.length);
      while (this.#at < end) taken.push(this.#rest[this.#at++]);
    }
    return taken;
  }
}
