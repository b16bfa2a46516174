/**
 * ADNI as it is downloaded from LONI: NIfTI files or folders of DICOM slices below a folder for each subject, the table of the collection,
 * and ADNIMERGE with what is known of visits. Samples are images, in the order of their paths; a subject's stay together.
 */
import { baseName } from './listing.ts';
import { inNaturalOrder } from './natural-order.ts';
import type { Files } from './published/files.ts';
import { NameColumns } from './published/name-columns.ts';
import { kept } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const collection = ['Image Data ID', 'Subject', 'Group'];
const details = [...collection, 'Sex', 'Age', 'Visit', 'Modality', 'Description'];
const merge = ['RID', 'VISCODE', 'DX'];
/** Of ADNIMERGE; R writes dots for underscores. */
const measured = ['AGE', 'PTEDUCAT', 'APOE4', 'MMSE', 'CDRSB'] as const;
/** The diagnosis is made by these. */
const defining = ['MMSE', 'CDRSB'];
const subject = /^\d{3}_S_\d{4,5}$/;

export const adni = publishedReader({
  name: 'adni',
  title: 'ADNI',
  licence: 'ADNI Data Use Agreement',
  sharing: 'forbidden',
  async find(files) {
    const images = scansOf(files.listing.images);
    const [first] = images.values();
    if (first === undefined) return null;
    const table = await files.table(/\.csv$/, collection).catch(() => null);
    const file = table?.path ?? first.path;
    return { file, columns: table === null ? [] : collection, read: (job) => read(images, files, job) };
  },
});

interface Scan {
  readonly path: string;
  /** All slices, where each is a file. */
  readonly series: readonly string[];
  readonly subject: string;
}

/** The middle slice of a series, or the file of a volume, by image id without its `I`. */
function scansOf(images: readonly string[]): ReadonlyMap<string, Scan> {
  const slices = new Map<string, string[]>();
  const subjects = new Map<string, string>();
  for (const path of images) {
    const folders = path.split('/').slice(0, -1);
    const who = folders.find((part) => subject.test(part));
    const id = /_I(\d+)\.[^/]+$/.exec(path)?.[1] ?? /^I(\d+)$/.exec(folders.at(-1) ?? '')?.[1];
    if (who === undefined || id === undefined) continue;
    slices.set(id, [...(slices.get(id) ?? []), path]);
    subjects.set(id, who);
  }
  const found = [...slices].map(([id, paths]): [string, Scan] => {
    const ordered = inNaturalOrder(paths, baseName);
    const path = ordered[Math.floor(ordered.length / 2)]!;
    return [id, { path, series: ordered, subject: subjects.get(id)! }];
  });
  return new Map(found);
}

interface Details {
  readonly group: string;
  readonly visit: string;
  readonly sex: string;
  readonly age: string;
  readonly modality: string;
  readonly description: string;
}

async function read(scans: ReadonlyMap<string, Scan>, files: Files, job: ReadingJob): Promise<Findings> {
  const known = await readCollection(job);
  const visits = await readVisits(job);
  const samples = new SampleRows(new Map([...scans].map(([id, { path }]) => [id, path])));
  const targets = new NameColumns(['diagnosis', 'group']);
  let row = 0;
  for (const [id, scan] of scans) {
    const one = known.get(id);
    const rid = String(Number(scan.subject.slice(-4)));
    const visit = visits.get(`image ${id}`) ?? visits.get(`${rid} ${visitCode(one?.visit ?? '')}`);
    const covariates: Record<string, string | number | null> = {
      age: numberOf(one?.age ?? '') ?? numberOf(visit?.AGE ?? ''),
      sex: one?.sex ?? null,
      visit: one?.visit ?? null,
      modality: one?.modality ?? null,
      description: one?.description ?? null,
    };
    for (const name of measured.slice(1)) covariates[name] = numberOf(visit?.[name] ?? '');
    const place = { table: job.files.source.name, row: ++row, file: scan.path };
    const { path, series, subject: patient } = scan;
    const image = { kind: 'file', path, ...(series.length > 1 && { series }) } as const;
    if (samples.add(id, place, { patient, covariates, image }) === null) continue;
    // ADNIMERGE writes Dementia for what the groups call AD.
    const diagnosis = visit?.DX === 'Dementia' ? 'AD' : (visit?.DX ?? '');
    targets.add({ diagnosis, group: one?.group ?? '' });
  }
  const labels = targets.toLabels(files.listing.images[0]!);
  if (visits.size > 0) {
    const parameters = { columns: defining.join(', '), target: 'diagnosis' };
    job.say({ kind: 'covariate-defines-target', holds: false, parameters });
  }
  return { samples, labels };
}

/** By image id, which is written with and without an `I`. */
async function readCollection(job: ReadingJob): Promise<ReadonlyMap<string, Details>> {
  const known = new Map<string, Details>();
  const table = await job.table(/\.csv$/, collection);
  if (table === null) {
    job.isAbsent('the CSV of the collection', 'labels');
    return known;
  }
  const problem = await table.eachRow(details, job.signal, (cell) => {
    const [group, visit, sex] = [kept(cell('Group')), kept(cell('Visit')), kept(cell('Sex'))];
    const [age, modality] = [kept(cell('Age')), kept(cell('Modality'))];
    const id = kept(cell('Image Data ID').replace(/^I/i, ''));
    known.set(id, { group, visit, sex, age, modality, description: kept(cell('Description')) });
  });
  job.note(problem);
  return known;
}

type Visit = Readonly<Record<string, string>>;

/** Rows of ADNIMERGE by `RID VISCODE`, and by image where they name one. */
async function readVisits(job: ReadingJob): Promise<ReadonlyMap<string, Visit>> {
  const visits = new Map<string, Visit>();
  const table = await job.table(/^adnimerge.*\.csv$/, merge);
  if (table === null) {
    job.isAbsent('ADNIMERGE.csv', 'details');
    return visits;
  }
  const problem = await table.eachRow([...merge, 'IMAGEUID', ...measured], job.signal, (cell) => {
    const visit = Object.fromEntries(['DX', ...measured].map((name) => [name, kept(cell(name))]));
    visits.set(`${kept(cell('RID'))} ${kept(cell('VISCODE'))}`, visit);
    const image = kept(cell('IMAGEUID').replace(/\.0+$/, ''));
    if (image !== '') visits.set(`image ${image}`, visit);
  });
  job.note(problem);
  return visits;
}

/** Screening scans belong to the baseline row: ADNIMERGE has no other for them. */
function visitCode(visit: string): string {
  const code = visit.toLowerCase();
  return code === 'sc' || code === 'scmri' ? 'bl' : code;
}

/** -4 and -1 say that a value is missing. */
function numberOf(cell: string): number | null {
  const value = Number(cell);
  return cell === '' || Number.isNaN(value) || value < 0 ? null : value;
}
