/** Tables are stored in parts of their rows and come back whole. */
import { deleteDB } from 'idb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError, type SampleTable } from '../../src/domain/index.ts';
import { database, keepTable, storedImages, storedTable } from '../../src/storage/index.ts';

/** Rows of two parts and a bit. */
const rows = Array.from({ length: 9000 }, (_, row) => row);

const everything: SampleTable = {
  length: rows.length,
  ids: rows.map((row) => `sample ${row}`),
  images: rows.map((row) => ({ kind: 'file', path: `${row}.png` })),
  text: { question: rows.map((row) => `what is ${row}?`), answer: rows.map(String) },
  patients: rows.map((row) => `p${row % 70}`),
  studies: rows.map((row) => `s${row % 700}`),
  officialSplits: rows.map((row) => (row % 2 === 0 ? 'train' : null)),
  covariates: { age: rows.map((row) => (row % 3 === 0 ? null : row)) },
  boxSpaces: rows.map((row) => (row % 5 === 0 ? null : [row + 1, 10])),
  boxes: [
    { sample: 8999, className: 'a', reader: null, shape: 'rectangle', x: 1, y: 2, width: 3, height: 4 },
  ],
  labels: [
    {
      target: { name: 'label', kind: 'binary', classes: ['no', 'yes'], mayFlip: false },
      width: 1,
      values: Int32Array.from(rows, (row) => row % 2),
    },
  ],
};

beforeAll(() => deleteDB('microtome'));
afterAll(async () => {
  (await database()).close();
  await deleteDB('microtome');
});

it('gives back all columns of a table', async () => {
  await keepTable('all', everything);
  expect(await storedTable('all')).toEqual(everything);
  expect(await storedImages('all', 4000, 8200)).toEqual(everything.images!.slice(4000, 8200));
});

it('gives back a table that has hardly a column', async () => {
  const { length, ids, officialSplits } = everything;
  const plain = { length, ids, images: null, text: {}, patients: null, officialSplits, labels: [] };
  await keepTable('plain', plain);
  expect(await storedTable('plain')).toEqual(plain);
  expect(await storedImages('plain', 0, 10)).toBeNull();
});

it('says that storage was lost where a part of the rows is missing', async () => {
  await keepTable('all', everything);
  await (await database()).delete('rows', ['all', 1]);
  const lost = await storedTable('all').catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(AppError);
  expect((lost as AppError).problem.kind).toBe('storage-lost');
});
