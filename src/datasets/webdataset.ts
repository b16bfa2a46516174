/**
 * WebDataset: tar archives whose files belong together by what stands before the first dot of their names: `a/0001.jpg`, `a/0001.cls`,
 * `a/0001.json`. Samples come in the order of the paths.
 */
import { baseName, folderOf, looksLikeImageName } from './listing.ts';
import type { Files } from './published/files.ts';
import { imagesBy } from './published/images.ts';
import { NameColumns } from './published/name-columns.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { eachText } from './published/text-files.ts';
import { splitOfName } from './split-words.ts';

const beside = /\.(cls|txt|json|cls_name|caption|text)$/i;
/** Fields of the JSON that may be a class, and those that are texts. */
const textWords = 4;

export const webdataset = publishedReader({
  name: 'webdataset',
  title: 'WebDataset',
  licence: null,
  sharing: null,
  find(files) {
    const parts = partsOf(files);
    const { images } = files.listing;
    const packed = images.filter((path) => archiveOf(path) !== null);
    const paired = packed.filter((path) => parts.has(keyOf(path)));
    const [first] = paired;
    if (first === undefined || 2 * paired.length < images.length) return Promise.resolve(null);
    return Promise.resolve({ file: archiveOf(first)!, columns: [], read: (job) => read(parts, job) });
  },
});

function archiveOf(path: string): string | null {
  return /^(.*?\.tar(?:\.gz)?|.*?\.tgz)\//i.exec(path)?.[1] ?? null;
}

/** Folder and all before the first dot of the name. */
function keyOf(path: string): string {
  const [stem] = baseName(path).split('.', 1);
  return `${folderOf(path)}/${stem!}`;
}

/** Files beside images, by key. */
function partsOf({ listing }: Files): ReadonlyMap<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const path of listing.files) {
    if (!beside.test(path) || archiveOf(path) === null || looksLikeImageName(path)) continue;
    const key = keyOf(path);
    parts.set(key, [...(parts.get(key) ?? []), path]);
  }
  return parts;
}

interface Known {
  readonly names: Record<string, string>;
  readonly text: Record<string, string>;
  readonly covariates: Record<string, string | number | null>;
}

async function read(parts: ReadonlyMap<string, string[]>, job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, (path) => (archiveOf(path) === null ? null : keyOf(path)));
  const known = new Map<string, Known>();
  const wanted = [...images.keys()].flatMap((key) => parts.get(key) ?? []);
  await eachText(job, wanted, (content, path) => {
    const key = keyOf(path);
    const one = known.get(key) ?? { names: {}, text: {}, covariates: {} };
    known.set(key, one);
    takePart(one, path, content);
  });
  const targets = new Set([...known.values()].flatMap(({ names }) => Object.keys(names)));
  const columns = new NameColumns([...targets]);
  const samples = new SampleRows(images);
  let row = 0;
  for (const [key, path] of images) {
    const { names = {}, text = {}, covariates = {} } = known.get(key) ?? {};
    const split = splitOfName(baseName(archiveOf(path)!).replace(/\.tar.*$/, ''));
    const place = { table: archiveOf(path)!, row: ++row, file: path };
    if (samples.add(key, place, { split, text, covariates }) !== null) columns.add(names);
  }
  return { samples, labels: columns.toLabels(null) };
}

/** A class, a caption, or JSON: of its fields the numbers are covariates, words are classes and sentences are texts. */
function takePart(into: Known, path: string, content: string): void {
  const field = baseName(path)
    .slice(baseName(path).indexOf('.') + 1)
    .toLowerCase();
  const value = content.trim();
  if (!field.endsWith('json')) {
    if (field.endsWith('cls') || field.endsWith('cls_name')) into.names[field] = value;
    else into.text[field === 'txt' ? 'text' : field] = value;
    return;
  }
  let record: unknown;
  try {
    record = JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return;
    throw error;
  }
  if (typeof record !== 'object' || record === null) return;
  for (const [name, inner] of Object.entries(record as Record<string, unknown>)) {
    if (typeof inner === 'number') into.covariates[name] = inner;
    else if (typeof inner === 'string' && inner.split(/\s+/).length >= textWords)
      into.text[name] = inner;
    else if (typeof inner === 'string') into.names[name] = inner;
  }
}
