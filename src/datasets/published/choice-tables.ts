/**
 * Multiple choice in tables as VLMEvalKit has it: a question a row, options in columns `A`, `B` ..., an `answer` that is a letter, and the
 * image in its cell or, where the kit has written a table out as `…_local.tsv`, in a file. Questions of one image stay together.
 * https://github.com/open-compass/VLMEvalKit/blob/main/docs/en/Development.md
 */
import type { ImageReference, Split } from '../../domain/index.ts';
import { imagesIn } from '../../formats/index.ts';
import { baseName } from '../listing.ts';
import { cellImages } from './cell-images.ts';
import type { Files } from './files.ts';
import { byPathEnd, imagesBy } from './images.ts';
import { NameColumns } from './name-columns.ts';
import { kept, type Cell, type NamedTable } from './named-table.ts';
import { ChoiceValues, letterOfAnswer, optionLetters, optionsOf, optionsText } from './options.ts';
import type { ReadingJob } from './published.ts';
import { SampleRows } from './sample-rows.ts';

/** What such a table has at least, besides its images. */
export const choiceColumns = ['question', 'A', 'B'];

export interface ChoiceRows {
  readonly samples: SampleRows;
  readonly option: ChoiceValues;
  /** The text of the right option by sample, '' where it is not known. */
  readonly answers: readonly string[];
  readonly splits: readonly (Split | null)[];
  readonly named: NameColumns;
}

/** Those of some tables that hold images or name them; of a table and what the kit made of it, the table. */
export async function choiceTables(
  files: Files,
  name: RegExp,
  columns: readonly string[] = choiceColumns,
): Promise<NamedTable[]> {
  const paths = files.named(name);
  const names = new Set(paths.map((path) => baseName(path)));
  const own = paths.filter((path) => !isCopyOf(baseName(path), names)).slice(0, mostTables);
  const tables = await files.tablesAt(own, columns);
  return tables
    .filter((table) => table.imageColumn('image') !== null || table.has('image_path'))
    .sort((a, b) => baseName(a.path).localeCompare(baseName(b.path), 'en', { numeric: true }));
}

/** More than any benchmark is cut into. */
const mostTables = 64;

function isCopyOf(name: string, names: ReadonlySet<string>): boolean {
  const of = name.replace(/_local(?=\.tsv)/i, '');
  return of !== name && names.has(of);
}

/**
 * Reads tables in their order.
 * @param targets columns of one class name a row, by the targets that they become
 */
export async function readChoiceTables(
  tables: readonly NamedTable[],
  targets: Readonly<Record<string, string>>,
  job: ReadingJob,
  splitOf: (table: NamedTable, cell: Cell) => Split | null = () => null,
): Promise<ChoiceRows> {
  const imageOf = byPathEnd(job.images);
  const hasCells = tables.some((table) => table.imageColumn('image') !== null);
  const samples = new SampleRows(hasCells ? new Map() : imagesBy(job.images, (path) => path));
  const option = new ChoiceValues();
  const answers: string[] = [];
  const splits: (Split | null)[] = [];
  const named = new NameColumns(Object.keys(targets));
  const inCell = { samples: 0, example: '' };
  const further = { samples: 0, example: '' };
  const texts = ['question', 'hint', ...optionLetters, 'answer'];
  const wanted = [...texts, 'image_path', 'split', ...Object.values(targets)];
  const cellsOf = await cellImages(tables, 'image', job.signal, job.note.bind(job));
  for (const table of tables) {
    const column = table.imageColumn('image');
    const cells = cellsOf.get(table) ?? [];
    const problem = await table.eachRow(wanted, job.signal, (cell, row, index) => {
      const [file = '', ...others] = imagesIn(cell('image_path')).map(kept);
      const path = imageOf(file);
      const held = cells[index];
      const choices = optionsOf(cell, (letter) => letter);
      const split = splitOf(table, cell);
      let image: ImageReference | null = null;
      if (column !== null && held !== undefined)
        image = { kind: 'cell', path: table.path, column, row: held.row };
      else if (path !== undefined) {
        const rest = others.map((other) => imageOf(other) ?? other);
        image = { kind: 'file', path, ...(rest.length > 0 && { further: rest }) };
        if (rest.length > 0 && further.samples++ === 0) further.example = kept(cell('image_path'));
      }
      const facts = {
        study: held?.group ?? file,
        split,
        text: {
          question: kept(cell('question')),
          hint: kept(cell('hint')),
          options: kept(optionsText(choices)),
        },
        ...(image !== null && { image }),
      };
      const place = { table: table.path, row, file: file || table.path };
      if (samples.add(null, place, facts) === null) return;
      if (held?.isList === true && inCell.samples++ === 0) inCell.example = `${table.path}, ${row}`;
      const letter = letterOfAnswer(cell('answer'), choices);
      option.add(letter, choices);
      answers.push(kept(choices.find(([one]) => one === letter)?.[1] ?? ''));
      splits.push(split);
      named.add(Object.fromEntries(Object.entries(targets).map(([name, one]) => [name, cell(one)])));
    });
    job.note(problem);
  }
  if (inCell.samples > 0) job.say({ kind: 'several-in-cell', holds: false, parameters: inCell });
  if (further.samples > 0) job.say({ kind: 'further-images', holds: false, parameters: further });
  return { samples, option, answers, splits, named };
}
