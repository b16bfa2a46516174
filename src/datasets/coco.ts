/**
 * Annotations as COCO has them (Lin et al., ECCV 2014): JSON with lists of images, annotations and categories, one file a split; boxes,
 * captions, or both. Samples come in the order of the files (train, val, test) and of their images.
 */
import { splits, type Split } from '../domain/index.ts';
import { eachMember } from '../formats/index.ts';
import { baseName, folderOf, stemOf } from './listing.ts';
import { fromSize, type LooseBox } from './published/boxes.ts';
import { addDrawn, presenceOf } from './published/drawn-boxes.ts';
import type { Files } from './published/files.ts';
import { imagesBy } from './published/images.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { splitOfFolder, splitOfName } from './split-words.ts';

const lists = ['images', 'annotations', 'categories'];
/** Annotation files are a few for all images; more are of another kind. */
const mostFiles = 24;
const lookedAt = 64 * 1024;

export const coco = publishedReader({
  name: 'coco',
  title: 'COCO',
  licence: null,
  sharing: null,
  async find(files) {
    const found: string[] = [];
    const candidates = files.named(/\.json$/);
    if (files.listing.images.length === 0 || candidates.length > mostFiles) return null;
    for (const path of candidates) if (await isCoco(files, path)) found.push(path);
    const [first] = found;
    return first === undefined ? null : { file: first, columns: lists, read: (job) => read(found, job) };
  },
});

/** By what stands at the beginning and the end of a file: the lists may be of any length and in any order. */
async function isCoco({ source }: Files, path: string): Promise<boolean> {
  const file = await source.open(path);
  const head = await file.slice(0, Math.min(file.size, lookedAt));
  const tail = await file.slice(Math.max(0, file.size - lookedAt), file.size);
  const text = new TextDecoder().decode(head) + new TextDecoder().decode(tail);
  const seen = [/"images"\s*:\s*\[/, /"annotations"\s*:\s*\[/, /"image_id"\s*:/, /"file_name"\s*:/];
  return /^\s*\{/.test(text) && seen.filter((one) => one.test(text)).length >= 3;
}

/** `instances_train2017.json`, or a file in the folder of its split, as Roboflow exports it. */
function splitOf(path: string): Split | null {
  const name = stemOf(baseName(path)).replace(/\d+$/, '');
  return splitOfName(name) ?? splitOfImage(path);
}

function splitOfImage(path: string): Split | null {
  const folders = folderOf(path)
    .split('/')
    .map((part) => splitOfFolder(part.replace(/\d+$/, '')));
  return folders.findLast((split) => split !== null) ?? null;
}

interface Annotation {
  readonly image: string;
  readonly category: string;
  readonly box: LooseBox | null;
  readonly caption: string;
}

interface FileContent {
  readonly images: Readonly<Record<string, unknown>>[];
  readonly annotations: Annotation[];
  readonly categories: Map<string, string>;
  crowds: number;
}

async function read(paths: readonly string[], job: ReadingJob): Promise<Findings> {
  const keyOf = (split: Split | null, file: string) => `${split ?? ''} ${baseName(file)}`;
  const bySplit = imagesBy(job.images, (path) => keyOf(splitOfImage(path), path));
  const byName = imagesBy(job.images, baseName);
  const samples = new SampleRows(byName);
  const classes = new Set<string>();
  let crowds = 0;
  for (const wanted of [...splits, null])
    for (const path of paths.filter((one) => splitOf(one) === wanted)) {
      const content = await readFile(path, job);
      crowds += content.crowds;
      for (const name of content.categories.values()) classes.add(name);
      const ofImage = byImage(content.annotations);
      for (const [i, { id, file_name, width, height }] of content.images.entries()) {
        const file = word(file_name);
        const there = bySplit.get(keyOf(wanted, file)) ?? byName.get(baseName(file));
        const found = ofImage.get(word(id)) ?? [];
        const said = found.map(({ caption }) => caption).filter((caption) => caption !== '');
        const isSized = typeof width === 'number' && typeof height === 'number';
        const sample = samples.add(
          keyOf(wanted, file),
          { table: path, row: i + 1, file },
          {
            split: wanted,
            ...(there !== undefined && { image: { kind: 'file', path: there } as const }),
            ...(said.length > 0 && { text: { caption: said.join('\n') } }),
            ...(isSized && { boxSpace: [width, height] as const }),
          },
        );
        const boxes = found.map(({ box, category }) => {
          const className = content.categories.get(category) ?? category;
          return box && { ...box, className };
        });
        if (sample !== null) addDrawn(samples, sample, boxes);
      }
    }
  if (crowds > 0)
    job.say({ kind: 'boxes-left-out', holds: false, parameters: { boxes: crowds, example: 'iscrowd' } });
  const names = [...classes];
  return {
    samples,
    labels: names.length > 0 ? [presenceOf('categories', samples, names, paths[0]!)] : [],
  };
}

function byImage(annotations: readonly Annotation[]): ReadonlyMap<string, Annotation[]> {
  const found = new Map<string, Annotation[]>();
  for (const one of annotations) {
    const before = found.get(one.image);
    if (before === undefined) found.set(one.image, [one]);
    else before.push(one);
  }
  return found;
}

async function readFile(path: string, job: ReadingJob): Promise<FileContent> {
  const content: FileContent = { images: [], annotations: [], categories: new Map(), crowds: 0 };
  const file = await job.files.source.open(path);
  const problem = await eachMember(file, lists, job.signal, (record, member) => {
    if (member === 'images') content.images.push(record);
    else if (member === 'categories') content.categories.set(word(record.id), word(record.name));
    // The box of a crowd goes around many things at once.
    else if (record.iscrowd === 1) content.crowds++;
    else content.annotations.push(annotationOf(record));
  });
  job.note(problem);
  return content;
}

function annotationOf(record: Readonly<Record<string, unknown>>): Annotation {
  const corners = Array.isArray(record.bbox) ? record.bbox.map(String) : [];
  const [x, y, width, height] = corners;
  return {
    image: word(record.image_id),
    category: word(record.category_id),
    box: height === undefined ? null : fromSize([x!, y!, width!, height], ''),
    caption: typeof record.caption === 'string' ? record.caption.trim() : '',
  };
}

/** Ids are numbers in some files and texts in others. */
function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
