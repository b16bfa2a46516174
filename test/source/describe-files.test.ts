import { describe, expect, it } from 'vitest';
import { describeFiles, openSource } from '../../src/source/index.ts';
import { problemOf } from './problem-of.ts';
import { listAll, readAll, textOf } from './read-whole.ts';

/** A File as `<input webkitdirectory>` gives it. */
function fileAt(path: string, content = ''): File {
  const file = new File([content], path.slice(path.lastIndexOf('/') + 1), { lastModified: 7 });
  Object.defineProperty(file, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
  return file;
}

describe('files from a dialog', () => {
  it('of a folder lose its name, which becomes the source', async () => {
    const files = ['chest/a/1.png', 'chest/b/2.png', 'chest/.DS_Store', 'chest/a/Thumbs.db'];
    const descriptor = describeFiles(files.map((path) => fileAt(path)));
    expect(descriptor).toMatchObject({ kind: 'files', name: 'chest' });
    expect(await listAll(openSource(descriptor))).toEqual(['a/1.png', 'b/2.png']);
  });

  it('of a hidden folder are not hidden: MedMNIST keeps its downloads in .medmnist', async () => {
    const descriptor = describeFiles([fileAt('.medmnist/pathmnist.npz')]);
    expect(descriptor).toMatchObject({ name: '.medmnist' });
    expect(await listAll(openSource(descriptor))).toEqual(['pathmnist.npz']);
  });

  it('are read in ranges and as streams', async () => {
    const source = openSource(describeFiles([fileAt('x/a.txt', 'pneumonia')]));
    const file = await source.open('a.txt');
    expect(file).toMatchObject({ path: 'a.txt', size: 9, modified: 7 });
    expect(textOf(await file.slice(2, 5))).toBe('eum');
    expect(textOf(await readAll(file))).toBe('pneumonia');
    expect(await problemOf(source.open('b.txt'))).toMatchObject({
      kind: 'unreadable-file',
      file: 'b.txt',
    });
  });

  it('are an archive where there is one .zip or tar, and named by what they are otherwise', () => {
    expect(describeFiles([fileAt('set.ZIP')])).toMatchObject({ kind: 'archive', name: 'set.ZIP' });
    expect(describeFiles([fileAt('set.tar.gz')])).toMatchObject({ kind: 'archive' });
    expect(describeFiles([fileAt('set.tgz')])).toMatchObject({ kind: 'archive' });
    expect(describeFiles([fileAt('set.csv.gz')])).toMatchObject({ kind: 'files' });
    expect(describeFiles([fileAt('set.npz')])).toMatchObject({ kind: 'files', name: 'set.npz' });
    expect(describeFiles([fileAt('1.png'), fileAt('2.png'), fileAt('a.zip')])).toMatchObject({
      kind: 'files',
      name: '1.png + 2',
    });
    expect(describeFiles([])).toEqual({ kind: 'files', name: '', files: [] });
  });
});
