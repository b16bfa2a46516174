/**
 * OmniMedVQA (Hu et al., CVPR 2024): a JSON file of questions for each of the datasets that its images are from. Samples are questions, in
 * the order of the files' names and of their records; questions of one image stay together. What is of restricted access names images
 * that have to be got elsewhere. Others publish it in parts for VLMEvalKit, and Med-R1 (Lai et al. 2025) in splits of its own.
 */
import { baseName } from './listing.ts';
import { labelsFromNames } from './labels.ts';
import { findMedR1 } from './omnimedvqa-med-r1.ts';
import { answerTargets } from './published/answers.ts';
import { choiceColumns, choiceTables, readChoiceTables } from './published/choice-tables.ts';
import type { Files } from './published/files.ts';
import { imagesBy } from './published/images.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { ChoiceValues, letterOf, optionsOf, optionsText } from './published/options.ts';
import {
  publishedReader,
  type Findings,
  type ReadingJob,
  type Signature,
} from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const partName = /^(?:omnimed\w*_)?part_\d+(?:_local)?\.tsv$/;
const columns = ['question', 'gt_answer', 'image_path'];
const optional = ['question_id', 'question_type', 'dataset', 'modality_type', 'modality'];
const options = ['option_A', 'option_B', 'option_C', 'option_D'];
const optionOf = (letter: string) => `option_${letter}`;

export const omniMedVqa = publishedReader({
  name: 'omnimedvqa',
  title: 'OmniMedVQA',
  licence: 'of each of the datasets that it is made from',
  sharing: 'caution',
  async find(files) {
    const paths = questionFiles(files);
    const [first] = await files.tablesAt(paths.slice(0, 1), columns);
    if (first === undefined) return (await findParts(files)) ?? (await findMedR1(files));
    return { file: first.path, columns, read: (job) => read(paths, files, job) };
  },
});

function questionFiles(files: Files): string[] {
  const found = files.named(/\.json$/).filter((path) => /(?:^|\/)QA_information\//.test(path));
  return found.sort((a, b) => (baseName(a) < baseName(b) ? -1 : 1));
}

/** VLMEvalKit names what it fetched `omnimedbench_part_1.tsv`; as published, only a folder or an image can tell what part 1 is of. */
async function findParts(files: Files): Promise<Signature | null> {
  if (files.named(partName).length === 0) return null;
  const isNamed = [files.source.name, ...files.listing.files].some((path) => /omni-?_?med/i.test(path));
  const tables = isNamed ? await choiceTables(files, partName) : [];
  const [first] = tables;
  if (first === undefined) return null;
  return { file: first.path, columns: choiceColumns, read: (job) => readParts(tables, job) };
}

async function readParts(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const { path } = tables[0]!;
  const targets = { 'question type': 'question_type', modality: 'modality_type' };
  const { samples, option, answers, splits, named } = await readChoiceTables(tables, targets, job);
  return {
    samples,
    labels: [
      option.toColumn('option', path),
      ...answerTargets(answers, splits, job, path),
      ...named.toLabels(path),
    ],
  };
}

/** From `Images/` on, which the records begin with. */
const keyOf = (path: string) => /(?:^|\/)(Images\/.*)$/.exec(path)?.[1] ?? path;

/** `CT(Computed Tomography)`, `OCT (Optical Coherence Tomography` and the like. */
const modalityOf = (name: string) => name.replace(/\s*\(.*$/, '');

async function read(paths: readonly string[], files: Files, job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, keyOf);
  const samples = new SampleRows(images);
  const answers: string[] = [];
  const named = {
    'question type': [] as (string | null)[],
    modality: [] as (string | null)[],
  };
  const option = new ChoiceValues();
  const unmatched = { rows: 0, example: '' };
  const tables = await files.tablesAt(paths, columns, job.note.bind(job));
  for (const table of tables) {
    const wanted = [...columns, ...optional, ...options];
    const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
      const file = kept(cell('image_path'));
      const path = images.get(keyOf(file));
      const choices = optionsOf(cell, optionOf);
      const facts = {
        study: file,
        text: { question: kept(cell('question')), options: kept(optionsText(choices)) },
        covariates: { source: kept(cell('dataset')) || null },
        ...(path !== undefined && { image: { kind: 'file', path } as const }),
      };
      if (samples.add(null, { table: table.path, row, file }, facts) === null) return;
      const answer = kept(cell('gt_answer'));
      const letter = letterOf(answer, choices);
      if (letter === null && unmatched.rows++ === 0) unmatched.example = answer;
      answers.push(answer);
      option.add(letter, choices);
      named['question type'].push(kept(cell('question_type')) || null);
      // One record of Chest CT Scan has the other name.
      named.modality.push(modalityOf(kept(cell('modality_type') || cell('modality'))) || null);
    });
    job.note(problem);
  }
  if (unmatched.rows > 0) job.say({ kind: 'answers-unmatched', holds: false, parameters: unmatched });
  const splits = answers.map(() => null);
  return {
    samples,
    labels: [
      option.toColumn('option', tableOf(tables)),
      ...answerTargets(answers, splits, job, tables[0]!.path),
      ...Object.entries(named).map(([name, names]) =>
        labelsFromNames(name, names, false, tableOf(tables)),
      ),
    ],
  };
}

const tableOf = (tables: readonly NamedTable[]) => tables[0]!.path;
