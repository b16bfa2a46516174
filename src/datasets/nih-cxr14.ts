/**
 * NIH ChestX-ray14 (Wang et al., CVPR 2017): as it lies in the NIH's box, Kaggle's copy, its sample of a twentieth, and the copy at 224
 * px. Samples come in the order of the table.
 */
import type { Split } from '../domain/index.ts';
import { baseName } from './listing.ts';
import { fromSize } from './published/boxes.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { LabelValues, multiLabel, oneOf } from './published/label-values.ts';
import { readNames } from './published/lines.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const columns = ['Image Index', 'Finding Labels'];
const findings = [
  'Atelectasis',
  'Cardiomegaly',
  'Consolidation',
  'Edema',
  'Effusion',
  'Emphysema',
  'Fibrosis',
  'Hernia',
  'Infiltration',
  'Mass',
  'Nodule',
  'Pleural_Thickening',
  'Pneumonia',
  'Pneumothorax',
];
const clear = 'No Finding';
/** Boxes are in px of the images as published, whatever size a copy has. */
const boxSpace = [1024, 1024] as const;
/** Kaggle's copy has ages up to 414. */
const oldest = 120;

export const nihCxr14 = publishedReader({
  name: 'nih-cxr14',
  title: 'NIH ChestX-ray14',
  licence: 'NIH Clinical Center, free use with attribution',
  sharing: 'caution',
  overlaps: 'RSNA Pneumonia Detection 2018',
  hint: {
    beside: /^bbox_list_2017.*\.csv$/,
    part: {
      table: /^data_entry_2017.*\.csv$/,
      called: 'Data_Entry_2017_v2020.csv or Data_Entry_2017.csv',
      columns: columns,
    },
  },
  async find(files) {
    const table =
      (await files.table(/^data_entry_2017.*\.csv$/, columns)) ??
      (await files.table('sample_labels.csv', columns));
    if (table === null) return null;
    const { images } = files.listing;
    const names = [...files.named(/^data_entry_2017.*\.csv$/), ...files.named('sample_labels.csv')];
    const rivals = names.filter((path) => baseName(path) !== baseName(table.path));
    const others = (await files.tablesAt(rivals, columns)).map(({ path }) => ({
      title: titleOf(path, images),
      because: path,
    }));
    const title = titleOf(table.path, images);
    return { file: table.path, columns, title, others, read: (job) => read(table, files, job) };
  },
});

function titleOf(table: string, images: readonly string[]): string {
  if (table.includes('sample_labels')) return 'NIH Chest X-rays (Kaggle, sample)';
  if (images.some((path) => path.includes('images-224/'))) return 'NIH Chest X-rays (Kaggle, 224 px)';
  const isKaggle = images.some((path) => /(?:^|\/)images_\d+\/images\//.test(path));
  return isKaggle ? 'NIH Chest X-rays (Kaggle)' : 'NIH ChestX-ray14';
}

async function read(table: NamedTable, files: Files, job: ReadingJob): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const splitOf = await officialSplits(files, job);
  const sex = ['Patient Gender', 'Patient Sex'].find((name) => table.has(name)) ?? '';
  const found = new LabelValues(findings.length);
  const any = new LabelValues(1);
  const wanted = [...columns, 'Follow-up #', 'Patient ID', 'Patient Age', sex, 'View Position'];
  const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
    const file = cell('Image Index');
    const key = stemKey(file);
    if (samples.at(key) !== undefined) return;
    const sample = samples.add(
      key,
      { table: table.path, row, file },
      {
        // The first eight digits of the name are the patient, with zeros that the table does not have.
        patient: cell('Patient ID') || String(parseInt(file.slice(0, 8), 10)),
        split: splitOf(file),
        boxSpace,
        covariates: {
          age: yearsOf(cell('Patient Age')),
          sex: cell(sex) || null,
          view: cell('View Position') || null,
          followUp: cell('Follow-up #') === '' ? null : Number(cell('Follow-up #')),
        },
      },
    );
    if (sample === null) return;
    const said = cell('Finding Labels').split('|');
    const isBlank = said.join('') === '';
    if (isBlank) found.addMissing();
    else found.add(findings.map((finding) => (said.includes(finding) ? 1 : 0)));
    any.add([isBlank ? -1 : said.includes(clear) ? 0 : 1]);
  });
  job.note(problem);
  await addBoxes(samples, files, job);
  return {
    samples,
    labels: [
      found.toColumn(multiLabel('findings', findings), table.path),
      any.toColumn(oneOf('any finding', [clear, 'Finding']), table.path),
    ],
  };
}

/** Train and validation share one list, from which validation is made by patient. */
async function officialSplits(files: Files, job: ReadingJob): Promise<(file: string) => Split | null> {
  const lists = {
    train: files.named(/^train_val_list.*\.txt$/)[0],
    test: files.named(/^test_list.*\.txt$/)[0],
  };
  const names = {
    train: new Set<string>() as ReadonlySet<string>,
    test: new Set<string>() as ReadonlySet<string>,
  };
  for (const split of ['train', 'test'] as const) {
    const path = lists[split];
    if (path === undefined)
      job.isAbsent(split === 'train' ? 'train_val_list.txt' : 'test_list.txt', 'splits');
    else names[split] = await readNames(files.source, path, job.signal, job.note.bind(job));
  }
  return (file) => (names.train.has(file) ? 'train' : names.test.has(file) ? 'test' : null);
}

/**
 * The headings of the boxes (`Image Index,Finding Label,Bbox [x,y,w,h],,,`) fall apart at commas that were meant to be text, so that
 * these columns are taken by their places.
 */
async function addBoxes(samples: SampleRows, files: Files, job: ReadingJob): Promise<void> {
  const table = await job.table(/^bbox_list_2017.*\.csv$/);
  if (table === null) {
    job.isAbsent('BBox_List_2017.csv', 'boxes');
    return;
  }
  const places = table.columns.slice(0, 6);
  const [image = '', label = '', x = '', y = '', width = '', height = ''] = places;
  const problem = await table.eachRow(places, job.signal, (cell) => {
    const sample = samples.at(stemKey(cell(image)));
    // Of the eight names one is another than among the labels.
    const className = cell(label) === 'Infiltrate' ? 'Infiltration' : cell(label);
    const box = fromSize([cell(x), cell(y), cell(width), cell(height)], className, boxSpace);
    if (sample !== undefined && box !== null) samples.boxes.push({ sample, ...box });
  });
  job.note(problem);
}

const unitsPerYear: Readonly<Record<string, number>> = { '': 1, Y: 1, M: 12, W: 365.25 / 7, D: 365.25 };

/** The first release has `058Y`, `006M` and `011D`, later ones years alone. */
function yearsOf(cell: string): number | null {
  const [, digits, unit = ''] = /^(\d+)([YMWD]?)$/.exec(cell) ?? [];
  const years = Number(digits) / unitsPerYear[unit]!;
  return years <= oldest ? years : null;
}
