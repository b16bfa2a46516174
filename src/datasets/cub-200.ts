/**
 * CUB-200-2011 (Wah et al., Caltech technical report CNS-TR-2011-001): the original lists, with the captions of Reed et al. (CVPR 2016)
 * where they are there, also inside Kaggle's wrapper; and Hugging Face's parquet. Samples come in the order of the list of images.
 */
import { missingLabel, type Split } from '../domain/index.ts';
import { cardsOf, classNameOf } from './hub-card.ts';
import { baseName, folderOf } from './listing.ts';
import { labelsFromNames, type CheckedLabels } from './labels.ts';
import { fromSize } from './published/boxes.ts';
import type { Files } from './published/files.ts';
import { imagesBy, lastPartsKey } from './published/images.ts';
import { LabelValues } from './published/label-values.ts';
import { eachLine } from './published/lines.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { eachText } from './published/text-files.ts';
import { splitOfName } from './split-words.ts';

const list = 'image_class_labels.txt';
const attributes = 312;
/** Annotators' certainty of an attribute that the picture does not show. */
const notVisible = '1';
const columns = ['description', 'label', 'file_name'];

export const cub200 = publishedReader({
  name: 'cub-200',
  title: 'CUB-200-2011',
  licence: 'Caltech, research and teaching without commerce',
  sharing: 'caution',
  overlaps: 'ImageNet',
  async find(files) {
    const [labels] = files.named(list);
    const others = ['images.txt', 'train_test_split.txt'].map((name) => files.named(name)[0]);
    if (labels !== undefined && !others.includes(undefined))
      return { file: labels, columns: [], read: (job) => readLists(folderOf(labels), files, job) };
    const shards = files.named(/\.parquet$/);
    const tables = (await files.tablesAt(shards, columns)).filter(
      (table) => table.imageColumn('image') !== null,
    );
    const [first] = tables;
    if (first === undefined) return null;
    const title = 'CUB-200-2011 (Hugging Face)';
    return { file: first.path, columns, title, read: (job) => readParquet(tables, job) };
  },
});

/** `001.Black_footed_Albatross`: names of files spell it otherwise, so that it is taken from the lists alone. */
function nameOf(folder: string): string {
  return folder.slice(folder.indexOf('.') + 1).replaceAll('_', ' ');
}

async function readLists(folder: string, files: Files, job: ReadingJob): Promise<Findings> {
  const beside = (name: string) => {
    const found = files.named(name);
    return found.find((path) => folderOf(path) === folder) ?? found[0];
  };
  /** Values of a list by the id that its lines begin with. */
  const readList = async (name: string): Promise<Map<string, string>> => {
    const values = new Map<string, string>();
    const path = beside(name);
    if (path === undefined) return values;
    const take = (line: string) => {
      const [, id, value] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
      if (id !== undefined) values.set(kept(id), kept(value!));
    };
    job.note(await eachLine(files.source, path, job.signal, take));
    return values;
  };
  const paths = await readList('images.txt');
  const [classOf, isTrain] = [await readList(list), await readList('train_test_split.txt')];
  const classNames = await readList('classes.txt');
  if (classNames.size === 0) job.isAbsent('classes.txt', 'details');
  // Masks have the folders and stems of their images.
  const images = job.images.filter((path) => !path.includes('segmentations/'));
  const samples = new SampleRows(imagesBy(images, (path) => lastPartsKey(path, 2)));
  const captions = await readCaptions(files, job);
  const ids: string[] = [];
  const names: (string | null)[] = [];
  let row = 0;
  for (const [id, path] of paths) {
    row++;
    const key = lastPartsKey(path, 2);
    const text = captions.get(key);
    const split: Split | null =
      isTrain.get(id) === '1' ? 'train' : isTrain.get(id) === '0' ? 'test' : null;
    const place = { table: beside('images.txt')!, row, file: path };
    if (
      samples.add(key, place, { split, ...(text !== undefined && { text: { captions: text } }) }) ===
      null
    )
      continue;
    ids.push(id);
    const number = classOf.get(id);
    names.push(number === undefined ? null : (classNames.get(number) ?? number));
  }
  await addBoxes(samples, paths, beside('bounding_boxes.txt'), job);
  const labels = [speciesOf(names, [...classNames.values()])];
  const found = await readAttributes(ids, files, job);
  if (found !== null) labels.push(found);
  return { samples, labels };
}

/** In the order of the list of classes, where there is one. */
function speciesOf(names: readonly (string | null)[], ordered: readonly string[]): CheckedLabels {
  const checked = labelsFromNames('species', names, true, null);
  const order = ordered.length > 0 ? ordered : [...checked.column.target.classes];
  const values = Int32Array.from(names, (name) => (name === null ? missingLabel : order.indexOf(name)));
  const target = { ...checked.column.target, kind: 'multi-class', classes: order.map(nameOf) } as const;
  return { column: { target, width: 1, values }, problem: checked.problem };
}

/** `id x y width height` in px. */
async function addBoxes(
  samples: SampleRows,
  paths: ReadonlyMap<string, string>,
  file: string | undefined,
  job: ReadingJob,
): Promise<void> {
  if (file === undefined) {
    job.isAbsent('bounding_boxes.txt', 'boxes');
    return;
  }
  const take = (line: string) => {
    const [id = '', x = '', y = '', width = '', height = ''] = line.split(/\s+/);
    const sample = samples.at(lastPartsKey(paths.get(id) ?? '', 2));
    const box = fromSize([x, y, width, height], 'bird');
    if (sample !== undefined && box !== null) samples.boxes.push({ sample, ...box });
  };
  job.note(await eachLine(job.files.source, file, job.signal, take));
}

/** Ten captions of a picture in one file, by the last two parts of its path; some lines are empty. */
async function readCaptions(files: Files, job: ReadingJob): Promise<ReadonlyMap<string, string>> {
  const captions = new Map<string, string>();
  const paths = files.listing.files.filter((path) => /\d{3}\.[^/]+\/[^/]+\.txt$/.test(path));
  await eachText(job, paths, (text, path) => {
    const lines = text.split('\n').map((line) => line.trim());
    captions.set(lastPartsKey(path, 2), lines.filter((line) => line !== '').join('\n'));
  });
  return captions;
}

/**
 * `image attribute is_present certainty time`. Some lines have a number too many before the time, so that only the first four are
 * taken. The list of attributes lies a level above the others in the original archive.
 */
async function readAttributes(
  ids: readonly string[],
  files: Files,
  job: ReadingJob,
): Promise<CheckedLabels | null> {
  const [file] = files.named('image_attribute_labels.txt');
  if (file === undefined) return null;
  const names = Array.from({ length: attributes }, (_, i) => `attribute ${i + 1}`);
  const [listed] = files.named('attributes.txt');
  const name = (line: string) => {
    const [, id, words] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (id !== undefined && Number(id) >= 1 && Number(id) <= attributes)
      names[Number(id) - 1] = kept(words!);
  };
  if (listed !== undefined) job.note(await eachLine(files.source, listed, job.signal, name));
  const sampleOf = new Map(ids.map((id, sample) => [id, sample]));
  const values = new Int32Array(ids.length * attributes).fill(missingLabel);
  const take = (line: string) => {
    const [id = '', attribute = '', isPresent, certainty] = line.split(/\s+/, 4);
    const [sample, at] = [sampleOf.get(id), Number(attribute) - 1];
    if (sample === undefined || !(at >= 0 && at < attributes)) return;
    values[sample * attributes + at] =
      certainty === notVisible ? missingLabel : isPresent === '1' ? 1 : 0;
  };
  job.note(await eachLine(files.source, file, job.signal, take));
  const labels = new LabelValues(attributes);
  for (let sample = 0; sample < ids.length; sample++)
    labels.add(values.subarray(sample * attributes, (sample + 1) * attributes));
  const target = { name: 'attributes', kind: 'multi-label', classes: names, mayFlip: true } as const;
  return labels.toColumn(target, file);
}

/** Labels are from 0 there, and from 1 in the lists; where the file does not name them, their numbers are those of the lists. */
async function readParquet(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const samples = new SampleRows(new Map());
  const names: (string | null)[] = [];
  const cardOf = cardsOf(job.files);
  for (const table of tables) {
    const column = table.imageColumn('image')!;
    const called = (await cardOf(table.path))?.names.get('label') ?? [];
    const split = splitOfName(baseName(table.path));
    const problem = await table.eachRow(columns, job.signal, (cell, row, index) => {
      const image = { kind: 'cell', path: table.path, column, row: index } as const;
      const place = { table: table.path, row, file: kept(cell('file_name')) };
      const facts = { split, image, text: { captions: kept(cell('description')) } };
      samples.add(null, place, facts);
      const label = kept(classNameOf(called, cell('label')));
      names.push(label === '' ? null : /^\d+$/.test(label) ? String(Number(label) + 1) : label);
    });
    job.note(problem);
  }
  const isNamed = names.some((name) => name !== null && /^\d+\./.test(name));
  return { samples, labels: [speciesOf(names, isNamed ? orderOf(names) : [])] };
}

function orderOf(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))].sort(
    (a, b) => parseInt(a, 10) - parseInt(b, 10),
  );
}
