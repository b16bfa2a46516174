/**
 * PathVQA (He et al. 2020): the original pickles beside folders of images, Hugging Face's parquet, and VLMEvalKit's tables. Samples are
 * questions, in the order of train, val, test and of the files; questions of one image stay together.
 */
import { splits, type Split } from '../domain/index.ts';
import { readPickle, type Plain } from '../formats/index.ts';
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
    const pickles = splits.flatMap((split) => files.named(`${split}_qa.pkl`).slice(0, 1));
    if (pickles[0] !== undefined)
      return { file: pickles[0], columns: [], read: (job) => readPickles(pickles, job) };
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

/** The card beside Hugging Face's files names the dataset. */
async function isNamed(files: Files): Promise<boolean> {
  const [card] = files.named('readme.md');
  if (card === undefined) return false;
  return hint.test(await headOf(files.source, card));
}

/** Lists of `{image, question, answer}`, where images have no extension. */
async function readPickles(paths: readonly string[], job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, stemKey);
  const samples = new SampleRows(images);
  const answers: string[] = [];
  const given: (Split | null)[] = [];
  for (const path of paths) {
    const split = splitOfName(baseName(path));
    const read = await readPickle(await job.files.source.open(path));
    for (const [i, one] of (Array.isArray(read) ? read : []).entries()) {
      const name = fieldOf(one, 'image');
      const file = images.get(name);
      const facts = {
        split,
        study: name,
        text: { question: fieldOf(one, 'question') },
        ...(file !== undefined && { image: { kind: 'file', path: file } as const }),
      };
      if (samples.add(null, { table: path, row: i + 1, file: `${name}.jpg` }, facts) === null) continue;
      answers.push(fieldOf(one, 'answer'));
      given.push(split);
    }
  }
  return { samples, labels: answerTargets(answers, given, job, paths[0]!) };
}

function fieldOf(value: Plain, name: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const field = value instanceof Uint8Array ? undefined : value[name];
  return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
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
