import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const rows = read('../../docs/traps.md')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (?:dataset|-)/.test(line))
  .map((line) => line.replace(/^.* \| | *\|$/g, ''));

it('every trap of docs/traps.md names a test that there is', () => {
  expect(rows.length).toBeGreaterThan(150);
  const gone = rows.filter((row) => {
    const [file = '', title = ''] = row.trim().split(/: (.*)/s);
    return !read(`${file}.test.ts`).includes(title);
  });
  expect(gone).toEqual([]);
});
