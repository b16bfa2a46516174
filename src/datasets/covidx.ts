/**
 * COVIDx (Wang et al.; CXR-4 of 2023 and the versions before it): lists without a heading that name patient, file, class and source.
 * Samples come in the order of the lists: train, val, test.
 */
import { appError, type Split } from '../domain/index.ts';
import { baseName } from './listing.ts';
import type { Files } from './published/files.ts';
import { imagesBy, type ImagesByKey } from './published/images.ts';
import { LabelValues, oneOf } from './published/label-values.ts';
import { eachLine, firstLine } from './published/lines.ts';
import { kept } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import type { Edition } from './reader.ts';
import { SampleRows } from './published/sample-rows.ts';

const classSets = [
  ['negative', 'positive'],
  ['normal', 'pneumonia', 'COVID-19'],
] as const;
type Classes = (typeof classSets)[number];
const splitNames: readonly Split[] = ['train', 'val', 'test'];
/** Lists of one split that are looked at: a clone of the authors' repository has several. */
const mostLists = 4;
/** Lines that are no sample, listed one by one. */
const mostRejected = 100;

interface Entry {
  readonly patient: string;
  readonly file: string;
  readonly className: string;
  /** '' in the oldest lists. */
  readonly source: string;
}

export const covidx = publishedReader({
  name: 'covidx',
  title: 'COVIDx',
  licence: 'Terms of its sources (RICORD, BIMCV, RSNA and others)',
  sharing: 'caution',
  overlaps: 'RSNA Pneumonia Detection 2018',
  async find(files) {
    const lists: { path: string; split: Split }[] = [];
    const others: Edition[] = [];
    let classes: Classes | undefined;
    for (const split of splitNames) {
      for (const path of files
        .named(new RegExp(`^${split}(?:_covidx\\w*)?\\.txt$`))
        .slice(0, mostLists)) {
        const { className } = entryOf(await firstLine(files.source, path)) ?? {};
        const found = classSets.find((set) => (set as readonly string[]).includes(className ?? ''));
        if (found === undefined) continue;
        classes ??= found;
        if (found === classes && lists.every((list) => list.split !== split))
          lists.push({ path, split });
        else others.push({ title: `COVIDx: ${found.join(' / ')}`, because: path });
      }
    }
    const [first] = lists;
    if (first === undefined || classes === undefined) return null;
    const chosen = classes;
    const title = splitNames.every((split) => lists.some((list) => list.split === split))
      ? 'COVIDx CXR-4'
      : 'COVIDx';
    return {
      file: first.path,
      columns: chosen,
      title,
      others,
      read: (job) => read(files, lists, chosen, job),
    };
  },
});

/** One line: three or four words with a space between, of which the second is a file. Null for anything else. */
function entryOf(line: string): Entry | null {
  const [patient, file, className, source = '', ...more] = line.split(' ');
  if (className === undefined || more.length > 0 || !/\.\w+$/.test(file!)) return null;
  return { patient: patient!, file: file!, className, source: source === 'rnsa' ? 'rsna' : source };
}

async function read(
  files: Files,
  lists: readonly { path: string; split: Split }[],
  classes: Classes,
  job: ReadingJob,
): Promise<Findings> {
  const images = imagesOf(job.images);
  const samples = new SampleRows(images);
  const values = new LabelValues(1);
  const sources = new Map<string, Map<string, number>>();
  let left = 0;
  for (const split of ['train', 'test'] as const) {
    if (lists.some((list) => list.split === split)) continue;
    const [other] = files.named(`${split}.txt`);
    const parameters = { dataset: 'COVIDx', table: `${split}.txt`, columns: classes.join(' / ') };
    job.note(appError('missing-table', other ?? null, parameters).problem);
  }
  for (const { path, split } of lists) {
    const problem = await eachLine(files.source, path, job.signal, (line, row) => {
      const entry = entryOf(line);
      const label = (classes as readonly string[]).indexOf(entry?.className ?? '');
      if (entry === null || label < 0) {
        if (left++ < mostRejected)
          job.note(appError('damaged-table', path, { row, detail: line.slice(0, 200) }).problem);
        return;
      }
      const key = images.has(`${split}/${entry.file}`) ? `${split}/${entry.file}` : entry.file;
      if (samples.at(key) !== undefined) return;
      const sample = samples.add(
        key,
        { table: path, row, file: kept(`${split}/${entry.file}`) },
        {
          // Numbers of patients are unique within their source only.
          patient: kept(`${entry.source}/${entry.patient}`),
          split,
          covariates: { source: entry.source === '' ? null : kept(entry.source) },
        },
      );
      if (sample === null) return;
      values.add([label]);
      const counts = sources.get(entry.className) ?? new Map<string, number>();
      sources.set(kept(entry.className), counts.set(entry.source, (counts.get(entry.source) ?? 0) + 1));
    });
    job.note(problem);
  }
  saySources(sources, classes, job);
  const name = classes.length === 2 ? 'COVID-19' : 'diagnosis';
  return { samples, labels: [values.toColumn(oneOf(name, classes), lists[0]!.path)] };
}

/**
 * By folder and whole name, for names that differ only behind a dot are different images; by the name alone as well, for those who put
 * all images into one folder.
 */
function imagesOf(images: readonly string[]): ImagesByKey {
  const byName = imagesBy(images, baseName);
  const byFolder = imagesBy(images, (path) => path.split('/').slice(-2).join('/'));
  const isInFolders = [...byFolder.keys()].some((key) => /^(?:train|val|test)\//.test(key));
  return isInFolders ? byFolder : byName;
}

function saySources(
  sources: ReadonlyMap<string, ReadonlyMap<string, number>>,
  classes: Classes,
  job: ReadingJob,
): void {
  const detail = classes.map((name) => {
    const counts = [...(sources.get(name) ?? [])].sort(([, a], [, b]) => b - a);
    return `${name}: ${counts.map(([source, samples]) => `${source} ${samples}`).join(', ')}`;
  });
  const all = new Set([...sources.values()].flatMap((counts) => [...counts.keys()]));
  if (all.size > 1)
    job.say({ kind: 'class-follows-source', holds: false, parameters: { detail: detail.join('; ') } });
}
