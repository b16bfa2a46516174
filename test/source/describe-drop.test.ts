/** Drops as browsers without folder handles give them; real drops are tested end to end. */
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/source/index.ts';
import { describeDrop } from '../../src/source/page.ts';
import { listAll } from './read-whole.ts';

const readEntriesLimit = 100;

function fileEntry(name: string): FileSystemEntry {
  return {
    name,
    isFile: true,
    isDirectory: false,
    file: (resolve: (file: File) => void) => resolve(new File([name], name)),
  } as unknown as FileSystemEntry;
}

function folderEntry(name: string, children: FileSystemEntry[]): FileSystemEntry {
  return {
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (resolve: (batch: FileSystemEntry[]) => void) =>
          resolve(children.slice(at, (at += readEntriesLimit))),
      };
    },
  } as unknown as FileSystemEntry;
}

/** Items that are dead after the event's handler, as in browsers. */
function drop(things: readonly (FileSystemEntry | File | string)[]): Pick<DataTransfer, 'items'> {
  let alive = true;
  queueMicrotask(() => (alive = false));
  const items = things.map((thing) => ({
    kind: typeof thing === 'string' ? 'string' : 'file',
    webkitGetAsEntry: () => (alive ? (thing instanceof File ? fileEntry(thing.name) : thing) : null),
    getAsFile: () => (alive ? (thing instanceof File ? thing : new File([], 'folder')) : null),
  }));
  return { items: items as unknown as DataTransferItemList };
}

const images = (count: number) => Array.from({ length: count }, (_, i) => fileEntry(`${i}.png`));

describe('a drop', () => {
  it('of one folder is read to its end, though entries come a hundred at a time', async () => {
    const folder = folderEntry('chest', [
      folderEntry('normal', images(250)),
      folderEntry('.git', images(3)),
      ...images(101),
    ]);
    const descriptor = await describeDrop(drop([folder, 'some text']));
    expect(descriptor).toMatchObject({ kind: 'files', name: 'chest' });
    const paths = await listAll(openSource(descriptor));
    expect(paths).toHaveLength(351);
    expect(paths).toContain('normal/249.png');
    expect(paths).toContain('100.png');
  });

  it('of several folders and files keeps their names', async () => {
    const things = [
      folderEntry('a', images(1)),
      folderEntry('b', images(2)),
      new File(['x'], 'labels.csv'),
    ];
    const descriptor = await describeDrop(drop(things));
    expect(descriptor).toMatchObject({ kind: 'files', name: 'a + 2' });
    expect(await listAll(openSource(descriptor))).toEqual([
      'a/0.png',
      'b/0.png',
      'b/1.png',
      'labels.csv',
    ]);
  });

  it('of one zip is an archive, of nothing an empty list', async () => {
    expect(await describeDrop(drop([new File(['x'], 'set.zip')]))).toMatchObject({
      kind: 'archive',
      name: 'set.zip',
    });
    expect(await describeDrop(drop(['only text']))).toEqual({ kind: 'files', name: '', files: [] });
  });
});
