/**
 * GMAI-MMBench (Chen et al., NeurIPS 2024): multiple choice in tables with base64 images, as its authors and VLMEvalKit name them, and
 * VLMEvalKit's local form with files. Samples are questions in the order of the tables; those of one image stay together. Of the test
 * part nobody outside has answers.
 */
import { baseName } from './listing.ts';
import { labelsFromNames } from './labels.ts';
import { cellImages } from './published/cell-images.ts';
import { imagesBy, lastPartsKey } from './published/images.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { ChoiceValues, optionLetters, optionsOf, optionsText } from './published/options.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const columns = ['question', 'A', 'B'];
const targets = {
  category: 'category',
  department: 'department',
  modality: 'modality',
  task: 'clinical VQA task',
  granularity: 'perceptual granularity',
} as const;
const fileName = /^gmai[-_]?mm[-_]?bench.*\.tsv$/;

export const gmaiMmbench = publishedReader({
  name: 'gmai-mmbench',
  title: 'GMAI-MMBench',
  licence: 'its sources disagree: taken as CC BY-NC-SA 4.0',
  sharing: 'ask',
  async find(files) {
    const tables = await files.tablesAt(files.named(fileName), columns);
    const [first] = tables;
    if (first === undefined) return null;
    return { file: first.path, columns, read: (job) => read(tables, job) };
  },
});

async function read(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, (path) => lastPartsKey(path, 1));
  const hasCells = tables.some((table) => table.imageColumn('image') !== null);
  const samples = new SampleRows(hasCells ? new Map() : images);
  const option = new ChoiceValues();
  const several = { samples: 0, example: '' };
  const named = new Map(Object.keys(targets).map((name) => [name, [] as (string | null)[]]));
  const cellsOf = await cellImages(tables, 'image', job.signal, job.note.bind(job));
  for (const table of inOrder(tables)) {
    const column = table.imageColumn('image');
    const cells = cellsOf.get(table) ?? [];
    const wanted = ['question', ...optionLetters, 'answer', 'image_path', ...Object.values(targets)];
    const problem = await table.eachRow(wanted, job.signal, (cell, row, index) => {
      const file = kept(cell('image_path'));
      const path = images.get(lastPartsKey(file, 1));
      const held = cells[index];
      const choices = optionsOf(cell, (letter) => letter);
      const facts = {
        study: held?.group ?? file,
        text: {
          question: kept(cell('question')),
          options: kept(optionsText(choices)),
        },
        ...(column !== null && held !== undefined
          ? { image: { kind: 'cell', path: table.path, column, row: held.row } as const }
          : path !== undefined && { image: { kind: 'file', path } as const }),
      };
      const place = { table: table.path, row, file: file || table.path };
      if (samples.add(null, place, facts) === null) return;
      if (held?.isList === true && several.samples++ === 0) several.example = `${table.path}, ${row}`;
      option.add(cell('answer').trim(), choices);
      for (const [name, names] of named)
        names.push(kept(cell(targets[name as keyof typeof targets])) || null);
    });
    job.note(problem);
  }
  if (several.samples > 0) job.say({ kind: 'several-in-cell', holds: false, parameters: several });
  const { path } = tables[0]!;
  const labels = [...named].map(([name, names]) => labelsFromNames(name, names, false, path));
  return { samples, labels: [option.toColumn('option', path), ...labels] };
}

/** `TEST_part_2` comes before `TEST_part_11`. */
function inOrder(tables: readonly NamedTable[]): NamedTable[] {
  const numeric = { numeric: true } as const;
  return [...tables].sort((a, b) => baseName(a.path).localeCompare(baseName(b.path), 'en', numeric));
}
