/**
 * 2D datasets of MedMNIST as others put them on Hugging Face: shards of Parquet with images in cells and labels that are numbers, names,
 * or lists of numbers with one or, for many labels, all of them. Nothing in the tables says which dataset it is, but names around them
 * do. Samples come in the order of train, val and test and of the shards.
 */
import { splits, type LabelColumn } from '../domain/index.ts';
import { checkLabels } from './labels.ts';
import { baseName } from './listing.ts';
import { isOfVolumes, medmnistOfName } from './medmnist-catalogue.ts';
import { splitEvidence, type MedmnistDataset } from './medmnist-dataset.ts';
import { inNaturalOrder } from './natural-order.ts';
import type { Files } from './published/files.ts';
import type { NamedTable } from './published/named-table.ts';
import type { Findings, ReadingJob, Signature } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { splitOfName } from './split-words.ts';

const columns = ['label'];
/** A flag with the size behind it, not as a part of another word. */
const named =
  /(?<![a-z0-9])[a-z]+mnist(?:_(?:axial|coronal|sagittal))?(?:_(?:64|128|224))?(?![a-z0-9])/gi;
const cardBytes = 4096;

/** Null where there are no such tables, or no name of a dataset near them. */
export async function findParquet(files: Files): Promise<Signature | null> {
  const tables = (await files.tablesAt(files.named(/\.parquet$/), columns)).filter(
    (table) => table.imageColumn('image') !== null,
  );
  const [first] = tables;
  if (first === undefined) return null;
  const dataset = datasetIn([first.path, files.source.name, await cardOf(files)]);
  if (dataset === null) return null;
  const title = `${dataset.title} (Hugging Face)`;
  return {
    file: first.path,
    columns: ['image', ...columns],
    title,
    read: (job) => read(tables, dataset, job),
  };
}

function datasetIn(texts: readonly string[]): MedmnistDataset | null {
  for (const text of texts) {
    for (const [name] of text.matchAll(named)) {
      const dataset = medmnistOfName(`${name}.npz`);
      if (dataset !== null && !isOfVolumes(dataset)) return dataset;
    }
  }
  return null;
}

async function cardOf(files: Files): Promise<string> {
  const [card] = files.named('readme.md');
  if (card === undefined) return '';
  const file = await files.source.open(card);
  return new TextDecoder().decode(await file.slice(0, Math.min(file.size, cardBytes)));
}

async function read(
  tables: readonly NamedTable[],
  dataset: MedmnistDataset,
  job: ReadingJob,
): Promise<Findings> {
  const { kind, classes, mayFlip } = dataset;
  const samples = new SampleRows(new Map());
  const width = kind === 'multi-label' ? classes.length : 1;
  const values: number[] = [];
  const counts = { train: 0, val: 0, test: 0 };
  for (const split of [...splits, null]) {
    const own = tables.filter(({ path }) => splitOfName(baseName(path)) === split);
    for (const table of inNaturalOrder(own, ({ path }) => baseName(path))) {
      const column = table.imageColumn('image')!;
      const problem = await table.eachRow(columns, job.signal, (cell, row, index) => {
        const image = { kind: 'cell', path: table.path, column, row: index } as const;
        samples.add(null, { table: table.path, row, file: table.path }, { split, image });
        if (split !== null) counts[split]++;
        const labels = width === 1 ? [cell('label')] : cell('label').split('; ');
        for (let k = 0; k < width; k++) values.push(valueOf(labels[k] ?? '', width > 1 ? [] : classes));
      });
      job.note(problem);
    }
  }
  for (const evidence of splitEvidence(Object.values(counts), dataset)) job.say(evidence);
  const target = { name: 'label', kind, classes, mayFlip } as const;
  const column: LabelColumn = { target, width, values: Int32Array.from(values) };
  return { samples, labels: [checkLabels(column, tables[0]!.path)] };
}

/** Of a class by its number or name, or of 0 and 1 where there are no classes; -1 for anything else. */
function valueOf(cell: string, classes: readonly string[]): number {
  const most = classes.length === 0 ? 1 : classes.length - 1;
  if (/^\d+$/.test(cell)) return Number(cell) <= most ? Number(cell) : -1;
  return classes.findIndex((name) => name.toLowerCase() === cell.toLowerCase());
}
