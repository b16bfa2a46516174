/**
 * GMAI-MMBench (Chen et al., NeurIPS 2024): multiple choice in tables with base64 images, as its authors and VLMEvalKit name them, and
 * VLMEvalKit's local form with files. Samples are questions in the order of the tables; those of one image stay together. Of the test
 * part nobody outside has answers.
 */
import { choiceColumns, choiceTables, readChoiceTables } from './published/choice-tables.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';

const targets = {
  category: 'category',
  department: 'department',
  modality: 'modality',
  task: 'clinical VQA task',
  granularity: 'perceptual granularity',
};
const fileName = /^gmai[-_]?mm[-_]?bench.*\.tsv$/;

export const gmaiMmbench = publishedReader({
  name: 'gmai-mmbench',
  title: 'GMAI-MMBench',
  licence: 'its sources disagree: taken as CC BY-NC-SA 4.0',
  sharing: 'ask',
  async find(files) {
    const tables = await choiceTables(files, fileName);
    const [first] = tables;
    if (first === undefined) return null;
    return { file: first.path, columns: choiceColumns, read: (job) => read(tables, job) };
  },
});

async function read(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const { path } = tables[0]!;
  const { samples, option, named } = await readChoiceTables(tables, targets, job);
  return { samples, labels: [option.toColumn('option', path), ...named.toLabels(path)] };
}
