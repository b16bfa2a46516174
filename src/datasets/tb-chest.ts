/**
 * TB Chest X-ray Database (Rahman et al., IEEE Access 2020): the folder is the class; workbooks say where images come from. Patients are
 * not known. Samples come class by class in the natural order of their names.
 */
import { baseName, stemOf } from './listing.ts';
import { inNaturalOrder } from './natural-order.ts';
import type { Files } from './published/files.ts';
import { LabelValues, oneOf } from './published/label-values.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const classes = ['Normal', 'Tuberculosis'];
const folderName = 'tb_chest_radiography_database';

export const tbChest = publishedReader({
  name: 'tb-chest',
  title: 'TB Chest X-ray Database',
  licence: 'Kaggle page of the dataset; cite IEEE Access 2020',
  sharing: 'caution',
  overlaps: 'RSNA Pneumonia Detection 2018',
  find(files) {
    const [workbook] = files.named(/^(?:normal|tuberculosis)\.metadata\.xlsx$/);
    const [image] = files.listing.images;
    const isNamed = [files.source.name, image ?? ''].some((one) =>
      one.toLowerCase().includes(folderName),
    );
    const found = workbook ?? (isNamed ? image : undefined);
    // The same author's COVID-19 set looks alike and has a folder more.
    const isOther = files.listing.images.some((path) => /(?:^|\/)COVID[^/]*\//i.test(path));
    const isWhole = classes.every((name) => imagesOf(files, name).length > 0);
    if (found === undefined || isOther || !isWhole) return Promise.resolve(null);
    return Promise.resolve({ file: found, columns: [], read: (job) => read(files, job) });
  },
});

/** Images in a folder of the class's name, masks left alone. */
function imagesOf({ listing }: Files, className: string): string[] {
  const found = listing.images.filter(
    (path) => path.split('/').at(-2)?.toLowerCase() === className.toLowerCase(),
  );
  return inNaturalOrder(found, baseName);
}

async function read(files: Files, job: ReadingJob): Promise<Findings> {
  const paths = classes.map((name) => imagesOf(files, name));
  const samples = new SampleRows(new Map(paths.flat().map((path) => [path, path])));
  const values = new LabelValues(1);
  for (const [label, name] of classes.entries()) {
    const hosts = await readHosts(name, job);
    paths[label]!.forEach((path, i) => {
      const source = hosts.get(stemOf(baseName(path)).toLowerCase()) ?? null;
      samples.add(path, { table: name, row: i + 1, file: path }, { covariates: { source } });
      values.add([label]);
    });
  }
  job.say({
    kind: 'class-follows-source',
    holds: false,
    parameters: { detail: 'Normal: RSNA 3094, NLM 406; Tuberculosis: NLM 394, Belarus 306' },
  });
  return { samples, labels: [values.toColumn(oneOf('tuberculosis', classes), null)] };
}

/** Where an image comes from, by its name in lower case: the workbook writes names another way than the files. */
async function readHosts(className: string, job: ReadingJob): Promise<ReadonlyMap<string, string>> {
  const hosts = new Map<string, string>();
  const name = `${className}.metadata.xlsx`;
  const table = await job.table(name.toLowerCase(), ['FILE NAME']);
  if (table === null) {
    job.isAbsent(name, 'details');
    return hosts;
  }
  const problem = await table.eachRow(['FILE NAME', 'URL'], job.signal, (cell) => {
    const [, host] = /^\w+:\/\/([^/]+)/.exec(cell('URL')) ?? [];
    if (host !== undefined) hosts.set(stemOf(cell('FILE NAME')).toLowerCase(), host);
  });
  job.note(problem);
  return hosts;
}
