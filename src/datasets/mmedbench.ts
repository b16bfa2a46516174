/**
 * MMedBench (Qiu et al., Nature Communications 2024): multiple choice in six languages, text only. Samples come by split and in the order
 * of the files' names and lines. The rationale is kept apart: it gives the answer away.
 */
import { splits } from '../domain/index.ts';
import { baseName, folderOf, stemOf } from './listing.ts';
import { labelsFromNames } from './labels.ts';
import { LabelValues, multiLabel } from './published/label-values.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { ChoiceValues, optionLetters, optionsOf, optionsText } from './published/options.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { splitOfFolder } from './split-words.ts';

const columns = ['question', 'answer_idx', 'options.A'];
const optionOf = (letter: string) => `options.${letter}`;
const languages = /^(?:english|chinese|japanese|french|russian|spanish)\.jsonl$/;

export const mmedBench = publishedReader({
  name: 'mmedbench',
  title: 'MMedBench',
  licence: 'CC BY-NC 4.0',
  sharing: 'caution',
  async find(files) {
    const tables = await files.tablesAt(files.named(languages).sort(), columns);
    const [first] = tables;
    if (first === undefined) return null;
    return { file: first.path, columns, read: (job) => read(tables, job) };
  },
});

const splitOf = ({ path }: NamedTable) => splitOfFolder(baseName(folderOf(path)));

async function read(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const samples = new SampleRows(new Map());
  const option = new ChoiceValues();
  const language: string[] = [];
  const options = new LabelValues(optionLetters.length);
  const wanted = ['question', 'answer_idx', 'human_checked', ...optionLetters.map(optionOf)];
  for (const split of [...splits, null]) {
    for (const table of tables.filter((one) => splitOf(one) === split)) {
      const name = stemOf(baseName(table.path));
      const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
        const choices = optionsOf(cell, optionOf);
        const facts = {
          split,
          text: { question: kept(cell('question')), options: kept(optionsText(choices)) },
          covariates: { checked: kept(cell('human_checked')) || null },
        };
        const place = { table: table.path, row, file: table.path };
        if (samples.add(null, place, facts) === null) return;
        // French and Japanese questions may have several answers: `A,C`, or a list of them.
        const letters = cell('answer_idx').split(/[,;\s]+/);
        const isOne = letters.length === 1 && letters[0] !== '';
        option.add(isOne ? letters[0]! : null, choices);
        language.push(name);
        options.add(optionLetters.map((letter) => (letters.includes(letter) ? 1 : 0)));
      });
      job.note(problem);
    }
  }
  const { path } = tables[0]!;
  return {
    samples,
    labels: [
      option.toColumn('option', path),
      options.toColumn(multiLabel('options', optionLetters), path),
      labelsFromNames('language', language, false, path),
    ],
  };
}
