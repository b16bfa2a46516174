/** Tables as spreadsheets, scripts and people write them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable, type Table } from '../../src/formats/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';

async function tableOf(content: string | Uint8Array): Promise<Table> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readTable(await memorySource('', { 'labels.csv': bytes }).open('labels.csv'));
}

function rowsOf(table: Table): string[][] {
  const columns = table.columns.map((name) => table.column(name));
  return Array.from({ length: table.rows }, (_, row) => columns.map((values) => values[row]!));
}

describe('a table', () => {
  it.each([
    ['commas', 'file,label\na.png,0\nb.png,1\n'],
    ['semicolons', 'file;label\na.png;0\nb.png;1\n'],
    ['tabs', 'file\tlabel\na.png\t0\nb.png\t1'],
    ['the line ends of Windows', 'file,label\r\na.png,0\r\nb.png,1\r\n'],
    ['the line ends of an old Mac', 'file,label\ra.png,0\rb.png,1\r'],
    ['a byte order mark', '\ufefffile,label\na.png,0\nb.png,1\n'],
    ['empty lines', 'file,label\n\na.png,0\n\nb.png,1\n\n\n'],
    ['commas at the end of lines', 'file,label\na.png,0,\nb.png,1,,\n'],
    ['quotes', '"file","label"\r\n"a.png","0"\r\n"b.png","1"\r\n'],
  ])('with %s', async (_, text) => {
    const table = await tableOf(text);
    expect(table.columns).toEqual(['file', 'label']);
    expect(rowsOf(table)).toEqual([
      ['a.png', '0'],
      ['b.png', '1'],
    ]);
  });

  it('with short rows has empty values there', async () => {
    expect(rowsOf(await tableOf('a,b,c\n1\n1,2,3\n'))).toEqual([
      ['1', '', ''],
      ['1', '2', '3'],
    ]);
  });

  it('may have quotation marks, delimiters and line ends in its values', async () => {
    const table = await tableOf('file,report\na.png,"Two ""small"" nodules,\nno effusion"\n');
    expect(rowsOf(table)).toEqual([['a.png', 'Two "small" nodules,\nno effusion']]);
  });

  it('has a name for every column', async () => {
    expect((await tableOf(',label,label, label \n0,1,2,3\n')).columns).toEqual([
      'column 1',
      'label',
      'label (2)',
      'label (3)',
    ]);
  });

  it('may have no rows, or one column', async () => {
    expect(await tableOf('file,label\n')).toMatchObject({ columns: ['file', 'label'], rows: 0 });
    expect(rowsOf(await tableOf('file\na.png\nb.png'))).toEqual([['a.png'], ['b.png']]);
  });

  it('is read in the encoding that it has', async () => {
    const chinese = '文件,标签\n1.png,肺炎\n';
    const utf16 = new Uint8Array(2 + chinese.length * 2);
    const view = new DataView(utf16.buffer);
    view.setUint16(0, 0xfeff, true);
    Array.from(chinese).forEach((char, i) => view.setUint16(2 + i * 2, char.charCodeAt(0), true));
    // 文件,标签\n1.png,肺炎\n in GB18030, by Python's codec.
    const gb18030 = Buffer.from('cec4bcfe2cb1eac7a90a312e706e672cb7ced1d70a', 'hex');
    for (const bytes of [new TextEncoder().encode(chinese), utf16, new Uint8Array(gb18030)]) {
      const table = await tableOf(bytes);
      expect(table.columns).toEqual(['文件', '标签']);
      expect(table.column('标签')).toEqual(['肺炎']);
    }
    // naïve in Windows-1252, followed by what GB18030 has no meaning for.
    const western = await tableOf(Uint8Array.from(Buffer.from('610a6e61ef76650aff0a', 'hex')));
    expect(western.column('a')).toEqual(['naïve', 'ÿ']);
  });

  it(
    'of many megabytes is read piece by piece, whatever the pieces cut through',
    { timeout: 60_000 },
    async () => {
      const report = (i: number) => (i % 7 === 0 ? `报告 ${i}, "quoted"\r\nsecond line` : `报告 ${i}`);
      const lines = Array.from(
        { length: 60_000 },
        (_, i) => `${i}.png,"${report(i).replaceAll('"', '""')}",${i % 3}`,
      );
      const table = await tableOf(['file,report,label', ...lines].join('\r\n'));
      expect(table.rows).toBe(60_000);
      expect(table.column('file').every((file, i) => file === `${i}.png`)).toBe(true);
      expect(table.column('report').every((text, i) => text === report(i))).toBe(true);
      expect(table.column('label').every((label, i) => label === String(i % 3))).toBe(true);
    },
  );

  it('gives back what was written, whatever the values', { timeout: 60_000 }, async () => {
    const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
    const value = fc.string({
      unit: fc.constantFrom('a', '1', ',', ';', '\t', '"', '\n', ' ', '肺', '.'),
    });
    const tables = fc.integer({ min: 2, max: 4 }).chain((width) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 8,
      }),
    );
    await fc.assert(
      fc.asyncProperty(tables, async (rows) => {
        const headings = rows[0]!.map((_, i) => `h${i}`);
        const text = [headings, ...rows].map((row) => row.map(quote).join(',')).join('\n');
        expect(rowsOf(await tableOf(`${text}\n`))).toEqual(rows);
      }),
    );
  });
});

describe('a table that can not be used', () => {
  it('has more values than headings in a row', async () => {
    expect(await problemOf(tableOf('file,report\na.png,clear\nb.png,clear, no effusion\n'))).toEqual({
      kind: 'damaged-table',
      file: 'labels.csv',
      parameters: { row: 3, detail: '3 fields, 2 headings' },
    });
  });

  it('has a quotation mark that is never closed', async () => {
    expect(await problemOf(tableOf('file,report\na.png,ok\nb.png,"clear\nc.png,ok\n'))).toMatchObject({
      kind: 'damaged-table',
      parameters: { row: 3, detail: 'quotation mark not closed' },
    });
  });

  it('is empty, or no text at all', async () => {
    expect(await problemOf(tableOf(''))).toMatchObject({ kind: 'empty-file', file: 'labels.csv' });
    expect(await problemOf(tableOf(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)))).toMatchObject({
      kind: 'damaged-table',
    });
  });

  it('lacks a column', async () => {
    const table = await tableOf('file,label\n');
    expect(() => table.column('patient')).toThrow(
      expect.objectContaining({
        problem: {
          kind: 'missing-column',
          file: 'labels.csv',
          parameters: { column: 'patient', found: 'file, label' },
        },
      }),
    );
  });
});
