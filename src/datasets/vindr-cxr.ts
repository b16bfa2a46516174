/**
 * VinDr-CXR (Nguyen et al., Scientific Data 2022) as PhysioNet has it, and the training part of it that was Kaggle's VinBigData
 * challenge. Three radiologists read each training image, in rows of their own; the test set has what five agreed on. Samples come in the
 * order of the tables.
 */
import type { Split } from '../domain/index.ts';
import { folderOf } from './listing.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { multiLabel, oneOf, ReadingValues, yesOrNo } from './published/label-values.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { addBoxes, noFinding, vindrBoxes } from './published/vindr.ts';

const findings = [
  'Aortic enlargement',
  'Atelectasis',
  'Calcification',
  'Cardiomegaly',
  'Clavicle fracture',
  'Consolidation',
  'Edema',
  'Emphysema',
  'Enlarged PA',
  'ILD',
  'Infiltration',
  'Lung Opacity',
  'Lung cavity',
  'Lung cyst',
  'Mediastinal shift',
  'Nodule/Mass',
  'Pleural effusion',
  'Pleural thickening',
  'Pneumothorax',
  'Pulmonary fibrosis',
  'Rib fracture',
  'Other lesion',
  'COPD',
  'Lung tumor',
  'Pneumonia',
  'Tuberculosis',
  'Other diseases',
  noFinding,
];
/** Train and test spell it differently. */
const otherNames: Readonly<Record<string, string>> = { 'Other diseases': 'Other disease' };
const kaggleFindings = [
  'Aortic enlargement',
  'Atelectasis',
  'Calcification',
  'Cardiomegaly',
  'Consolidation',
  'ILD',
  'Infiltration',
  'Lung Opacity',
  'Nodule/Mass',
  'Other lesion',
  'Pleural effusion',
  'Pleural thickening',
  'Pneumothorax',
  'Pulmonary fibrosis',
  noFinding,
];
const kaggleColumns = ['image_id', 'class_name', 'class_id', 'rad_id', 'x_min'];
const mark = 'Aortic enlargement';

export const vindrCxr = publishedReader({
  name: 'vindr-cxr',
  title: 'VinDr-CXR',
  licence: 'PhysioNet Credentialed Health Data License 1.5.0',
  sharing: 'forbidden',
  // Age, sex and the size that boxes are cut off at.
  hasHeaders: true,
  parts: [
    {
      table: 'image_labels_train.csv',
      called: 'image_labels_train.csv',
      columns: ['image_id', mark],
      beside: 'image_labels_test.csv',
    },
    {
      table: 'image_labels_test.csv',
      called: 'image_labels_test.csv',
      columns: ['image_id', mark],
      beside: 'image_labels_train.csv',
    },
  ],
  async find(files) {
    const tables: { table: NamedTable; split: Split }[] = [];
    for (const split of ['train', 'test'] as const) {
      const table = await files.table(`image_labels_${split}.csv`, ['image_id', mark]);
      if (table !== null) tables.push({ table, split });
    }
    const [first] = tables;
    if (first !== undefined)
      return {
        file: first.table.path,
        columns: ['image_id', mark],
        read: (job) => readPhysionet(files, tables, job),
      };
    const table = await files.table('train.csv', kaggleColumns);
    if (table === null) return null;
    const title = 'VinBigData Chest X-ray Abnormalities (Kaggle, from VinDr-CXR)';
    const overlaps = 'VinDr-CXR';
    return {
      file: table.path,
      columns: kaggleColumns,
      title,
      overlaps,
      read: (job) => readKaggle(table, job),
    };
  },
});

async function readPhysionet(
  files: Files,
  tables: readonly { table: NamedTable; split: Split }[],
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const said = new ReadingValues(findings.length);
  const any = new ReadingValues(1);
  for (const { table, split } of tables) {
    const columns = findings.map((name) => table.nameOf(name, otherNames[name] ?? name));
    const problem = await table.eachRow(['image_id', 'rad_id', ...columns], job.signal, (cell, row) => {
      const file = cell('image_id');
      const sample = samples.add(stemKey(file), { table: table.path, row, file }, { split });
      if (sample === null) return;
      const values = columns.map((column) => yesOrNo(cell(column)));
      said.of(sample, cell('rad_id')).set(values);
      any.of(sample, cell('rad_id')).set([values.at(-1) === 1 ? 0 : 1]);
    });
    job.note(problem);
    const boxes = await job.tableBeside(folderOf(table.path), `annotations_${split}.csv`, ['x_min']);
    if (boxes === null) job.isAbsent(`annotations_${split}.csv`, 'boxes');
    else await addBoxes(boxes, vindrBoxes, samples, job);
  }
  return finish(samples, said, any, findings, tables[0]!.table.path, job);
}

/** A reading has a row for each of its boxes, or one that says there is nothing. */
async function readKaggle(table: NamedTable, job: ReadingJob): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const said = new ReadingValues(kaggleFindings.length);
  const any = new ReadingValues(1);
  const problem = await table.eachRow(['image_id'], job.signal, (cell, row) => {
    const file = cell('image_id');
    // The test images have no labels.
    samples.add(stemKey(file), { table: table.path, row, file }, { split: 'train' });
  });
  job.note(problem);
  await addBoxes(table, vindrBoxes, samples, job, (sample, className, reader) => {
    const index = kaggleFindings.indexOf(className);
    if (index < 0) return;
    said.of(sample, reader)[index] = 1;
    any.of(sample, reader)[0] = className === noFinding ? 0 : 1;
  });
  return finish(samples, said, any, kaggleFindings, table.path, job);
}

function finish(
  samples: SampleRows,
  said: ReadingValues,
  any: ReadingValues,
  classes: readonly string[],
  table: string,
  job: ReadingJob,
): Findings {
  if (said.readers > 1)
    job.say({
      kind: 'several-readers',
      holds: true,
      parameters: { readers: said.readers, samples: samples.length },
    });
  return {
    samples,
    labels: [
      said.toColumn(multiLabel('findings', classes), samples.length, table),
      any.toColumn(oneOf('any finding', [noFinding, 'Finding']), samples.length, table),
    ],
  };
}
