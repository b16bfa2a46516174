/** Images in base64 are read by the bytes of their rows, which are found in two ways: by line ends, or with quotation marks. */
import { describe, expect, it } from 'vitest';
import { openTable } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';

const pngs = [1, 2, 3].map((seed) =>
  Buffer.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    ...Array.from({ length: 90 }, (_, i) => i ^ seed),
  ]),
);
/** Longer than the 131,072 characters of a field that Python's csv reads. */
const behind = Buffer.alloc(200_000, 7);
const [a, b, c] = pngs.map((png) => png.toString('base64'));

describe('images in base64', () => {
  it.each([
    ['line ends of one kind, and none at the end', `id\timage\n1\t${a}\n2\t${b}\n3\t${c}`],
    ['CRLF', `id\timage\r\n1\t${a}\r\n2\t${b}\r\n3\t${c}\r\n`],
    ['empty lines', `id\timage\r\n\r\n1\t${a}\r\n\n2\t${b}\n\n\n3\t${c}\n\r\n`],
    ['characters of several bytes', `编号\timage\n一\t${a}\n二\t${b}\n三\t${c}\n`],
    ['lists of images', `id\timage\n1\t['${a}', '${b}']\n2\t['${b}']\n3\t${c}\n`],
    ['lists with quotation marks', `id\timage\n1\t"[ ""${a}"",""${c}""]"\n2\t${b}\n3\t${c}\n`],
    ['quotation marks around a line end', `id\timage\n"1\n"\t${a}\n2\t"${b}"\n3\t${c}\n`],
  ])('are those of their rows: %s', async (_, text) => {
    const table = await openTable(bytesFile('t.tsv', new TextEncoder().encode(text)));
    const images = await table.images('image');
    expect(images.rows).toBe(3);
    for (const [row, png] of pngs.entries())
      expect(Buffer.from(await images.bytes(row)).equals(png), `row ${row}`).toBe(true);
    expect(await problemOf(images.bytes(3))).toMatchObject({ kind: 'missing-file' });
  });

  it('may be longer than others read, beside cells that are short', async () => {
    const long = pngs.map((png) => Buffer.concat([png, behind]));
    const lines = long.map((png, i) => `${i}\t${png.toString('base64')}\t肺 "${i}"`);
    const table = await openTable(
      bytesFile('t.tsv', new TextEncoder().encode(['id\timage\ttext', ...lines].join('\n'))),
    );
    const images = await table.images('image');
    for (const [row, png] of long.entries())
      expect(Buffer.from(await images.bytes(row)).equals(png), `row ${row}`).toBe(true);
    const texts: string[] = [];
    for await (const batch of table.batches(['text'])) texts.push(...batch.column('text'));
    expect(texts).toEqual(['肺 "0"', '肺 "1"', '肺 "2"']);
  });
});
