/**
 * MIMIC-CXR 2.0.0 and 2.1.0 by itself: DICOM images, reports, or both. Its labels are in MIMIC-CXR-JPG, whose reader takes over where
 * any of that release's tables are there too. Samples come in the order of the list of records, else of the paths; with reports alone a
 * sample is a study.
 */
import { headersOf } from './dicom-headers.ts';
import type { CheckedLabels } from './labels.ts';
import { hasJpgTables } from './mimic-cxr-jpg.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey, type ImagesByKey } from './published/images.ts';
import { LabelValues, oneOf } from './published/label-values.ts';
import { findReports, readReports } from './published/mimic-reports.ts';
import { kept } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const records = ['subject_id', 'study_id', 'dicom_id', 'path'];
const planes = ['frontal', 'lateral'];
const planeOf: Readonly<Record<string, number>> = { AP: 0, PA: 0, LATERAL: 1, LL: 1 };

export const mimicCxr = publishedReader({
  name: 'mimic-cxr',
  title: 'MIMIC-CXR',
  licence: 'PhysioNet Credentialed Health Data License 1.5.0',
  sharing: 'forbidden',
  hasHeaders: true,
  async find(files) {
    if (hasJpgTables(files)) return null;
    const [list] = [...files.named('cxr-record-list.csv'), ...files.named('cxr-study-list.csv')];
    const [report] = findReports(files.listing.files).values();
    const file = list ?? report;
    return file === undefined ? null : { file, columns: [], read: (job) => read(files, job) };
  },
});

interface Row {
  readonly key: string;
  readonly subject: string;
  readonly study: string;
  readonly table: string;
  readonly row: number;
  readonly file: string;
}

async function read(files: Files, job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, stemKey);
  const paths = findReports(files.listing.files);
  if (paths.size === 0) job.isAbsent('mimic-cxr-reports.zip', 'reports');
  job.isAbsent('mimic-cxr-2.0.0-chexpert.csv.gz', 'labels');
  const rows = images.size === 0 ? rowsOfReports(paths) : await rowsOfImages(files, images, job);
  const reports = await readReports(
    job,
    paths,
    rows.map(({ study }) => study),
  );
  const samples = new SampleRows(images);
  for (const { key, subject, study, ...place } of rows) {
    const text = reports.get(study);
    samples.add(key, place, { patient: subject, study, ...(text && { text: { ...text } }) });
  }
  return { samples, labels: images.size === 0 ? [] : [await readPlanes(samples, images, job)] };
}

async function rowsOfImages(files: Files, images: ImagesByKey, job: ReadingJob): Promise<Row[]> {
  const table = await job.table('cxr-record-list.csv');
  if (table === null) {
    job.isAbsent('cxr-record-list.csv.gz', 'details');
    return [...images].flatMap(([key, path], i) => rowOfPath(path, key, i));
  }
  const [subject, study, dicom] = records.map((name) => table.nameOf(name)) as [string, string, string];
  const rows: Row[] = [];
  const problem = await table.eachRow(records, job.signal, (cell, row) =>
    rows.push({
      key: kept(cell(dicom)),
      subject: kept(cell(subject)),
      study: kept(cell(study)),
      table: table.path,
      row,
      file: kept(cell('path')) || `${cell(dicom)}.dcm`,
    }),
  );
  job.note(problem);
  return rows;
}

function rowsOfReports(paths: ReadonlyMap<string, string>): Row[] {
  return [...paths].flatMap(([study, path], i) => rowOfPath(path, study, i));
}

/** `p10/p10000032/s50414267/<dicom_id>.dcm` and `p10/p10000032/s50414267.txt` say who they are of. */
function rowOfPath(path: string, key: string, i: number): Row[] {
  const [, subject, study] = /p(\d{8})\/s(\d{8})(?:\.txt$|\/)/.exec(path) ?? [];
  if (subject === undefined || study === undefined) return [];
  return [{ key, subject, study, table: path, row: i + 1, file: path }];
}

/** Which way the picture was taken, for want of any other label: the headers say so. */
async function readPlanes(
  samples: SampleRows,
  images: ImagesByKey,
  job: ReadingJob,
): Promise<CheckedLabels> {
  const present = [...images].filter(([key]) => samples.at(key) !== undefined);
  const headers = await headersOf(
    job.files.source,
    present.map(([, path]) => path),
    job.signal,
  );
  const values = new Int32Array(samples.length).fill(-1);
  for (const [key, path] of present) {
    const view = headers.get(path)?.viewPosition ?? '';
    values[samples.at(key)!] = planeOf[view] ?? -1;
  }
  const labels = new LabelValues(1);
  for (const value of values) labels.add([value]);
  return labels.toColumn(oneOf('plane', planes), null);
}
