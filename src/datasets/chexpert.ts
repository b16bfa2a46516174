/**
 * CheXpert (Irvin et al., AAAI 2019): full size, `-small`, in the download's batches, and the test set that came with CheXlocalize. A
 * sample is a view; labels are of the study and stand beside each of its views. Samples come in the order of the tables: train,
 * valid, test.
 */
import type { Split } from '../domain/index.ts';
import type { CheckedLabels } from './labels.ts';
import {
  chexpertFindings,
  competitionFindings,
  findingColumns,
  readFindings,
} from './published/chexpert-labels.ts';
import type { Files } from './published/files.ts';
import { imagesBy, lastPartsKey } from './published/images.ts';
import { LabelValues, mentionOf, multiLabel } from './published/label-values.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { folderOf } from './listing.ts';

/** Columns that no other dataset has together; the test set has none but the labels. */
const columns = ['Sex', 'Age', 'Frontal/Lateral', 'AP/PA', 'Support Devices'];
const testColumns = ['Path', 'Enlarged Cardiomediastinum', 'Support Devices'];

/** Labels of the same images by later labellers (Smit et al. 2020, Jain et al. 2021). */
const relabelled = { CheXbert: 'train_chexbert.csv', VisualCheXbert: 'train_visualchexbert.csv' };

export const chexpert = publishedReader({
  name: 'chexpert',
  title: 'CheXpert',
  licence: 'Stanford University Dataset Research Use Agreement',
  sharing: 'forbidden',
  parts: [{ table: 'train.csv', called: 'train.csv', columns: columns, beside: 'valid.csv' }],
  async find(files) {
    const found: { table: NamedTable; split: Split }[] = [];
    const first = (await files.table('train.csv', columns)) ?? (await files.table('valid.csv', columns));
    if (first !== null) {
      for (const [name, split] of [['train.csv', 'train'] as const, ['valid.csv', 'val'] as const]) {
        const table = await files.tableBeside(folderOf(first.path), name, columns);
        if (table !== null) found.push({ table, split });
      }
    }
    for (const [name, split] of [
      ['test_labels.csv', 'test'],
      ['val_labels.csv', 'val'],
    ] as const) {
      const table = await files.table(name, testColumns);
      // Who has "Sex" in it is somebody else's table of that name.
      if (table !== null && !table.has('Sex')) found.push({ table, split });
    }
    const [one] = found;
    if (one === undefined) return null;
    return {
      file: one.table.path,
      columns: one.table.has('Sex') ? ['Path', ...columns] : testColumns,
      read: (job) => read(files, found, job),
    };
  },
});

async function read(
  files: Files,
  tables: readonly { table: NamedTable; split: Split }[],
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, keyOf));
  const values = new LabelValues(chexpertFindings.length);
  const keys: string[] = [];
  for (const { table, split } of tables) {
    const path = table.nameOf('Path');
    const findings = findingColumns(table);
    const wanted = [path, 'Sex', 'Age', 'Frontal/Lateral', 'AP/PA', ...findings];
    const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
      const file = cell(path);
      const key = keyOf(file);
      if (samples.at(key) !== undefined) return;
      const [patient = '', study = ''] = key.split('/');
      const sample = samples.add(
        key,
        { table: table.path, row, file },
        {
          patient,
          study: `${patient}/${study}`,
          split,
          covariates: {
            // 0 stands for an age that is not known.
            age: Number(cell('Age')) || null,
            sex: sexOf(cell('Sex')),
            view: cell('AP/PA') || null,
            plane: cell('Frontal/Lateral').toLowerCase() || null,
          },
        },
      );
      if (sample === null) return;
      keys.push(key);
      values.add(findings.map((column) => mentionOf(cell(column))));
    });
    job.note(problem);
  }
  const main = tables[0]!.table.path;
  const labels = values.toColumn(multiLabel('findings', chexpertFindings), main);
  return {
    samples,
    labels: [labels, competition(labels, main), ...(await otherLabellers(files, keys, job))],
  };
}

/** `patient00001/study1/view1_frontal`: folders above differ between the releases, the batches and the tables. */
function keyOf(path: string): string {
  return lastPartsKey(path, 3);
}

function sexOf(cell: string): string | null {
  return cell === 'Female' ? 'F' : cell === 'Male' ? 'M' : null;
}

/** The competition's five out of the 14. */
function competition({ column }: CheckedLabels, table: string): CheckedLabels {
  const chosen = competitionFindings.map((finding) => chexpertFindings.indexOf(finding));
  const values = new LabelValues(chosen.length);
  for (let at = 0; at < column.values.length; at += column.width)
    values.add(chosen.map((index) => column.values[at + index]!));
  return values.toColumn(multiLabel('competition', competitionFindings), table);
}

async function otherLabellers(
  files: Files,
  keys: readonly string[],
  job: ReadingJob,
): Promise<CheckedLabels[]> {
  const found: CheckedLabels[] = [];
  for (const [name, file] of Object.entries(relabelled)) {
    const table = await job.table(file, testColumns);
    if (table === null) continue;
    const note = job.note.bind(job);
    const findings = await readFindings(table, 'Path', job.signal, note, keyOf);
    const values = new LabelValues(chexpertFindings.length);
    for (const key of keys) values.add(findings.of(key));
    found.push(values.toColumn(multiLabel(name, chexpertFindings), table.path));
  }
  return found;
}
