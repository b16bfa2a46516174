/**
 * What `python -m medmnist save` writes: a folder of images with a table beside it that has no headings (`TRAIN,train0_0.png,0`), and is
 * only ever added to, so that every row is there twice after a second run. Samples come in the order of the rows; of volumes the middle
 * slice is taken. The Parquet of others is read here too.
 */
import { splits, type ImageReference, type LabelColumn, type Split } from '../domain/index.ts';
import { checkLabels } from './labels.ts';
import { baseName, folderOf, stemOf } from './listing.ts';
import { isOfVolumes, medmnistOfName } from './medmnist-catalogue.ts';
import { splitEvidence, type MedmnistDataset } from './medmnist-dataset.ts';
import { findParquet } from './medmnist-parquet.ts';
import { imagesBy } from './published/images.ts';
import { eachLine, firstLine } from './published/lines.ts';
import { kept } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const splitOf: Readonly<Record<string, Split>> = { TRAIN: 'train', VALIDATION: 'val', TEST: 'test' };

export const medmnistFolder = publishedReader({
  name: 'medmnist-folder',
  title: 'MedMNIST',
  licence: 'CC BY 4.0; DermaMNIST CC BY-NC 4.0',
  sharing: 'caution',
  async find(files) {
    for (const path of files.named(/mnist.*\.csv$/)) {
      const dataset = medmnistOfName(`${stemOf(baseName(path))}.npz`);
      if (dataset === null) continue;
      const [split = ''] = (await firstLine(files.source, path)).split(',', 1);
      if (!(split in splitOf)) continue;
      const title = `${dataset.title} (saved as a folder)`;
      return { file: path, columns: [], title, read: (job) => read(path, dataset, job) };
    }
    return findParquet(files);
  },
});

async function read(path: string, dataset: MedmnistDataset, job: ReadingJob): Promise<Findings> {
  const folder = stemOf(path);
  const own = job.images.filter((image) => folderOf(image) === folder);
  const images = imagesBy(own.length > 0 ? own : job.images, baseName);
  const samples = new SampleRows(images);
  // Volumes are saved as animated GIF with a slice a frame, as many as the slices have pixels across.
  const middle = Number(/_(64)$/.exec(folder)?.[1] ?? 28) / 2;
  const imageOf = (file: string): ImageReference | null => {
    const found = isOfVolumes(dataset) ? images.get(file) : undefined;
    return found === undefined ? null : { kind: 'file', path: found, frame: middle };
  };
  const values: number[] = [];
  const isMultiLabel = dataset.kind === 'multi-label';
  const width = isMultiLabel ? dataset.classes.length : 1;
  const counts = { train: 0, val: 0, test: 0 };
  const problem = await eachLine(job.files.source, path, job.signal, (line, row) => {
    const [word = '', file = '', ...labels] = line.split(',');
    const split = splitOf[word];
    // What was saved twice is there twice.
    if (split === undefined || samples.at(file) !== undefined) return;
    counts[split]++;
    const place = { table: path, row, file: kept(file) };
    const image = imageOf(kept(file));
    if (samples.add(kept(file), place, { split, ...(image && { image }) }) === null) return;
    for (let k = 0; k < width; k++)
      values.push(classIn(labels[k], isMultiLabel ? 2 : dataset.classes.length));
  });
  job.note(problem);
  const [train, val, test] = splits.map((split) => counts[split]) as [number, number, number];
  for (const evidence of splitEvidence([train, val, test], dataset)) job.say(evidence);
  const { kind, classes, mayFlip } = dataset;
  const target = { name: 'label', kind, classes, mayFlip } as const;
  const column: LabelColumn = { target, width, values: Int32Array.from(values) };
  return { samples, labels: [checkLabels(column, path)] };
}

/** Missing where it is no label of this dataset. */
function classIn(cell: string | undefined, classes: number): number {
  const value = /^\d+$/.test(cell?.trim() ?? '') ? Number(cell) : -1;
  return value < classes ? value : -1;
}
