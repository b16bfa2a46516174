/**
 * MedMD and its radiological part RadMD (Wu et al. 2023, RadFM): tables of what was asked, said and found of images that come from many
 * datasets. Samples come in the order of the tables' names and rows: questions and sentences one by one, all else by image. Paths are
 * those of the authors' machines, so that images are found by the ends of them; the split is in the table's name.
 */
import { unmentionedLabel, type Split } from '../domain/index.ts';
import { ownText } from './deal-options.ts';
import { baseName, stemOf } from './listing.ts';
import { eachSentence, paperColumn } from './medmd-papers.ts';
import { answerTargets } from './published/answers.ts';
import { LabelValues, multiLabel } from './published/label-values.ts';
import { NameColumns } from './published/name-columns.ts';
import { kept, type Cell, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { splitOfName } from './split-words.ts';

/** Card and README differ in spelling: `MedPix_muli`, `pmcvaq`, `casa_report`. */
const tableName =
  /^(?:radiology(?:_article_npy|_vqa)?|medpix_(?:mult?i?|muli|single|questions)|(?:chestxray|pcxr|mammo|spinexr)(?:_balance)?|pmcoa_image_caption|pmcv[aq]{2}|vqarad|slakevqa|(?:filtered_)?cas[ae]_report|mimic_caption|paper)_(?:train|tes|test|new|train_new|test_new|filtered)\.(?:csv|json)$/;
const fewestTables = 3;

export const medMd = publishedReader({
  name: 'medmd',
  title: 'MedMD / RadMD',
  licence: 'Apache-2.0 for the tables; of each of the datasets that the images are from',
  sharing: 'ask',
  overlaps: 'PMC-OA, MIMIC-CXR, VinDr',
  async find(files) {
    const paths = files.named(tableName).sort((a, b) => (baseName(a) < baseName(b) ? -1 : 1));
    // The table of articles is used by itself too.
    const [papers] = await files.tablesAt(paths, [paperColumn]);
    if (paths.length < fewestTables && papers === undefined) return null;
    const [first] = paths;
    return {
      file: first!,
      columns: [],
      read: async (job) => read(await files.tablesAt(paths, [], job.note.bind(job)), job),
    };
  },
});

/** How a table's rows are read: the columns that it has to have, the images that a row names, and what it says. */
interface Form {
  readonly columns: readonly string[];
  readonly optional?: readonly string[];
  names(cell: Cell): readonly string[];
  says(cell: Cell): Said;
}

interface Said {
  /** Texts by field. */
  readonly text?: Readonly<Record<string, string>>;
  readonly question?: string;
  readonly answer?: string;
  readonly disease?: readonly [name: string, holds: number];
  readonly name?: Readonly<Record<string, string>>;
}

const list = (cell: string) =>
  cell
    .replace(/^\[|\]$/g, '')
    .split(/[,;]/)
    .map((one) => one.trim().replace(/^['"]|['"]$/g, ''))
    .filter((one) => one !== '');
/** `Q:` and `A:` stand before what was asked and answered in case reports. */
const plain = (cell: string) => cell.replace(/^[QA]:\s*/, '');
const asked = (cell: Cell): Said => ({
  question: plain(cell('question')),
  answer: plain(cell('answer')),
});

/** The most particular first. */
const forms: readonly Form[] = [
  {
    columns: ['image_path', 'disease', 'label'],
    names: (cell) => [cell('image_path')],
    says: (cell) => ({ disease: [cell('disease'), /^1(?:\.0*)?$/.test(cell('label')) ? 1 : 0] }),
  },
  {
    columns: ['PMC_id', 'img_ref', 'question', 'answer'],
    names: (cell) => list(cell('img_ref')).map((one) => `${cell('PMC_id')}_${one}.jpg`),
    says: asked,
  },
  {
    columns: ['Figure_path', 'question', 'answer'],
    optional: ['img_root_dir'],
    names: (cell) => [`${cell('img_root_dir')}/${cell('Figure_path')}`],
    says: asked,
  },
  { columns: ['name', 'question', 'answer'], names: (cell) => list(cell('name')), says: asked },
  { columns: ['image_path', 'question', 'answer'], names: (cell) => [cell('image_path')], says: asked },
  {
    columns: ['Figure_path', 'Caption'],
    names: (cell) => [cell('Figure_path')],
    says: (cell) => ({ text: { caption: cell('Caption') } }),
  },
  {
    columns: ['name', 'type', 'context'],
    optional: ['history'],
    names: (cell) => list(cell('name')),
    says(cell) {
      const type = cell('type').toLowerCase();
      if (type === 'modality' || type === 'plane') return { name: { [type]: cell('context') } };
      return { text: { [type]: cell('context'), history: cell('history') } };
    },
  },
  {
    columns: ['npy_path'],
    optional: ['finding', 'impression', 'title'],
    names: (cell) => [cell('npy_path')],
    says: (cell) => ({ text: { finding: cell('finding'), impression: cell('impression') } }),
  },
  {
    columns: ['image_path', 'label'],
    names: (cell) => [cell('image_path')],
    says: (cell) => ({ text: { report: cell('label') } }),
  },
];

async function read(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const find = finder(job.images);
  const samples = new SampleRows(new Map(job.images.map((path) => [path, path])));
  const said = new Map<number, Gathered>();
  const several = { samples: 0, example: '' };
  const add = ({ table, row, split, part, names, said: one }: Row, key: string) => {
    const paths = names.map(find).filter((path) => path !== null);
    const [file = ''] = names;
    const [path, ...others] = paths;
    const further = others.length > 0 && { further: others };
    const text = Object.fromEntries(
      Object.entries({ ...one.text, question: one.question ?? '' }).map(([k, v]) => [k, kept(v)]),
    );
    const known = samples.at(key);
    if (known !== undefined) {
      gather(said.get(known)!, one);
      samples.addText(known, text, table);
      return;
    }
    const gathered: Gathered = { answer: '', split, diseases: new Map(), names: {} };
    // Of one article, where the name says which: its figures share what is said of them.
    const facts = {
      split,
      study: /PMC\d+/.exec(file)?.[0] ?? path ?? file,
      text,
      covariates: { part },
      ...(path !== undefined && { image: { kind: 'file', path, ...further } as const }),
    };
    gather(gathered, one);
    const sample = samples.add(key, { table, row, file }, facts);
    if (sample === null) return;
    said.set(sample, gathered);
    if (names.length > 1 && several.samples++ === 0) several.example = names.join(', ');
  };
  for (const table of tables) {
    const split = splitOf(table.path);
    const part = stemOf(baseName(table.path)).replace(/_(?:train|test?|new)(?=_|$)/g, '');
    if (table.has(paperColumn)) {
      await eachSentence(table, finder(job.files.listing.tables), job, ({ text, ...sentence }) =>
        add(
          { ...sentence, split, part, said: { text: { sentence: text } } },
          `${sentence.table} ${sentence.row}`,
        ),
      );
      continue;
    }
    const form = forms.find(({ columns }) => columns.every((column) => table.has(column)));
    if (form === undefined) continue;
    const wanted = [...form.columns, ...(form.optional ?? [])];
    const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
      const names = form.names(cell).map(kept);
      const one = form.says(cell);
      // What is said of an image in several rows is one sample, but questions are samples themselves.
      const key =
        one.question === undefined ? `${part} ${split} ${names[0] ?? ''}` : `${table.path} ${row}`;
      add({ table: table.path, row, split, part, names, said: one }, key);
    });
    job.note(problem);
  }
  sayUnread(job);
  if (several.samples > 0) job.say({ kind: 'further-images', holds: false, parameters: several });
  const { path } = tables[0]!;
  return {
    samples,
    labels: [
      ...labelsOf([...said.values()], job, path),
      ...(job.images.length > 0 ? ownText('sentence', 'sentence', samples, path) : []),
    ],
  };
}

/** What a row, or a sentence of an article, says of its images. */
interface Row {
  readonly table: string;
  readonly row: number;
  readonly split: Split | null;
  readonly part: string;
  readonly names: readonly string[];
  readonly said: Said;
}

/** Files of the same collection that are no data: wordings of questions, names of modalities, articles without images. */
const unread = /^(?:(?:yes_no|cls|report|caption)_prompt|modality_set|article)\.json$/;

function sayUnread(job: ReadingJob): void {
  const paths = job.files.named(unread);
  const [example] = paths.map(baseName);
  if (example === undefined) return;
  job.say({ kind: 'ignored-files', holds: true, parameters: { files: paths.length, example } });
}

/** What is known of a sample until its tables have ended. */
interface Gathered {
  answer: string;
  readonly split: Split | null;
  readonly diseases: Map<string, number>;
  readonly names: Record<string, string>;
}

function gather(sample: Gathered, said: Said): void {
  sample.answer ||= kept(said.answer ?? '');
  if (said.disease !== undefined) sample.diseases.set(kept(said.disease[0]), said.disease[1]);
  for (const [target, name] of Object.entries(said.name ?? {})) sample.names[target] ??= kept(name);
}

function labelsOf(said: readonly Gathered[], job: ReadingJob, table: string) {
  const found = [];
  const diseases = [...new Set(said.flatMap((one) => [...one.diseases.keys()]))].sort();
  if (diseases.length > 0) {
    const values = new LabelValues(diseases.length);
    for (const one of said) {
      if (one.diseases.size === 0) values.addMissing();
      else values.add(diseases.map((name) => one.diseases.get(name) ?? unmentionedLabel));
    }
    found.push(values.toColumn(multiLabel('disease', diseases), table));
  }
  const names = new NameColumns(['modality', 'plane']);
  for (const one of said) names.add(one.names);
  if (said.some(({ answer }) => answer !== '')) {
    const answers = said.map(({ answer }) => answer);
    found.push(
      ...answerTargets(
        answers,
        said.map(({ split }) => split),
        job,
        table,
      ),
    );
  }
  return [...found, ...names.toLabels(table)];
}

/** One table of the card ends in `_tes`. */
const splitOf = (path: string): Split | null =>
  splitOfName(stemOf(baseName(path)).replace(/_tes$/, '_test'));

/** Parts of a path that are compared at most: names such as `0.npy` are told apart by their folders. */
const mostParts = 3;

/** Finds a file by as much of the end of a path as tells it from others; null where none or several fit. */
function finder(paths: readonly string[]): (name: string) => string | null {
  const bySuffix = new Map<string, string | null>();
  for (const path of paths)
    for (const suffix of suffixesOf(path)) bySuffix.set(suffix, bySuffix.has(suffix) ? null : path);
  return (name) => suffixesOf(name).flatMap((suffix) => bySuffix.get(suffix) ?? [])[0] ?? null;
}

/** Longest first. */
function suffixesOf(path: string): string[] {
  const parts = path.split(/[/\\]+/);
  return Array.from({ length: mostParts }, (_, i) => parts.slice(i - mostParts).join('/'));
}
