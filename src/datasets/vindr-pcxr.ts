/**
 * VinDr-PCXR (Pham et al. 2022), chest X-rays of children. Its tables lie at the root and have spellings of their own. One radiologist
 * read each image. Samples come in the order of the tables.
 */
import type { Split } from '../domain/index.ts';
import { folderOf } from './listing.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { LabelValues, multiLabel, oneOf, yesOrNo } from './published/label-values.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { addBoxes, noFinding, vindrBoxes } from './published/vindr.ts';

/** Spelt as in the files. */
const diseases = [
  noFinding,
  'Bronchitis',
  'Brocho-pneumonia',
  'Other disease',
  'Bronchiolitis',
  'Situs inversus',
  'Pneumonia',
  'Pleuro-pneumonia',
  'Diagphramatic hernia',
  'Tuberculosis',
  'Congenital emphysema',
  'CPAM',
  'Hyaline membrane disease',
  'Mediastinal tumor',
  'Lung tumor',
];
const columns = ['image_id', 'Brocho-pneumonia'];

export const vindrPcxr = publishedReader({
  name: 'vindr-pcxr',
  title: 'VinDr-PCXR',
  licence: 'PhysioNet Restricted Health Data License 1.5.0',
  sharing: 'forbidden',
  hasHeaders: true,
  parts: [
    {
      table: 'image_labels_train.csv',
      called: 'image_labels_train.csv',
      columns: columns,
      beside: 'image_labels_test.csv',
    },
    {
      table: 'image_labels_test.csv',
      called: 'image_labels_test.csv',
      columns: columns,
      beside: 'image_labels_train.csv',
    },
  ],
  async find(files) {
    const tables: { table: NamedTable; split: Split }[] = [];
    for (const split of ['train', 'test'] as const) {
      const table = await files.table(`image_labels_${split}.csv`, columns);
      if (table !== null) tables.push({ table, split });
    }
    const [first] = tables;
    return first === undefined
      ? null
      : { file: first.table.path, columns, read: (job) => read(files, tables, job) };
  },
});

async function read(
  files: Files,
  tables: readonly { table: NamedTable; split: Split }[],
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const values = new LabelValues(diseases.length);
  const any = new LabelValues(1);
  for (const { table, split } of tables) {
    const names = diseases.map((name) => table.nameOf(name));
    const problem = await table.eachRow(['image_id', ...names], job.signal, (cell, row) => {
      const file = cell('image_id');
      const key = stemKey(file);
      if (samples.at(key) !== undefined) return;
      if (samples.add(key, { table: table.path, row, file }, { split }) === null) return;
      const said = names.map((name) => yesOrNo(cell(name)));
      values.add(said);
      any.add([said[0] === 1 ? 0 : 1]);
    });
    job.note(problem);
    const boxes = await job.tableBeside(folderOf(table.path), `annotations_${split}.csv`, ['x_min']);
    if (boxes === null) job.isAbsent(`annotations_${split}.csv`, 'boxes');
    else await addBoxes(boxes, vindrBoxes, samples, job);
  }
  const path = tables[0]!.table.path;
  return {
    samples,
    labels: [
      values.toColumn(multiLabel('diseases', diseases), path),
      any.toColumn(oneOf('any finding', [noFinding, 'Finding']), path),
    ],
  };
}
