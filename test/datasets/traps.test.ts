import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const rows = read('../../docs/traps.md')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.replace(/^.* \| | *\|$/g, ''))
  .slice(2);

it('every trap of docs/traps.md names a test that there is', () => {
  expect(rows.length).toBeGreaterThan(50);
  const gone = rows.filter((row) => {
    const [file = '', title = ''] = row.trim().split(/: (.*)/s);
    return !read(`${file}.test.ts`).includes(title);
  });
  expect(gone).toEqual([]);
});
