/** The list of rejected files is found through, counted by kind, and kept as a table that spreadsheets read. */
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/domain/index.ts';
import { loadWords, locales } from '../../src/i18n/index.ts';
import { RejectedList } from '../../src/state/index.ts';

await loadWords(...locales);

const problems: Problem[] = [
  { kind: 'empty-file', file: 'a/one.png', parameters: {} },
  { kind: 'empty-file', file: 'b/"two", three.png', parameters: {} },
  { kind: 'truncated-image', file: 'b/four.png', parameters: { format: 'PNG', bytes: 20 } },
];

const list = (locale: 'en' | 'zh' = 'en', all = problems) =>
  new RejectedList(
    () => all,
    () => locale,
  );

describe('the list of rejected files', () => {
  it('is filtered by words of the path or of the reason, and by kind', () => {
    const filtered = list();
    filtered.needle = 'B/';
    expect(filtered.matching).toHaveLength(2);
    filtered.needle = 'ends too early';
    expect(filtered.matching.map((one) => one.kind)).toEqual(['truncated-image']);
    filtered.needle = '';
    filtered.kind = 'empty-file';
    expect(filtered.matching).toHaveLength(2);
  });

  it('counts the kinds', () => {
    expect(list().kinds.map(({ kind, count }) => [kind, count])).toEqual([
      ['empty-file', 2],
      ['truncated-image', 1],
    ]);
  });

  it.each(['en', 'zh'] as const)('is a CSV that another program reads, in %s', async (locale) => {
    const csv = await list(locale).csv();
    expect(csv.startsWith('\uFEFF')).toBe(true);
    const { data, errors } = Papa.parse<string[]>(csv.slice(1).trimEnd());
    expect(errors).toEqual([]);
    expect(data).toHaveLength(4);
    expect(data[2]?.[0]).toBe('b/"two", three.png');
    expect(data.map((row) => row.length)).toEqual([4, 4, 4, 4]);
  });

  it('names nobody where paths tell patients, and still tells files apart', async () => {
    const path = 'files/p10/p10000032/s50414267/02aa804e-bde0afdd.jpg';
    const all: Problem[] = [
      { kind: 'unreadable-file', file: path, parameters: { detail: `can't open ${path}` } },
      {
        kind: 'damaged-image',
        file: path,
        parameters: { format: 'JPEG', detail: '02aa804e-bde0afdd ends' },
      },
      {
        kind: 'missing-file',
        file: 'a.jpg',
        parameters: { table: 'files/p10/p10000032/s50414267.txt', row: 1 },
      },
    ];
    const csv = await new RejectedList(
      () => all,
      () => 'en',
      () => true,
    ).csv();
    expect(csv).not.toMatch(/10000032|50414267|02aa804e/);
    const { data } = Papa.parse<string[]>(csv.slice(1).trimEnd());
    const [first, second, third] = data.slice(1).map((row) => row[0]);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('shows no more than anyone reads', () => {
    const many = Array.from({ length: 5000 }, () => problems[0]!);
    expect(list('en', many).listed).toHaveLength(200);
    expect(list('en', many).matching).toHaveLength(5000);
  });
});
