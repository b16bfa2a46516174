/** Tables where they are read: in a browser, with its own text decoders, streams and WebAssembly. */
import { describe, expect, it } from 'vitest';
import { openTable, readTable } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';

const urls = import.meta.glob<string>('../fixtures/table/*.{csv,tsv,json,jsonl,xlsx,parquet,gz}', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function fixture(name: string) {
  const url = urls[`../fixtures/table/${name}`]!;
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return bytesFile(name, bytes);
}

describe('a table in a browser', () => {
  it.each(['comma.csv', 'gb18030.csv', 'utf-16.csv', 'lines.jsonl', 'book.xlsx'])(
    'is read from %s',
    async (name) => {
      const table = await readTable(await fixture(name));
      expect(table.rows).toBe(24);
      expect(table.column('report')[1]).toBe('Scan 1, "pneumonia" 报告\nsecond line; third');
    },
  );

  it.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])(
    'is read from parquet with %s',
    async (codec) => {
      for (const version of ['v1', 'v2']) {
        const table = await readTable(await fixture(`${codec}-${version}.parquet`));
        expect(table.column('label').slice(0, 3)).toEqual(['normal', 'pneumonia', 'effusion']);
      }
    },
  );

  it.each(['base64.tsv', 'base64.json', 'images.parquet'])('has images in %s', async (name) => {
    const cells = await (await openTable(await fixture(name))).images('image');
    const first = await cells.bytes(23);
    expect([...first.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  });
});
