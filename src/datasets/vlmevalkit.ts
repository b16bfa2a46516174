/**
 * Multiple choice in a table or several parts of one, as VLMEvalKit reads any benchmark, where it is none that has a reader of its own.
 * Samples come in the order of the tables' names, with numbers by their size, and of their rows.
 */
import { baseName, stemOf } from './listing.ts';
import { answerTargets } from './published/answers.ts';
import { choiceColumns, choiceTables, readChoiceTables } from './published/choice-tables.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { splitOfName, splitOfWord } from './split-words.ts';

const columns = ['index', ...choiceColumns];
const targets = {
  category: 'category',
  'l2-category': 'l2-category',
  modality: 'modality',
  task: 'task',
};

export const vlmEvalKit = publishedReader({
  name: 'vlmevalkit',
  title: 'VLMEvalKit',
  licence: null,
  sharing: null,
  async find(files) {
    const found = await choiceTables(files, /\.tsv$/, columns);
    const [first] = found;
    if (first === undefined) return null;
    const isAlike = (table: NamedTable) => String(table.columns) === String(first.columns);
    const [tables, others] = [found.filter(isAlike), found.filter((table) => !isAlike(table))];
    return { file: first.path, columns, read: (job) => read(tables, others, job) };
  },
});

/** @param others benchmarks of their own */
async function read(
  tables: readonly NamedTable[],
  others: readonly NamedTable[],
  job: ReadingJob,
): Promise<Findings> {
  const { path } = tables[0]!;
  const rows = await readChoiceTables(
    tables,
    targets,
    job,
    (table, cell) => splitOfWord(cell('split')) ?? splitOfName(stemOf(baseName(table.path))),
  );
  if (others[0] !== undefined) {
    const parameters = { files: others.length, example: others[0].path };
    job.say({ kind: 'ignored-files', holds: false, parameters });
  }
  return {
    samples: rows.samples,
    labels: [
      rows.option.toColumn('option', path),
      ...answerTargets(rows.answers, rows.splits, job, path),
      ...rows.named.toLabels(path),
    ],
  };
}
