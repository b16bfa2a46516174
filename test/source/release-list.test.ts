/** A folder with a list of its own files, which is believed only where it is right: counted in folders that are asked for. */
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/source/index.ts';
import { listAll } from './read-whole.ts';

type Tree = Map<string, Tree | string>;

const patients = 2000;
/** Two studies a patient, of one and of two images. */
const imagesOf = (i: number) => {
  const folder = `files/p1${i % 10}/p${10_000_000 + i}`;
  return [
    `${folder}/s5000000${i % 10}/a.jpg`,
    `${folder}/s5100000${i % 10}/b.jpg`,
    `${folder}/s5100000${i % 10}/c.jpg`,
  ];
};
const release = Array.from({ length: patients }, (_, i) => imagesOf(i)).flat();

function treeOf(files: ReadonlyMap<string, string>): Tree {
  const root: Tree = new Map();
  for (const [path, text] of files) {
    const parts = path.split('/');
    let at = root;
    for (const part of parts.slice(0, -1)) {
      const next = at.get(part) ?? new Map();
      at.set(part, next);
      at = next as Tree;
    }
    at.set(parts.at(-1), text);
  }
  return root;
}

/** As much of a handle as a source uses; `asked` counts folders whose content is asked for. */
function handleOf(name: string, tree: Tree, asked: { folders: number }): FileSystemDirectoryHandle {
  const child = (key: string) => {
    const one = tree.get(key);
    if (one === undefined) throw new DOMException(key, 'NotFoundError');
    if (typeof one !== 'string') return handleOf(key, one, asked);
    return { kind: 'file', name: key, getFile: () => Promise.resolve(new File([one], key)) };
  };
  return {
    kind: 'directory',
    name,
    async *values() {
      asked.folders++;
      for (const key of tree.keys()) yield child(key);
    },
    getDirectoryHandle: async (key: string) => child(key),
    getFileHandle: async (key: string) => child(key),
  } as unknown as FileSystemDirectoryHandle;
}

/** Lists a folder that holds some of the files, beside the list of all of them. */
async function listed(present: readonly string[]) {
  const files = new Map(present.map((path) => [path, '']));
  const asked = { folders: 0 };
  files.set('IMAGE_FILENAMES', `${release.join('\n')}\n`);
  const handle = handleOf('mimic', treeOf(files), asked);
  const paths = await listAll(openSource({ kind: 'directory', name: 'mimic', handle }));
  return { paths: [...paths].sort(), expected: [...files.keys()].sort(), folders: asked.folders };
}

describe('a folder with a list of its images', () => {
  it('is listed without asking for each folder', async () => {
    const { paths, expected, folders } = await listed(release);
    expect(paths).toEqual(expected);
    expect(folders).toBeLessThan(0.5 * 3 * patients);
  });

  it('of which only some patients are there has only theirs', async () => {
    const some = release.filter((path) => !/p1[3-9]\//.test(path));
    const { paths, expected, folders } = await listed(some);
    expect(paths).toEqual(expected);
    expect(folders).toBeLessThan(0.5 * 3 * patients);
  });

  it.each([
    ['whose studies are not all there', release.filter((path) => !path.includes('/s51'))],
    [
      'with files that the list lacks',
      [...release, ...release.map((path) => `${path.slice(0, path.indexOf('/s5'))}/s50000000.txt`)],
    ],
    ['with the pictures made into others', release.map((path) => path.replace('.jpg', '.png'))],
    ['with hardly any patient', release.slice(0, 15)],
  ])('%s is walked', async (_, present) => {
    const { paths, expected } = await listed(present);
    expect(paths).toEqual(expected);
  });
});
