/**
 * Annotations as Pascal VOC has them (Everingham et al., IJCV 2010): an XML file for each image, lists of splits beside. Samples come by
 * split and in the order of the files' names. What is marked difficult counts like the rest.
 */
import { splits, type Split } from '../domain/index.ts';
import { baseName, folderOf, stemOf } from './listing.ts';
import { inNaturalOrder } from './natural-order.ts';
import { fromCorners, type LooseBox } from './published/boxes.ts';
import { addDrawn, presenceOf } from './published/drawn-boxes.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { readNames } from './published/lines.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { eachText } from './published/text-files.ts';
import { splitOfFolder } from './split-words.ts';

export const voc = publishedReader({
  name: 'voc',
  title: 'Pascal VOC',
  licence: null,
  sharing: null,
  async find(files) {
    const stems = new Set(files.listing.images.map(stemKey));
    const found = files.named(/\.xml$/).filter((path) => stems.has(stemKey(path)));
    const [first] = found;
    if (first === undefined) return null;
    const file = await files.source.open(first);
    const head = new TextDecoder().decode(await file.slice(0, Math.min(file.size, 4096)));
    if (!/<annotation[\s>]/.test(head)) return null;
    return {
      file: first,
      columns: [],
      read: (job) => read(inNaturalOrder(found, baseName), files, job),
    };
  },
});

interface Outlined {
  readonly path: string;
  readonly split: Split | null;
  readonly space: readonly [number, number] | null;
  readonly boxes: readonly (LooseBox | null)[];
}

async function read(paths: readonly string[], files: Files, job: ReadingJob): Promise<Findings> {
  // Masks of VOC have the stems of their images.
  const images = job.images.filter((path) => !/(?:^|\/)Segmentation(?:Class|Object)\//.test(path));
  const samples = new SampleRows(imagesBy(images, stemKey));
  const splitOf = await listedSplits(files, job);
  const outlined: Outlined[] = [];
  await eachText(job, paths, (xml, path) => {
    const [width, height] = ['width', 'height'].map((name) => Number(inner(xml, name)));
    const space = width! > 0 && height! > 0 ? ([width!, height!] as const) : null;
    // Parts have names and boxes of their own.
    const whole = xml.replace(/<part>[\s\S]*?<\/part>/g, '');
    const objects = [...whole.matchAll(/<object>([\s\S]*?)<\/object>/g)].map(([, object]) => object!);
    outlined.push({
      path,
      split: splitOf(path),
      space,
      boxes: objects.map((object) => boxOf(object, space)),
    });
  });
  const classes = new Set<string>();
  for (const wanted of [...splits, null])
    for (const { path, space, boxes } of outlined.filter(({ split }) => split === wanted)) {
      const place = { table: path, row: 1, file: stemKey(path) };
      const facts = { split: wanted, ...(space !== null && { boxSpace: space }) };
      const sample = samples.add(stemKey(path), place, facts);
      for (const box of boxes) if (box !== null) classes.add(box.className);
      if (sample !== null) addDrawn(samples, sample, boxes);
    }
  return { samples, labels: [presenceOf('classes', samples, [...classes].sort(), paths[0]!)] };
}

/** Pixels are counted from 1, and both corners belong to the box. */
function boxOf(object: string, space: Outlined['space']): LooseBox | null {
  const corners = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => inner(object, name));
  if (corners.includes('')) return null;
  const [left, top, right, bottom] = corners.map(Number) as [number, number, number, number];
  const from = [left - 1, top - 1, right, bottom].map(String) as [string, string, string, string];
  return fromCorners(from, inner(object, 'name'), null, space);
}

function inner(xml: string, name: string): string {
  return new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1] ?? '';
}

/** By the lists in `ImageSets/Main`, where lists of single classes lie too; else by folders. */
async function listedSplits(files: Files, job: ReadingJob): Promise<(path: string) => Split | null> {
  const bySplit = new Map<string, Split>();
  for (const split of splits) {
    const [path] = files.named(`${split}.txt`).filter((one) => one.includes('ImageSets/'));
    if (path === undefined) continue;
    const names = await readNames(files.source, path, job.signal, job.note.bind(job));
    for (const name of names) bySplit.set(name.split(/\s/)[0]!, split);
  }
  if (bySplit.size > 0) return (path) => bySplit.get(stemOf(baseName(path))) ?? null;
  return (path) =>
    folderOf(path)
      .split('/')
      .map(splitOfFolder)
      .findLast((split) => split !== null) ?? null;
}
