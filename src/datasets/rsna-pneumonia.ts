/**
 * RSNA Pneumonia Detection Challenge 2018, stage 2. Tables have a row for each box, so that patients with two boxes stand in both of
 * them twice; a sample is an image all the same. Samples come in the order of the first rows.
 */
import { fromSize } from './published/boxes.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { LabelValues, oneOf, yesOrNo } from './published/label-values.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const columns = ['patientId', 'x', 'y', 'width', 'height', 'Target'];
const opacity = 'Lung Opacity';
const classes = ['Normal', 'No Lung Opacity / Not Normal', opacity];
const boxSpace = [1024, 1024] as const;

export const rsnaPneumonia = publishedReader({
  name: 'rsna-pneumonia',
  title: 'RSNA Pneumonia Detection 2018',
  licence: 'Kaggle competition rules (images from NIH ChestX-ray14)',
  sharing: 'ask',
  overlaps: 'NIH ChestX-ray14',
  // View, age and sex are nowhere else.
  hasHeaders: true,
  hint: {
    beside: 'stage_2_detailed_class_info.csv',
    part: { table: 'stage_2_train_labels.csv', called: 'stage_2_train_labels.csv', columns: columns },
  },
  async find(files) {
    const table = await files.table(/^stage_?[12]_train_(?:labels|metadata)\.csv$/, columns);
    return table && { file: table.path, columns, read: (job) => read(table, files, job) };
  },
});

async function read(table: NamedTable, files: Files, job: ReadingJob): Promise<Findings> {
  // The challenge's id is the image's; which images are of one patient only the NIH's table knows.
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const classOf = await readClasses(files, job);
  const isPositive = new LabelValues(1);
  const three = new LabelValues(1);
  const problem = await table.eachRow(columns, job.signal, (cell, row) => {
    const key = kept(cell('patientId'));
    const isNew = samples.at(key) === undefined;
    const sample = samples.add(key, { table: table.path, row, file: key }, { boxSpace });
    if (sample === null) return;
    if (isNew) {
      isPositive.add([yesOrNo(cell('Target'))]);
      three.add([classes.indexOf(classOf.get(key) ?? '')]);
    }
    const box = fromSize([cell('x'), cell('y'), cell('width'), cell('height')], opacity, boxSpace);
    if (box !== null) samples.boxes.push({ sample, ...box });
  });
  job.note(problem);
  const binary = isPositive.toColumn(oneOf('pneumonia', ['no', 'yes']), table.path);
  const detailed = three.toColumn(oneOf('class', classes), table.path);
  return { samples, labels: classOf.size > 0 ? [binary, detailed] : [binary] };
}

async function readClasses(files: Files, job: ReadingJob): Promise<ReadonlyMap<string, string>> {
  const classOf = new Map<string, string>();
  const table = await job.table(/^stage_?[12]_detailed_class_info\.csv$/, ['patientId', 'class']);
  if (table === null) {
    job.isAbsent('stage_2_detailed_class_info.csv', 'labels');
    return classOf;
  }
  const problem = await table.eachRow(['patientId', 'class'], job.signal, (cell) =>
    classOf.set(kept(cell('patientId')), kept(cell('class'))),
  );
  job.note(problem);
  return classOf;
}
