/** Addresses of lists: compared with SHA-256 of Node, of the JSON of parts of 16,384 values. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { contentId, contentIdOfList } from '../../src/storage/database.ts';

const expected = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

const numbers = (length: number) => Array.from({ length }, (_, i) => (i * 7) % 1000);
const part = 16 * 1024;

it('a list that is short has the address of its JSON', async () => {
  for (const list of [[], ['肺', null, { a: 1 }], numbers(part)])
    expect(await contentIdOfList(list)).toBe(expected(list));
  expect(await contentId({ b: [1] })).toBe(expected({ b: [1] }));
});

it('a longer one has the address of the addresses of its parts', async () => {
  const list = numbers(2 * part + 3);
  const parts = [list.slice(0, part), list.slice(part, 2 * part), list.slice(2 * part)];
  expect(await contentIdOfList(list)).toBe(expected(parts.map(expected)));
});

it('lists that differ anywhere have different addresses', async () => {
  const list = numbers(2 * part + 3);
  const changed = (at: number, value: number) => list.map((one, i) => (i === at ? value : one));
  const others = [
    list,
    changed(0, -1),
    changed(part - 1, -1),
    changed(part, -1),
    changed(list.length - 1, -1),
    list.slice(0, -1),
    list.slice(0, part),
    list.slice(0, 2 * part),
    [...list, 0],
    [...list.slice(part), ...list.slice(0, part)],
    list.map(String),
  ];
  const ids = await Promise.all(others.map(contentIdOfList));
  expect(new Set(ids).size).toBe(others.length);
});
