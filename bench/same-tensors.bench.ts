/**
 * The same images as .npz, as folders of PNG files (`split/class/*.png`) and as a zip of these folders have to give the
 * same tensors, byte for byte and in the same order.
 *
 *     npm run bench:same-tensors -- path/to/pneumoniamnist.npz
 */
import { downloadZip } from 'client-zip';
import { encode } from 'fast-png';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { splits, type SourceFile } from '../src/domain/index.ts';
import { openNpz } from '../src/formats/index.ts';
import { headlessRun } from './headless.ts';

const source = process.argv[2];
if (source === undefined) {
  process.stderr.write('usage: npm run bench:same-tensors -- path/to/some.npz\n');
  process.exit(2);
}

const folder = join(await mkdtemp(join(tmpdir(), 'microtome-png-')), 'images');
const archive = `${folder}.zip`;
const paths = await writePngFolders(source, folder);
await zipFolder(folder, paths, archive);

const hashes = [await tensorHashes(source)];
for (const from of [source, folder, archive]) {
  const { out } = await headlessRun(from, { 'training.epochs': 1 });
  hashes.push(await tensorHashes(join(out, 'tensors.npz')));
}
const [original, ...cut] = hashes;

const lines = Object.entries(original!).map(([member, hash]) => {
  const same = cut.every((hashesOfCut) => hashesOfCut[member] === hash);
  return `${member}	${hash}	${same ? 'same in all three' : 'DIFFERENT'}`;
});
process.stdout.write(
  `${paths.length} images, cut from npz, folder and zip, against the npz itself (SHA-256):\n${lines.join('\n')}\n`,
);

type Hashes = Readonly<Record<string, string>>;

async function nodeFile(path: string): Promise<SourceFile> {
  const bytes = new Uint8Array(await readFile(path));
  return {
    path: basename(path),
    size: bytes.length,
    modified: (await stat(path)).mtimeMs,
    slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    stream: () => new Blob([bytes]).stream(),
  };
}

/** Writes `split/class/{split}{index}_{label}.png`, named as MedMNIST's own `save` names them. */
async function writePngFolders(from: string, into: string): Promise<string[]> {
  const npz = await openNpz(await nodeFile(from));
  const written: string[] = [];
  for (const split of splits) {
    const [count = 0, height = 0, width = 0] = npz.members.get(`${split}_images`)?.shape ?? [];
    const pixels = await npz.rows(`${split}_images`, 0, count);
    if (!(pixels instanceof Uint8Array)) throw new Error(`${split}_images are not of 8 bits`);
    const { values: labels } = await npz.integers(`${split}_labels`);
    for (const label of new Set(labels))
      await mkdir(join(into, split, `class-${label}`), { recursive: true });
    for (let i = 0; i < count; i++) {
      const data = pixels.slice(i * width * height, (i + 1) * width * height);
      const path = `${split}/class-${labels[i]!}/${split}${i}_${labels[i]!}.png`;
      await writeFile(join(into, path), encode({ width, height, data, channels: 1, depth: 8 }));
      written.push(path);
    }
  }
  return written;
}

async function zipFolder(from: string, files: readonly string[], to: string): Promise<void> {
  async function* entries(): AsyncGenerator<{ name: string; input: Uint8Array<ArrayBuffer> }> {
    for (const name of files)
      yield { name: `images/${name}`, input: new Uint8Array(await readFile(join(from, name))) };
  }
  const body = downloadZip(entries()).body as unknown as ReadableStream;
  await pipeline(Readable.fromWeb(body), createWriteStream(to));
}

/** SHA-256 of the raw array of each member. */
async function tensorHashes(path: string): Promise<Hashes> {
  const npz = await openNpz(await nodeFile(path));
  const entries = await Promise.all(
    [...npz.members].map(async ([name, { shape }]) => {
      const bytes = name.endsWith('_images')
        ? await npz.rows(name, 0, shape[0]!)
        : new Uint8Array((await npz.integers(name)).values.buffer);
      return [name, createHash('sha256').update(bytes).digest('hex').slice(0, 16)] as const;
    }),
  );
  return Object.fromEntries(entries);
}
