/**
 * object-CXR (JF Healthcare, MIDL 2020): chest X-rays with foreign objects that were outlined by rectangles, ellipses and polygons.
 * Samples come in the order of the tables: train, dev, test.
 */
import type { Box, Split } from '../domain/index.ts';
import { folderOf } from './listing.ts';
import { aroundShape } from './published/boxes.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { LabelValues, oneOf } from './published/label-values.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

/** The training tables call it one way, the readme and the test table the other. */
const imageColumns = ['image_name', 'image_path'] as const;
const annotation = 'annotation';
const object = 'foreign object';
const shapes: Readonly<Record<string, Box['shape']>> = {
  '0': 'rectangle',
  '1': 'ellipse',
  '2': 'polygon',
};
const tablesBySplit = [
  ['train.csv', 'train'],
  ['dev.csv', 'val'],
  ['test.csv', 'test'],
] as const;

export const objectCxr = publishedReader({
  name: 'object-cxr',
  title: 'object-CXR',
  licence: 'CC BY-NC 4.0',
  sharing: 'caution',
  parts: [
    { table: 'train.csv', called: 'train.csv', columns: [annotation], beside: 'dev.csv' },
    { table: 'dev.csv', called: 'dev.csv', columns: [annotation], beside: 'train.csv' },
  ],
  async find(files) {
    const columns = imageColumns.map((column) => [column, annotation]);
    let first: NamedTable | null = null;
    for (const [name] of tablesBySplit)
      for (const wanted of columns) first ??= await files.table(name, wanted);
    if (first === null) return null;
    const tables: { table: NamedTable; split: Split }[] = [];
    for (const [name, split] of tablesBySplit) {
      const table = await files.tableBeside(folderOf(first.path), name, [annotation]);
      if (table !== null) tables.push({ table, split });
    }
    const found = [first.nameOf(...imageColumns), annotation];
    return { file: first.path, columns: found, read: (job) => read(tables, job) };
  },
});

async function read(
  tables: readonly { table: NamedTable; split: Split }[],
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const values = new LabelValues(1);
  let left = 0;
  let example = '';
  for (const { table, split } of tables) {
    const image = table.nameOf(...imageColumns);
    const problem = await table.eachRow([image, annotation], job.signal, (cell, row) => {
      const file = cell(image);
      const key = stemKey(file);
      if (samples.at(key) !== undefined) return;
      const sample = samples.add(key, { table: table.path, row, file }, { split });
      if (sample === null) return;
      const outlines = cell(annotation)
        .split(';')
        .filter((one) => one.trim() !== '');
      values.add([outlines.length > 0 ? 1 : 0]);
      for (const outline of outlines) {
        const [kind = '', ...points] = outline.trim().split(/\s+/);
        const shape = shapes[kind];
        const box = shape && aroundShape(shape, points.map(Number), object);
        if (box) samples.boxes.push({ sample, ...box });
        else if (left++ === 0) example = `${file}: ${outline}`;
      }
    });
    job.note(problem);
  }
  if (left > 0) job.say({ kind: 'boxes-left-out', holds: false, parameters: { boxes: left, example } });
  const target = oneOf(object, ['none', object]);
  return { samples, labels: [values.toColumn(target, tables[0]!.table.path)] };
}
