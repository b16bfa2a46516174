/** Files that are read in one go, of which some can't be read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobFile, bytesFile, readTogether } from '../../src/source/index.ts';

const contents = [[1, 2, 3], [], [4, 5, 6, 7, 8, 9, 10, 11], [12]].map((list) => Uint8Array.from(list));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'microtome-together-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function onDisk(name: string, bytes: Uint8Array) {
  await writeFile(join(folder, name), bytes);
  return blobFile(name, await openAsBlob(join(folder, name)), 'a folder');
}

describe('files read together', () => {
  it('have their own bytes, each at a multiple of eight', async () => {
    const files = await Promise.all(contents.map((bytes, i) => onDisk(`${i}`, bytes)));
    const read = await readTogether(files);
    expect(read.map((one) => one.status === 'fulfilled' && one.value)).toEqual(contents);
    const views = read.map((one) => (one as PromiseFulfilledResult<Uint8Array>).value);
    expect(new Set(views.map(({ buffer }) => buffer)).size).toBe(1);
    expect(views.map(({ byteOffset }) => byteOffset % 8)).toEqual([0, 0, 0, 0]);
  });

  it('are read though one of them has changed, which is told by itself', async () => {
    const files = await Promise.all(contents.map((bytes, i) => onDisk(`${i}`, bytes)));
    await writeFile(join(folder, '2'), Uint8Array.of(1));
    const read = await readTogether(files);
    expect(read.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(read[2]).toMatchObject({ reason: { problem: { kind: 'unreadable-file', file: '2' } } });
  });

  it('may be of any kind', async () => {
    const files = [await onDisk('0', contents[0]!), bytesFile('memory', contents[2]!)];
    const read = await readTogether(files);
    expect(read.map((one) => one.status === 'fulfilled' && one.value)).toEqual([
      contents[0],
      contents[2],
    ]);
  });
});
