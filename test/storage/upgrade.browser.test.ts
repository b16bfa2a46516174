/** A browser that kept runs with an earlier version goes on with them: its database is opened as the first version made it. */
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImageReference, SampleTable } from '../../src/domain/index.ts';
import { database, keepTable, storedImages, storedTable } from '../../src/storage/index.ts';

const images = Array.from({ length: 10 }, (_, i): ImageReference => ({
  kind: 'file',
  path: `${i}.png`,
}));
const table: SampleTable = {
  length: images.length,
  ids: images.map((_, i) => `sample ${i}`),
  images,
  text: {},
  labels: [],
  patients: null,
  officialSplits: images.map(() => null),
};

beforeEach(async () => {
  await deleteDB('microtome');
  const first = await openDB('microtome', 1, {
    upgrade(db) {
      for (const name of ['sources', 'tables', 'cuts', 'plans', 'runs'])
        db.createObjectStore(name, { keyPath: 'id' });
      for (const name of ['checkpoints', 'results']) db.createObjectStore(name, { keyPath: 'runId' });
      db.createObjectStore('shards', { keyPath: ['cutId', 'shard'] });
    },
  });
  await first.put('tables', { id: 'kept', table });
  first.close();
});
afterEach(async () => {
  (await database()).close();
  await deleteDB('microtome');
});

it('opens a database of the first version, with what it holds and the stores that came later', async () => {
  expect(await storedTable('kept')).toEqual(table);
  // That version kept no images by themselves.
  expect(await storedImages('kept', 3, 5)).toEqual(images.slice(3, 5));
  await keepTable('new', table);
  const db = await database();
  expect(await db.getAllKeys('images')).toEqual([['new', 0]]);
  expect(await storedImages('new', 3, 5)).toEqual(images.slice(3, 5));
  expect(await db.getAll('weights')).toEqual([]);
});
