/**
 * VinDr-SpineXR (Nguyen et al., MICCAI 2021): spine X-rays with boxes around lesions. Labels of an image are what its rows name; images
 * of one study stay together, patients are not known. Samples come in the order of the tables.
 */
import type { Split } from '../domain/index.ts';
import { folderOf } from './listing.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { multiLabel, oneOf, ReadingValues } from './published/label-values.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { addBoxes, noFinding, type BoxColumns } from './published/vindr.ts';

const columns = ['study_id', 'image_id', 'lesion_type', 'xmin'];
const boxColumns: BoxColumns = {
  image: 'image_id',
  className: 'lesion_type',
  reader: 'rad_id',
  corners: ['xmin', 'ymin', 'xmax', 'ymax'],
};
/** Spelt as in the files. */
const lesions = [
  'Osteophytes',
  'Disc space narrowing',
  'Surgical implant',
  'Foraminal stenosis',
  'Spondylolysthesis',
  'Vertebral collapse',
  'Other lesions',
];

export const vindrSpinexr = publishedReader({
  name: 'vindr-spinexr',
  title: 'VinDr-SpineXR',
  licence: 'PhysioNet Restricted Health Data License 1.5.0',
  sharing: 'forbidden',
  hasHeaders: true,
  parts: [
    { table: 'train.csv', called: 'train.csv', columns: columns, beside: 'test.csv' },
    { table: 'test.csv', called: 'test.csv', columns: columns, beside: 'train.csv' },
  ],
  async find(files) {
    const tables: { table: NamedTable; split: Split }[] = [];
    const first = (await files.table('train.csv', columns)) ?? (await files.table('test.csv', columns));
    if (first === null) return null;
    for (const split of ['train', 'test'] as const) {
      const table = await files.tableBeside(folderOf(first.path), `${split}.csv`, columns);
      if (table !== null) tables.push({ table, split });
    }
    return { file: first.path, columns, read: (job) => read(tables, job) };
  },
});

async function read(
  tables: readonly { table: NamedTable; split: Split }[],
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const said = new ReadingValues(lesions.length);
  const any = new ReadingValues(1);
  for (const { table, split } of tables) {
    const problem = await table.eachRow(['image_id', 'study_id'], job.signal, (cell, row) => {
      const file = cell('image_id');
      const study = kept(cell('study_id'));
      samples.add(stemKey(file), { table: table.path, row, file }, { study, split });
    });
    job.note(problem);
    await addBoxes(table, boxColumns, samples, job, (sample, lesion, reader) => {
      const labels = said.of(sample, reader);
      const index = lesions.indexOf(lesion);
      if (index >= 0) labels[index] = 1;
      if (lesion !== noFinding) any.of(sample, reader)[0] = 1;
      else any.of(sample, reader);
    });
  }
  const path = tables[0]!.table.path;
  return {
    samples,
    labels: [
      any.toColumn(oneOf('abnormal', [noFinding, 'Abnormal']), samples.length, path),
      said.toColumn(multiLabel('lesions', lesions), samples.length, path),
    ],
  };
}
