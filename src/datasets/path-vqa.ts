/**
 * PathVQA (He et al. 2020): the original pickles beside folders of images, or what was made of them for LXMERT where these are missing;
 * Hugging Face's parquet, and VLMEvalKit's tables. Samples are questions, in the order of train, val, test and of the files; questions of
 * one image stay together.
 */
import { splits, type Split } from '../domain/index.ts';
import { eachRecord, isRecord, readPickle } from '../formats/index.ts';
import { baseName } from './listing.ts';
import { answerTargets } from './published/answers.ts';
import { cellImages } from './published/cell-images.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { headOf } from './published/text-files.ts';
import { splitOfName } from './split-words.ts';

const columns = ['question', 'answer'];
const hint = /path[-_]?vqa|pvqa/i;

export const pathVqa = publishedReader({
  name: 'path-vqa',
  title: 'PathVQA',
  licence: 'MIT by its card; the pictures are their publishers’',
  sharing: 'caution',
  async find(files) {
    for (const nameOf of questionFiles) {
      const isOurs = (path: string) => isOfPathVqa(path, files);
      const paths = splits.flatMap((split) => files.named(nameOf(split)).filter(isOurs).slice(0, 1));
      const [first] = paths;
      if (first !== undefined)
        return { file: first, columns: [], read: (job) => readQuestions(paths, job) };
    }
    const paths = files.named(/\.(?:parquet|tsv)$/);
    if (!(
      hint.test(files.source.name) ||
      paths.some((path) => hint.test(path)) ||
      (await isNamed(files))
    ))
      return null;
    const tables = (await files.tablesAt(paths, columns)).filter(
      (table) => table.imageColumn('image') !== null,
    );
    const [first] = tables;
    if (first === undefined) return null;
    return { file: first.path, columns: ['image', ...columns], read: (job) => readTables(tables, job) };
  },
});

/** Names of the original files, and of those that were made of them for LXMERT. */
const questionFiles: readonly ((split: Split) => string)[] = [
  (split) => `${split}_qa.pkl`,
  (split) => `${split}_vqa.pkl`,
  (split) => `pvqa_${split}.json`,
];

/** Others prepare their questions for LXMERT under the same names. */
const isOfPathVqa = (path: string, { source }: Files) =>
  !path.endsWith('_vqa.pkl') || /(?:^|\/)qas\//.test(path) || hint.test(`${source.name}/${path}`);

/** The card beside Hugging Face's files names the dataset. */
async function isNamed(files: Files): Promise<boolean> {
  const [card] = files.named('readme.md');
  if (card === undefined) return false;
  return hint.test(await headOf(files.source, card));
}

interface Asked {
  /** Of the image, without extension. */
  readonly name: string;
  readonly question: string;
  readonly answer: string;
}

async function readQuestions(paths: readonly string[], job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, stemKey);
  const samples = new SampleRows(images);
  const answers: string[] = [];
  const given: (Split | null)[] = [];
  for (const path of paths) {
    const split = splitOfName(baseName(path));
    let row = 0;
    await eachQuestion(path, job, ({ name, question, answer }) => {
      const file = images.get(name);
      const facts = {
        split,
        study: name,
        text: { question },
        ...(file !== undefined && { image: { kind: 'file', path: file } as const }),
      };
      const place = { table: path, row: ++row, file: `${name}.jpg` };
      if (samples.add(null, place, facts) === null) return;
      answers.push(answer);
      given.push(split);
    });
  }
  return { samples, labels: answerTargets(answers, given, job, paths[0]!) };
}

async function eachQuestion(
  path: string,
  job: ReadingJob,
  visit: (asked: Asked) => void,
): Promise<void> {
  const file = await job.files.source.open(path);
  if (path.endsWith('.json')) {
    job.note(await eachRecord(file, job.signal, (record) => questionsAbout(record).forEach(visit)));
    return;
  }
  const read = await readPickle(file);
  for (const one of Array.isArray(read) ? read : []) if (isRecord(one)) visit(questionOf(one));
}

type Fields = Readonly<Record<string, unknown>>;

/** `{image, question, answer}`, in the form of LXMERT `{img_id, question_id, sent, label}`. */
function questionOf(fields: Fields): Asked {
  return {
    name: textOf(fields.image ?? fields.img_id),
    question: textOf(fields.question ?? fields.sent),
    answer: 'answer' in fields ? textOf(fields.answer) : bestOf(fields.label),
  };
}

/** `{img_id, sentf: {pvqa: [question, …]}, labelf: {pvqa: [{answer: 1}, …]}}`, an image whose questions and answers are in two lists. */
function questionsAbout({ img_id, sentf, labelf }: Fields): Asked[] {
  const [questions, labels] = [sentf, labelf].map((lists) => {
    const list = isRecord(lists) ? lists.pvqa : [];
    return Array.isArray(list) ? (list as unknown[]) : [];
  });
  return questions!.map((question, i) => ({
    name: textOf(img_id),
    question: textOf(question),
    answer: bestOf(labels![i]),
  }));
}

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The answer with the highest score, '' where there is none. */
function bestOf(label: unknown): string {
  const scored = isRecord(label) ? Object.entries(label) : [];
  return scored.sort((a, b) => Number(b[1]) - Number(a[1]))[0]?.[0] ?? '';
}

/** These have no names of images, so that questions of equal bytes are of one. */
async function readTables(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const samples = new SampleRows(new Map());
  const answers: string[] = [];
  const given: (Split | null)[] = [];
  const inOrder = [...splits, null].flatMap((split) =>
    tables.filter(({ path }) => splitOfName(baseName(path)) === split),
  );
  const images = await cellImages(inOrder, 'image', job.signal, job.note.bind(job));
  for (const table of inOrder) {
    const column = table.imageColumn('image')!;
    const cells = images.get(table)!;
    const split = splitOfName(baseName(table.path));
    const problem = await table.eachRow(columns, job.signal, (cell, row, index) => {
      const { group, row: imageRow } = cells[index]!;
      const image = { kind: 'cell', path: table.path, column, row: imageRow } as const;
      const place = { table: table.path, row, file: table.path };
      const facts = { split, study: group, image, text: { question: kept(cell('question')) } };
      samples.add(null, place, facts);
      answers.push(kept(cell('answer')));
      given.push(split);
    });
    job.note(problem);
  }
  return { samples, labels: answerTargets(answers, given, job, inOrder[0]!.path) };
}
