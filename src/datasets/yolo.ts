/**
 * Annotations as YOLO has them: beside `images/…/x.jpg` a text file `labels/…/x.txt` with a line for each box, in shares of the image's
 * sides. Samples come in the order of the images' paths, by split. An image without a file, or with an empty one, shows nothing.
 */
import { splits, type Split } from '../domain/index.ts';
import { cellOf, isRecord, readYaml } from '../formats/index.ts';
import { folderOf, stemOf } from './listing.ts';
import { aroundShape, fromCorners, type LooseBox } from './published/boxes.ts';
import { addDrawn, presenceOf } from './published/drawn-boxes.ts';
import type { Files } from './published/files.ts';
import { imagesBy } from './published/images.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { eachText } from './published/text-files.ts';
import { splitOfFolder } from './split-words.ts';

/** Boxes are in shares of sides: this is how long a side is taken to be. */
const side = 1000;
const space = [side, side] as const;
/** A line may hold five numbers (a box), six (with how sure it is), or more (a polygon). */
const line = /^\d+(?:\s+-?\d*\.?\d+(?:e-?\d+)?){4,}$/i;
const lookedAt = 4096;

export const yolo = publishedReader({
  name: 'yolo',
  title: 'YOLO',
  licence: null,
  sharing: null,
  async find(files) {
    const labels = labelFiles(files);
    const [first] = [...labels.values()];
    if (first === undefined || !(await isYolo(files, [...labels.values()]))) return null;
    return { file: first, columns: [], read: (job) => read(labels, files, job) };
  },
});

/** The path of an image, with the last folder `images` called `labels`, and without its extension. */
function keyOf(path: string): string {
  return stemOf(path).replace(/(^|\/)images\/(?!.*(?:^|\/)images\/)/, '$1labels/');
}

/** Those that have an image, by its key. */
function labelFiles({ listing }: Files): ReadonlyMap<string, string> {
  const keys = new Set(listing.images.map(keyOf));
  const found = new Map<string, string>();
  for (const path of listing.files) {
    const key = stemOf(path);
    if (path.endsWith('.txt') && keys.has(key)) found.set(key, path);
  }
  return found;
}

/** Whether the first file that is not empty is of such lines. */
async function isYolo({ source }: Files, paths: readonly string[]): Promise<boolean> {
  for (const path of paths.slice(0, 32)) {
    const file = await source.open(path);
    if (file.size === 0) continue;
    const head = await file.slice(0, Math.min(file.size, lookedAt));
    const lines = new TextDecoder().decode(head).trim().split(/\s*\n/);
    return line.test(lines[0]!.trim());
  }
  return false;
}

async function read(
  labels: ReadonlyMap<string, string>,
  files: Files,
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, (path) => path));
  const named = await readNames(files, job);
  const sampleOf = new Map<string, number>();
  for (const wanted of [...splits, null])
    for (const path of job.images.filter((one) => splitOf(one) === wanted)) {
      const place = { table: path, row: 1, file: path };
      const sample = samples.add(path, place, { split: wanted, boxSpace: space });
      const file = labels.get(keyOf(path));
      if (sample !== null && file !== undefined) sampleOf.set(file, sample);
    }
  const seen = new Set<number>();
  const left = { boxes: 0, example: '' };
  await eachText(job, [...sampleOf.keys()], (text, path) => {
    const sample = sampleOf.get(path)!;
    for (const one of text.split('\n').map((row) => row.trim())) {
      if (one === '') continue;
      const [kind, box] = line.test(one) ? boxOf(one.split(/\s+/).map(Number), named) : [-1, null];
      if (box === null && left.boxes++ === 0) left.example = `${path}: ${one.slice(0, 60)}`;
      if (kind >= 0) seen.add(kind);
      addDrawn(samples, sample, [box]);
    }
  });
  if (left.boxes > 0) job.say({ kind: 'boxes-left-out', holds: false, parameters: left });
  const last = Math.max(-1, ...seen);
  const classes =
    named.length > last ? named : Array.from({ length: last + 1 }, (_, i) => nameOf(i, named));
  return { samples, labels: [presenceOf('classes', samples, classes, [...labels.values()][0]!)] };
}

function splitOf(path: string): Split | null {
  const folders = folderOf(path).split('/');
  return folders.map(splitOfFolder).findLast((split) => split !== null) ?? null;
}

const nameOf = (kind: number, names: readonly string[]) => names[kind] ?? `class ${kind}`;

/** Centre and size, or corners of a polygon. */
function boxOf(
  [kind = -1, ...shares]: readonly number[],
  names: readonly string[],
): readonly [number, LooseBox | null] {
  const name = nameOf(kind, names);
  if (shares.length > 5) {
    const points = shares.slice(0, 2 * Math.floor(shares.length / 2)).map((share) => share * side);
    return [kind, aroundShape('polygon', points, name)];
  }
  const [x, y, width, height] = shares.map((share) => share * side) as [number, number, number, number];
  const corners = [x - width / 2, y - height / 2, x + width / 2, y + height / 2].map(String);
  return [kind, fromCorners(corners as [string, string, string, string], name, null, space)];
}

/** From `data.yaml` (`names: [a, b]`, `0: a`, or `- a`), else from `classes.txt`. */
async function readNames(files: Files, job: ReadingJob): Promise<readonly string[]> {
  const [yaml] = files.named(/^(?:data|dataset|.*)\.ya?ml$/);
  const [list] = files.named('classes.txt');
  const path = yaml ?? list;
  if (path === undefined) {
    job.isAbsent('data.yaml', 'details');
    return [];
  }
  let content = '';
  await eachText(job, [path], (text) => (content = text));
  return path === yaml ? namesInYaml(content) : content.split(/\s*\n/).filter((one) => one !== '');
}

async function namesInYaml(text: string): Promise<string[]> {
  const content = await readYaml(text);
  const given = isRecord(content) ? content.names : undefined;
  if (Array.isArray(given)) return given.map(cellOf);
  const names: string[] = [];
  for (const [number, name] of Object.entries(isRecord(given) ? given : {}))
    if (/^\d{1,4}$/.test(number)) names[Number(number)] = cellOf(name);
  return Array.from(names, (name: string | undefined, i) => name ?? `class ${i}`);
}
