/** Folders as real FileSystemDirectoryHandles: the origin private file system hands out the same kind as the folder dialog. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSource } from '../../src/source/index.ts';
import { describeDrop } from '../../src/source/page.ts';
import { problemOf } from './problem-of.ts';
import { listAll, readAll, textOf } from './read-whole.ts';

let root: FileSystemDirectoryHandle;

beforeEach(async () => {
  const opfs = await navigator.storage.getDirectory();
  root = await opfs.getDirectoryHandle(`folder-${crypto.randomUUID()}`, { create: true });
});
afterEach(async () => {
  const opfs = await navigator.storage.getDirectory();
  await opfs.removeEntry(root.name, { recursive: true });
});

async function write(path: string, content: string): Promise<void> {
  const parts = path.split('/');
  let folder = root;
  for (const part of parts.slice(0, -1))
    folder = await folder.getDirectoryHandle(part, { create: true });
  const writable = await (await folder.getFileHandle(parts.at(-1), { create: true })).createWritable();
  await writable.write(content);
  await writable.close();
}

const open = () => openSource({ kind: 'directory', name: 'chest', handle: root });

describe('a folder', () => {
  it('lists its visible files and reads them', async () => {
    for (const path of [
      '1.png',
      'train/normal/1.png',
      'train/肺炎/2.png',
      '.DS_Store',
      '__MACOSX/1.png',
      'train/Thumbs.db',
    ])
      await write(path, `content of ${path}`);
    const source = open();
    expect(await listAll(source)).toEqual(['1.png', 'train/normal/1.png', 'train/肺炎/2.png']);
    const file = await source.open('train/肺炎/2.png');
    expect(file.size).toBe(29);
    expect(file.modified).toBeGreaterThan(Date.now() - 60_000);
    expect(textOf(await file.slice(0, 7))).toBe('content');
    expect(textOf(await readAll(file))).toBe('content of train/肺炎/2.png');
  });

  it('opens files that it has not listed', async () => {
    await write('a/b/c/1.png', 'deep');
    const file = await open().open('a/b/c/1.png');
    expect(textOf(await file.slice(0, 4))).toBe('deep');
  });

  it('lists in batches and stops when asked to', async () => {
    for (let i = 0; i < 1200; i++)
      await (
        await root.getDirectoryHandle(`${i % 3}`, { create: true })
      ).getFileHandle(`${i}.png`, { create: true });
    const sizes: number[] = [];
    for await (const batch of open().list()) sizes.push(batch.length);
    expect(sizes).toEqual([500, 500, 200]);
    const stop = new AbortController();
    const listing = (async () => {
      for await (const batch of open().list(stop.signal)) if (batch.length > 0) stop.abort();
    })();
    await expect(listing).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says what is not there, and what was there and is gone', async () => {
    await write('gone.png', 'soon');
    const source = open();
    const file = await source.open('gone.png');
    await root.removeEntry('gone.png');
    expect(await problemOf(file.slice(0, 4))).toMatchObject({
      kind: 'unreadable-file',
      file: 'gone.png',
    });
    expect(await problemOf(source.open('gone.png'))).toMatchObject({
      kind: 'unreadable-file',
      file: 'gone.png',
    });
    expect(await problemOf(source.open('no/1.png'))).toMatchObject({
      kind: 'unreadable-file',
      file: 'no/1.png',
    });
  });

  it('whose permission has lapsed says so', async () => {
    const refused = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const handle = Object.assign(Object.create(root), {
      getFileHandle: refused,
    }) as FileSystemDirectoryHandle;
    const source = openSource({ kind: 'directory', name: 'chest', handle });
    expect(await problemOf(source.open('1.png'))).toMatchObject({
      kind: 'permission-lost',
      file: '1.png',
      parameters: { name: 'chest' },
    });
  });
});

describe('a drop with handles', () => {
  const drop = (handles: readonly FileSystemHandle[]) => ({
    items: handles.map((handle) => ({
      kind: 'file',
      getAsFileSystemHandle: () => Promise.resolve(handle),
    })) as unknown as DataTransferItemList,
  });

  it('of one folder stays a folder', async () => {
    expect(await describeDrop(drop([root]))).toEqual({
      kind: 'directory',
      name: root.name,
      handle: root,
    });
  });

  it('of folders and files becomes a list of files', async () => {
    for (const path of ['a/1.png', 'b/c/2.png', 'labels.csv']) await write(path, path);
    const handles = [
      await root.getDirectoryHandle('a'),
      await root.getDirectoryHandle('b'),
      await root.getFileHandle('labels.csv'),
    ];
    const descriptor = await describeDrop(drop(handles));
    expect(descriptor).toMatchObject({ kind: 'files', name: 'a + 2' });
    expect(await listAll(openSource(descriptor))).toEqual(['a/1.png', 'b/c/2.png', 'labels.csv']);
  });
});
