/**
 * Datasets that something is wrong with, written to disk for a test, with the problem that each must be told as. The .npz
 * files are NumPy's own (`test/fixtures/datasets/make_npz.py`); everything else is made here.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadZip } from 'client-zip';
import { encode } from 'fast-png';
import { appError, seededRandom, type Problem } from '../../src/domain/index.ts';

type Contents = Uint8Array | string;

/** Writes files with their folders below `folder`, which is made. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Contents>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
}

/** A grey PNG of noise: `lightness` (0 to 1) tells classes apart. */
export function picture(name: string, lightness: number, side = 32): Uint8Array {
  const random = seededRandom(1, name);
  const data = Uint8Array.from({ length: side * side }, () => (random() * 0.5 + lightness * 0.5) * 255);
  return new Uint8Array(encode({ width: side, height: side, data, channels: 1, depth: 8 }));
}

/**
 * Class folders `a` and `b`, `counts` pictures below each.
 * @param prefix of all paths, such as `train/`
 */
export function classFolders(
  counts: Readonly<Record<string, number>>,
  prefix = '',
  side = 32,
): Record<string, Contents> {
  const files: Record<string, Contents> = {};
  Object.entries(counts).forEach(([name, count], k) => {
    for (let i = 0; i < count; i++) {
      const path = `${prefix}${name}/${name}-${String(i).padStart(3, '0')}.png`;
      files[path] = picture(path, k, side);
    }
  });
  return files;
}

/** The start of a file that was not copied to its end. */
export function firstHalf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length >> 1);
}

/** Pictures in `images/` and a table that names them; `cell` gives each row's label. */
function tableOf(
  rows: number,
  cell: (row: number) => string,
  isThere: (row: number) => boolean,
): Record<string, Contents> {
  const files: Record<string, Contents> = {};
  const lines = ['file,grade'];
  for (let row = 0; row < rows; row++) {
    const name = `case-${row}.png`;
    if (isThere(row)) files[`images/${name}`] = picture(name, row % 2);
    lines.push(`${name},${cell(row)}`);
  }
  return { ...files, 'cases.csv': `${lines.join('\n')}\n` };
}

export interface BadSource {
  readonly title: string;
  readonly problem: Problem;
  /** Writes it below `folder`. Returns the path that a person would drop. */
  readonly make: (folder: string) => Promise<string>;
}

const numpyFile = (name: string) =>
  fileURLToPath(new URL(`../fixtures/datasets/${name}`, import.meta.url));

function folderOf(files: Readonly<Record<string, Contents>>): BadSource['make'] {
  return async (folder) => {
    await writeFiles(join(folder, 'data'), files);
    return join(folder, 'data');
  };
}

function copyOf(name: string): BadSource['make'] {
  return async (folder) => {
    await copyFile(numpyFile(name), join(folder, name));
    return join(folder, name);
  };
}

async function writeHalfZip(folder: string): Promise<string> {
  const files = Object.entries(classFolders({ a: 8, b: 8 }));
  const archive = downloadZip(files.map(([name, input]) => ({ name, input: input as BlobPart })));
  await writeFile(join(folder, 'half.zip'), firstHalf(new Uint8Array(await archive.arrayBuffer())));
  return join(folder, 'half.zip');
}

async function writeHalfNpz(folder: string): Promise<string> {
  const path = join(folder, 'half.npz');
  await writeFile(path, firstHalf(await readFile(numpyFile('breastmnist.npz'))));
  return path;
}

const endMissing = 'no end of central directory: the archive is cut off, or is not a zip';

/** What nothing can be learned from. */
export const refusedSources: readonly BadSource[] = [
  {
    title: 'an empty folder',
    problem: appError('empty-source', null, {}).problem,
    make: folderOf({}),
  },
  {
    title: 'a folder without images',
    problem: appError('no-images', null, { files: 2 }).problem,
    make: folderOf({ 'notes.txt': 'none here', 'more/scan.dat': 'nor here' }),
  },
  {
    title: 'a zip cut in half',
    problem: appError('damaged-archive', 'half.zip', { detail: endMissing }).problem,
    make: writeHalfZip,
  },
  {
    title: 'an npz cut in half',
    problem: appError('damaged-archive', 'half.npz', { detail: endMissing }).problem,
    make: writeHalfNpz,
  },
  {
    title: 'an npz with more labels than images',
    problem: appError('npz-mismatched-lengths', 'mismatched.npz', {
      split: 'val',
      images: 4,
      labels: 5,
    }).problem,
    make: copyOf('mismatched.npz'),
  },
  {
    title: 'an npz with Python objects',
    problem: appError('npz-object-array', 'object-labels.npz', {
      member: 'train_labels',
      dtype: '|O',
    }).problem,
    make: copyOf('object-labels.npz'),
  },
  {
    title: 'a table none of whose files is there',
    problem: appError('missing-file', 'case-0.png', { table: 'cases.csv', row: 2 }).problem,
    make: folderOf({
      ...tableOf(
        20,
        (row) => 'ab'[row % 2]!,
        () => false,
      ),
      'images/other.png': picture('other', 1),
    }),
  },
  {
    title: 'one class only',
    problem: appError('one-class', null, { target: 'label', className: 'a', samples: 12 }).problem,
    make: folderOf(classFolders({ a: 12 })),
  },
  {
    title: 'a label column of unique values',
    problem: appError('unique-labels', 'cases.csv', { column: 'grade', values: 20, rows: 20 }).problem,
    make: folderOf(
      tableOf(
        20,
        (row) => `finding ${row}`,
        () => true,
      ),
    ),
  },
];

/** A table of 80 rows whose last two name files that are not there. */
export const tableWithMissingFiles = tableOf(
  80,
  (row) => 'ab'[row % 2]!,
  (row) => row < 78,
);
