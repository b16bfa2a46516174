/**
 * The whole files that damage starts from: the fixtures of each format, and some that are hostile from the beginning. A
 * format that has fixtures and a descriptor (`src/formats/x/format.ts`) is a reader without being named here.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { projectFolder } from '../../src/headless/project.ts';
import { sniffedBytes, type ImageFormat } from '../../src/formats/image-format.ts';
import { readableExtensions, tableExtensions } from '../../src/formats/index.ts';
import { bombs } from './bombs.ts';

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Larger fixtures would make every input slow; a reader that has none this small takes its smallest. */
const mostBytes = 48 * 1024;
const mostSeeds = 120;

const readExtensions = [...readableExtensions, ...tableExtensions];

/** Which fixtures belong to the readers that have no descriptor. */
const endings: Readonly<Record<string, RegExp>> = {
  npz: /\.np[yz]$/i,
  zip: /\.(zip|npz|xlsx)$/i,
  tar: /\.(tar|tgz|tar\.gz)$/i,
  gzip: /\.(gz|tgz)$/i,
};

/** Seeds by reader; readers without a fixture have an empty list. */
export async function collectSeeds(others: readonly string[]): Promise<Map<string, Seed[]>> {
  const fixtures = await readFixtures(join(projectFolder, 'test', 'fixtures'));
  const readers = new Map<string, Seed[]>();
  for (const format of await descriptors()) {
    if (others.includes(format.id)) continue;
    // Delimited text has no mark, so tables are told by their names.
    const isTable = format.extensions.some((extension) => tableExtensions.includes(extension));
    const belongs = ({ name, bytes }: Seed) =>
      isTable
        ? format.extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`))
        : format.matches(bytes.subarray(0, sniffedBytes));
    readers.set(format.id, fixtures.filter(belongs));
  }
  for (const id of others)
    readers.set(
      id,
      fixtures.filter(({ name }) => endings[id]!.test(name)),
    );
  for (const [id, seeds] of readers) readers.set(id, [...selected(seeds), ...(bombs[id]?.() ?? [])]);
  return readers;
}

/** What images' and tables' descriptors have in common. */
type Descriptor = Pick<ImageFormat, 'id' | 'extensions' | 'matches'>;

/** The descriptors of the formats that are read, of images and of tables. */
async function descriptors(): Promise<Descriptor[]> {
  const folder = join(projectFolder, 'src', 'formats');
  const formats: Descriptor[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name, 'format.ts');
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    const exported = Object.values((await import(path)) as Record<string, unknown>);
    formats.push(...exported.filter(isFormat));
  }
  return formats.filter(({ extensions }) =>
    extensions.some((extension) => readExtensions.includes(extension)),
  );
}

function isFormat(value: unknown): value is Descriptor {
  return typeof value === 'object' && value !== null && 'matches' in value && 'id' in value;
}

/** All fixtures but the scripts that made them and what they should give. */
async function readFixtures(folder: string): Promise<Seed[]> {
  const all: Seed[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isScript = /\.(py|md|ts)$/.test(entry.name);
    if (!entry.isFile() || isScript || path.includes(join('fixtures', 'damaged'))) continue;
    all.push({ name: path.slice(folder.length + 1), bytes: new Uint8Array(await readFile(path)) });
  }
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function selected(seeds: readonly Seed[]): Seed[] {
  const filled = seeds.filter(({ bytes }) => bytes.length > 0);
  const small = filled.filter(
    ({ name, bytes }) => bytes.length <= mostBytes && basename(name) !== 'expected.json',
  );
  if (small.length > 0) return small.slice(0, mostSeeds);
  return filled.sort((a, b) => a.bytes.length - b.bytes.length).slice(0, 1);
}
