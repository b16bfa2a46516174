/**
 * ADNI as it is downloaded from LONI: NIfTI files or folders of DICOM slices below a folder for each subject, the table of the collection,
 * and ADNIMERGE with what is known of visits; and NIfTI files as Clinica arranges them (BIDS). Samples are images, in the order of their paths; a subject's stay together.
 */
import { readPeople } from './adni-people.ts';
import {
  collectionsOf,
  dayIn,
  measured,
  numberOf,
  readCollections,
  readVisits,
  ridOf,
} from './adni-tables.ts';
import { baseName } from './listing.ts';
import { inNaturalOrder } from './natural-order.ts';
import type { Files } from './published/files.ts';
import { NameColumns } from './published/name-columns.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

/** The diagnosis is made by these. */
const defining = ['MMSE', 'CDRSB'];
const subject = /^\d{3}_S_\d{4,5}$/;
const group = /^(?:CN|SMC|[EL]?MCI|AD)$/;
/** As Clinica names subjects and their visits in months, in folders or in the names of files. */
const bids = /(?:^|[/_])sub-ADNI(\d{3})S(\d{4,5})(?:[/_]ses-M0*(\d+))?(?=[/_.])/;

export const adni = publishedReader({
  name: 'adni',
  title: 'ADNI',
  licence: 'ADNI Data Use Agreement',
  sharing: 'forbidden',
  async find(files) {
    const images = scansOf(files.listing.images);
    const [first] = images.values();
    if (first === undefined) return null;
    const [found] = await collectionsOf(files);
    const file = found?.table.path ?? first.path;
    return { file, columns: found?.columns ?? [], read: (job) => read(images, files, job) };
  },
});

interface Scan {
  readonly path: string;
  /** All slices, where each is a file. */
  readonly series: readonly string[];
  readonly subject: string;
  /** Of a folder, as people sort downloads by group; '' where none is one. */
  readonly group: string;
  /** The visit, where it is in the path. */
  readonly code: string | null;
}

/** The number of a slice stands before those of series and image, and behind a time that has no order: `…_raw_2006…_12_S1_I2.dcm`. */
const sliceKey = (path: string) => /_(\d+)_S\d+_I\d+\.[^/]+$/.exec(path)?.[1] ?? baseName(path);

/**
 * Scans by image id without its `I`. The middle slice of a series by name stands for it; which one is shown is decided by the headers
 * when it is cut.
 */
function scansOf(images: readonly string[]): ReadonlyMap<string, Scan> {
  const slices = new Map<string, string[]>();
  const facts = new Map<string, Omit<Scan, 'path' | 'series'>>();
  for (const path of images) {
    const folders = path.split('/').slice(0, -1);
    const who = folders.find((part) => subject.test(part));
    const id = /_I(\d+)\.[^/]+$/.exec(path)?.[1] ?? /^I(\d+)$/.exec(folders.at(-1) ?? '')?.[1];
    if (who !== undefined && id !== undefined) {
      slices.set(id, [...(slices.get(id) ?? []), path]);
      facts.set(id, { subject: who, group: groupIn(folders), code: null });
      continue;
    }
    const [, site, number, months] = bids.exec(path) ?? [];
    if (number === undefined || !/\.nii(?:\.gz)?$/i.test(path)) continue;
    slices.set(path, [path]);
    const code = months === undefined ? null : months === '0' ? 'bl' : `m${months.padStart(2, '0')}`;
    facts.set(path, { subject: `${site!}_S_${number}`, group: groupIn(folders), code });
  }
  const found = [...slices].map(([id, paths]): [string, Scan] => {
    const ordered = inNaturalOrder(paths, sliceKey);
    const path = ordered[Math.floor(ordered.length / 2)]!;
    return [id, { path, series: ordered, ...facts.get(id)! }];
  });
  return new Map(found);
}

const groupIn = (folders: readonly string[]) => folders.findLast((part) => group.test(part)) ?? '';

async function read(scans: ReadonlyMap<string, Scan>, files: Files, job: ReadingJob): Promise<Findings> {
  const known = await readCollections(job);
  const people = await readPeople(job);
  const visits = await readVisits(job);
  const samples = new SampleRows(new Map([...scans].map(([id, { path }]) => [id, path])));
  const targets = new NameColumns(['diagnosis', 'group']);
  let row = 0;
  for (const [id, scan] of scans) {
    const one = known.get(id);
    const code = scan.code ?? one?.visit ?? '';
    const rid = ridOf(scan.subject);
    const person = people.get(rid);
    const date = dayIn(scan.path) ?? one?.day ?? null;
    const visit = visits.of(id, rid, code, date);
    const covariates: Record<string, string | number | null> = {
      age: numberOf(one?.age ?? '') ?? visit?.age ?? null,
      sex: one?.sex || person?.sex || null,
      visit: code || null,
      modality: one?.modality || null,
      description: one?.description || null,
    };
    for (const name of measured) covariates[name] = visit?.[name] ?? null;
    covariates.PTEDUCAT ??= person?.education ?? null;
    covariates.APOE4 ??= person?.apoe4 ?? null;
    const place = { table: job.files.source.name, row: ++row, file: scan.path };
    const { path, series, subject: patient } = scan;
    const image = { kind: 'file', path, ...(series.length > 1 && { series }) } as const;
    if (samples.add(id, place, { patient, covariates, image }) === null) continue;
    // ADNIMERGE writes Dementia for what the groups call AD.
    const diagnosis = visit?.diagnosis === 'Dementia' ? 'AD' : (visit?.diagnosis ?? '');
    targets.add({ diagnosis, group: one?.group || person?.group || scan.group });
  }
  const labels = targets.toLabels(files.listing.images[0]!);
  if (visits.haveScores) {
    const parameters = { columns: defining.join(', '), target: 'diagnosis' };
    job.say({ kind: 'covariate-defines-target', holds: false, parameters });
  }
  return { samples, labels };
}
