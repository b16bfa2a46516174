/** Archives inside folders and inside archives. */
import { makeZip } from 'client-zip';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { describeFiles, memorySource, openSource } from '../../src/source/index.ts';
import { withArchives } from '../../src/source/with-archives.ts';
import { problemOf } from './problem-of.ts';
import { listAll, readAll, textOf } from './read-whole.ts';

const fixture = async (path: string) =>
  new Uint8Array(await readFile(new URL(`../fixtures/${path}`, import.meta.url)));

async function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Uint8Array> {
  const entries = Object.entries(files).map(([name, input]) => ({ name, input }));
  return new Uint8Array(await new Response(makeZip(entries)).arrayBuffer());
}

/** `levels` zips around a file, the outermost called `1.zip`. */
async function russianDoll(levels: number): Promise<Record<string, Uint8Array>> {
  let inner: Record<string, Uint8Array> = { 'a.txt': new TextEncoder().encode('inmost') };
  for (let level = levels; level > 0; level--) inner = { [`${level}.zip`]: await zipOf(inner) };
  return inner;
}

describe('archives in a folder', () => {
  it('are listed and read as folders', async () => {
    const source = withArchives(
      memorySource('nih', {
        'Data_Entry.csv': new Uint8Array(3),
        'images_001.tar.gz': await fixture('tar/pax.tar.gz'),
        'parts/images_2.zip': await fixture('zip/deflated.zip'),
        'parts/plain.TAR': await fixture('tar/ustar.tar'),
      }),
    );
    const paths = await listAll(source);
    expect(paths).toEqual(
      expect.arrayContaining([
        'Data_Entry.csv',
        'images_001.tar.gz/data/last.txt',
        'parts/images_2.zip/data/a/正常.txt',
        'parts/plain.TAR/data/numbers.txt',
      ]),
    );
    expect(paths.some((path) => path.includes('.DS_Store') || path.endsWith('.zip'))).toBe(false);
    const file = await source.open('images_001.tar.gz/data/last.txt');
    expect(file.path).toBe('images_001.tar.gz/data/last.txt');
    expect(textOf(await file.slice(0, 2))).toBe('la');
    expect(textOf(await readAll(await source.open('parts/plain.TAR/data/last.txt')))).toBe('last');
  });

  it('are found without listing, as workers open them', async () => {
    const doll = await russianDoll(3);
    const file = await withArchives(memorySource('', doll)).open('1.zip/2.zip/3.zip/a.txt');
    expect(textOf(await file.slice(0, 6))).toBe('inmost');
    expect(await problemOf(withArchives(memorySource('', doll)).open('1.zip/b.txt'))).toMatchObject({
      kind: 'unreadable-file',
    });
  });

  it('are entered three deep', async () => {
    expect(await listAll(withArchives(memorySource('', await russianDoll(3))))).toEqual([
      '1.zip/2.zip/3.zip/a.txt',
    ]);
    expect(await listAll(withArchives(memorySource('', await russianDoll(4))))).toEqual([
      '1.zip/2.zip/3.zip/4.zip',
    ]);
    const outer = new Blob([(await russianDoll(4))['1.zip']!.slice()]);
    const source = openSource({ kind: 'archive', name: '1.zip', file: outer });
    expect(await listAll(source)).toEqual(['2.zip/3.zip/4.zip']);
  });

  it('stay files where they are damaged, or only have the bytes of an archive', async () => {
    const zip = await fixture('zip/deflated.zip');
    const tar = await fixture('tar/pax.tar.gz');
    const source = withArchives(
      memorySource('', {
        'a.zip': zip.subarray(0, 400),
        'b.tgz': tar.subarray(0, 400),
        'c.tar': new Uint8Array(0),
        'd.zip': await fixture('zip/outside.zip'),
        'e.npz': zip,
        'f.xlsx': zip,
        'g.zip': zip,
      }),
    );
    expect(await listAll(source)).toEqual([
      'a.zip',
      'b.tgz',
      'c.tar',
      'd.zip',
      'e.npz',
      'f.xlsx',
      'g.zip/data/a/empty.txt',
      'g.zip/data/a/正常.txt',
      'g.zip/data/numbers.txt',
    ]);
    expect((await source.open('a.zip')).size).toBe(400);
  });

  it('may be what folders are called', async () => {
    const source = withArchives(memorySource('', { 'old.zip/a.txt': new Uint8Array(1) }));
    expect(await listAll(source)).toEqual(['old.zip/a.txt']);
    expect((await source.open('old.zip/a.txt')).size).toBe(1);
  });

  it('may come as loose files', async () => {
    const parts = await Promise.all(
      ['images_1.zip', 'images_2.zip'].map(
        async (name) => new File([(await zipOf({ [`${name}.txt`]: name })).slice()], name),
      ),
    );
    const source = openSource(describeFiles(parts));
    expect(await listAll(source)).toEqual([
      'images_1.zip/images_1.zip.txt',
      'images_2.zip/images_2.zip.txt',
    ]);
  });
});
