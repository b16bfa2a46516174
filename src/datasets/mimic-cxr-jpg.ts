/**
 * MIMIC-CXR-JPG 2.0.0 and 2.1.0, with the reports of MIMIC-CXR where they are there too. A sample is an image; labels are of its
 * study. Samples come in the order of the table of metadata, else of the split, else of the paths.
 */
import type { Split } from '../domain/index.ts';
import type { CheckedLabels } from './labels.ts';
import { chexpertFindings, readFindings } from './published/chexpert-labels.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { LabelValues, multiLabel } from './published/label-values.ts';
import { findReports, readReports } from './published/mimic-reports.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

/** Release 2.1.0 kept the 2.0.0 in the names of its tables. */
const tables = {
  metadata: /^mimic-cxr-2\.\d\.\d-metadata\.csv$/,
  split: /^mimic-cxr-2\.\d\.\d-split\.csv$/,
  chexpert: /^mimic-cxr-2\.\d\.\d-chexpert\.csv$/,
  negbio: /^mimic-cxr-2\.\d\.\d-negbio\.csv$/,
  radiologist: /^mimic-cxr-2\.\d\.\d-test-set-labeled\.csv$/,
};
const views: Readonly<Record<string, string>> = {
  AP: 'frontal',
  PA: 'frontal',
  LATERAL: 'lateral',
  LL: 'lateral',
};
const splitNames: Readonly<Record<string, Split>> = { train: 'train', validate: 'val', test: 'test' };
/** The labellers read these sections. */
const minedFrom = ['findings', 'impression', 'remark'];

/** Whether the release's tables are there, by their names alone. */
export function hasJpgTables(files: Files): boolean {
  return Object.values(tables).some((name) => files.named(name).length > 0);
}

export const mimicCxrJpg = publishedReader({
  name: 'mimic-cxr-jpg',
  title: 'MIMIC-CXR-JPG',
  licence: 'PhysioNet Credentialed Health Data License 1.5.0',
  sharing: 'forbidden',
  async find(files) {
    if (!hasJpgTables(files)) return null;
    const [file] = Object.values(tables).flatMap((name) => files.named(name));
    const hasReports = findReports(files.listing.files).size > 0;
    return {
      file: file!,
      columns: [],
      title: hasReports ? 'MIMIC-CXR-JPG with the reports of MIMIC-CXR' : 'MIMIC-CXR-JPG',
      read: (job) => read(files, job),
    };
  },
});

/** One image as the tables name it. */
interface Row {
  readonly dicom: string;
  readonly subject: string;
  readonly study: string;
  readonly table: string;
  readonly row: number;
  readonly covariates: Readonly<Record<string, string | null>>;
}

async function read(files: Files, job: ReadingJob): Promise<Findings> {
  const splitOf = await readSplits(files, job);
  const images = imagesBy(jpegFirst(job.images), stemKey);
  const rows = await readRows(files, images, job);
  const reports = await readReports(
    job,
    findReports(files.listing.files),
    rows.map(({ study }) => study),
  );
  const samples = new SampleRows(images);
  const studies: string[] = [];
  for (const { dicom, subject, study, table, row, covariates } of rows) {
    if (samples.at(dicom) !== undefined) continue;
    const text = reports.get(study);
    const sample = samples.add(
      dicom,
      { table, row, file: `p${subject.slice(0, 2)}/p${subject}/s${study}/${dicom}.jpg` },
      {
        patient: subject,
        study,
        split: splitOf.get(dicom) ?? null,
        covariates,
        ...(text && { text: { ...text } }),
      },
    );
    if (sample !== null) studies.push(study);
  }
  return { samples, labels: await readLabels(files, studies, job) };
}

/** Where both releases lie in one folder, the pictures that decode fast are taken. */
function jpegFirst(images: readonly string[]): readonly string[] {
  const jpegs = images.filter((path) => /\.jpe?g$/i.test(path));
  return jpegs.length > 0 ? jpegs : images;
}

async function readSplits(files: Files, job: ReadingJob): Promise<ReadonlyMap<string, Split>> {
  const splits = new Map<string, Split>();
  const table = await job.table(tables.split);
  if (table === null) {
    job.isAbsent('mimic-cxr-2.0.0-split.csv.gz', 'splits');
    return splits;
  }
  const [dicom, split] = [table.nameOf('dicom_id'), table.nameOf('split')];
  const problem = await table.eachRow([dicom, split], job.signal, (cell) => {
    const name = splitNames[cell(split)];
    if (name !== undefined) splits.set(kept(cell(dicom)), name);
  });
  job.note(problem);
  return splits;
}

async function readRows(
  files: Files,
  images: ReadonlyMap<string, string>,
  job: ReadingJob,
): Promise<Row[]> {
  const metadata = await job.table(tables.metadata);
  if (metadata === null) job.isAbsent('mimic-cxr-2.0.0-metadata.csv.gz', 'details');
  const table = metadata ?? (await job.table(tables.split));
  return table === null ? rowsOfPaths(images) : rowsOf(table, job);
}

async function rowsOf(table: NamedTable, job: ReadingJob): Promise<Row[]> {
  const ids = ['dicom_id', 'subject_id', 'study_id'].map((name) => table.nameOf(name));
  const [dicom, subject, study] = ids as [string, string, string];
  const details = {
    orientation: 'PatientOrientationCodeSequence_CodeMeaning',
    procedure: 'PerformedProcedureStepDescription',
  };
  const wanted = [...ids, 'ViewPosition', ...Object.values(details)];
  const rows: Row[] = [];
  /** The same few words are kept once, not for each of 377,110 rows. */
  const words = new Map<string, string>();
  const word = (cell: string) => {
    if (cell === '') return null;
    if (!words.has(cell)) words.set(cell, kept(cell));
    return words.get(cell)!;
  };
  const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
    const view = word(cell('ViewPosition'));
    rows.push({
      dicom: kept(cell(dicom)),
      subject: word(cell(subject)) ?? '',
      study: word(cell(study)) ?? '',
      table: table.path,
      row,
      covariates: {
        view,
        plane: view === null ? null : (views[view] ?? null),
        orientation: word(cell(details.orientation)),
        procedure: word(cell(details.procedure)),
      },
    });
  });
  job.note(problem);
  return rows;
}

/** Without tables of images: `p10/p10000032/s50414267/<dicom_id>.jpg` says who it is of. */
function rowsOfPaths(images: ReadonlyMap<string, string>): Row[] {
  return [...images].flatMap(([dicom, path], i) => {
    const [, subject, study] = /p(\d{8})\/s(\d{8})\/[^/]+$/.exec(path) ?? [];
    if (subject === undefined || study === undefined) return [];
    return [{ dicom, subject, study, table: path, row: i + 1, covariates: {} }];
  });
}

/** @param studies of the samples, in their order */
async function readLabels(
  files: Files,
  studies: readonly string[],
  job: ReadingJob,
): Promise<CheckedLabels[]> {
  const labels: CheckedLabels[] = [];
  const note = job.note.bind(job);
  for (const name of ['chexpert', 'negbio', 'radiologist'] as const) {
    const table = await job.table(tables[name]);
    if (table === null) {
      const file = name === 'radiologist' ? '2.1.0-test-set-labeled.csv' : `2.0.0-${name}.csv.gz`;
      job.isAbsent(`mimic-cxr-${file}`, 'labels');
      continue;
    }
    const findings = await readFindings(table, 'study_id', job.signal, note);
    const values = new LabelValues(chexpertFindings.length);
    for (const study of studies) values.add(findings.of(study));
    labels.push(
      values.toColumn(
        multiLabel(name, chexpertFindings),
        table.path,
        name === 'radiologist' ? {} : { minedFrom },
      ),
    );
  }
  return labels;
}
