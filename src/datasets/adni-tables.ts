/**
 * The tables of ADNI: those of collections, which name images, and ADNIMERGE, which has a row for each visit of a subject. People have
 * several of both: a collection for each download, and ADNIMERGE of different days, of which the newest counts.
 */
import { baseName } from './listing.ts';
import type { Files } from './published/files.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import type { ReadingJob } from './published/published.ts';

export const collection = ['Image Data ID', 'Subject', 'Group'];
const details = [...collection, 'Sex', 'Age', 'Visit', 'Modality', 'Description', 'Acq Date'];
const merge = ['RID', 'VISCODE', 'DX'];
/** Of ADNIMERGE. */
export const measured = ['PTEDUCAT', 'APOE4', 'MMSE', 'CDRSB'] as const;
const wanted = [...merge, 'IMAGEUID', 'EXAMDATE', 'AGE', 'Years_bl', ...measured];
/** Visits are half a year apart at least: a scan that is farther from all of them belongs to none. */
const mostDays = 180;

export interface Details {
  readonly group: string;
  readonly visit: string;
  readonly sex: string;
  readonly age: string;
  readonly modality: string;
  readonly description: string;
  /** Of the scan, in days since 1970. */
  readonly day: number | null;
}

export type Visit = Readonly<Record<(typeof measured)[number], number | null>> & {
  readonly diagnosis: string;
  /** In years, at the visit. */
  readonly age: number | null;
  /** In days since 1970. */
  readonly day: number | null;
};

/** Also where other tables lie about. The list of a search has no ids of images, and is none. */
export function collectionsOf(files: Files): Promise<NamedTable[]> {
  return files.tablesAt(files.named(/\.csv$/), collection);
}

/** By image id, which is written with and without an `I`. */
export async function readCollections(job: ReadingJob): Promise<ReadonlyMap<string, Details>> {
  const known = new Map<string, Details>();
  const tables = await collectionsOf(job.files);
  if (tables.length === 0) job.isAbsent('the CSV of the collection', 'labels');
  for (const table of tables) {
    const problem = await table.eachRow(details, job.signal, (cell) => {
      const [group, visit, sex] = [kept(cell('Group')), kept(cell('Visit')), kept(cell('Sex'))];
      const [age, modality] = [kept(cell('Age')), kept(cell('Modality'))];
      const [description, day] = [kept(cell('Description')), dayIn(cell('Acq Date'))];
      const id = kept(cell('Image Data ID').replace(/^I/i, ''));
      known.set(id, { group, visit, sex, age, modality, description, day });
    });
    job.note(problem);
  }
  return known;
}

const people = ['participant_id', 'sex'];
/** What Clinica and others call the diagnosis at the beginning. */
const atFirst = ['diagnosis', 'diagnosis_bl', 'diagnosis_sc', 'group'];

/** By subject, as ADNI writes it: of `participants.tsv`, where scans are arranged as BIDS. */
export async function readPeople(job: ReadingJob): Promise<ReadonlyMap<string, Details>> {
  const known = new Map<string, Details>();
  const table = await job.table('participants.tsv', people);
  const problem = await table?.eachRow([...people, ...atFirst], job.signal, (cell) => {
    const [, site, number] = /^sub-ADNI(\d{3})S(\d+)$/.exec(cell('participant_id')) ?? [];
    if (number === undefined) return;
    const group = atFirst.map(cell).find((one) => one !== '' && one !== 'n/a') ?? '';
    const details = { group: kept(group), sex: kept(cell('sex')), age: '', visit: '', day: null };
    known.set(`${site!}_S_${number}`, { ...details, modality: '', description: '' });
  });
  job.note(problem ?? null);
  return known;
}

/** Visits of all subjects. */
export class Visits {
  size = 0;
  readonly #byImage = new Map<string, Visit>();
  readonly #byCode = new Map<string, Visit>();
  readonly #bySubject = new Map<string, Visit[]>();

  add(image: string, rid: string, code: string, visit: Visit): void {
    this.size++;
    if (image !== '') this.#byImage.set(image, visit);
    this.#byCode.set(`${rid} ${code}`, visit);
    const own = this.#bySubject.get(rid);
    if (own === undefined) this.#bySubject.set(rid, [visit]);
    else own.push(visit);
  }

  /**
   * The visit that names an image, else that of its code, else the nearest one.
   * @param rid of the subject, without zeros before it
   * @param day of the scan, in days since 1970
   */
  of(image: string, rid: string, code: string, day: number | null): Visit | undefined {
    const named = this.#byImage.get(image) ?? this.#byCode.get(`${rid} ${baseline(code)}`);
    if (named !== undefined || day === null) return named;
    const away = (visit: Visit) => (visit.day === null ? Infinity : Math.abs(visit.day - day));
    const [nearest] = [...(this.#bySubject.get(rid) ?? [])].sort((a, b) => away(a) - away(b));
    return nearest !== undefined && away(nearest) <= mostDays ? nearest : undefined;
  }
}

export async function readVisits(job: ReadingJob): Promise<Visits> {
  const visits = new Visits();
  const paths = newestFirst(job.files.named(/^adnimerge.*\.csv$/));
  const [table, ...older] = await job.files.tablesAt(paths, merge, job.note.bind(job));
  if (table === undefined) {
    job.isAbsent('ADNIMERGE.csv', 'details');
    return visits;
  }
  if (older[0] !== undefined) {
    const parameters = { files: older.length, example: older[0].path };
    job.say({ kind: 'ignored-files', holds: false, parameters });
  }
  const problem = await table.eachRow(wanted, job.signal, (cell) => {
    const numbers = measured.map((name) => [name, numberOf(cell(name))] as const);
    const [atBaseline, since] = [numberOf(cell('AGE')), numberOf(cell('Years_bl'))];
    const visit = {
      ...(Object.fromEntries(numbers) as Record<(typeof measured)[number], number | null>),
      diagnosis: kept(cell('DX')),
      // One place behind the point, as the table has it.
      age: atBaseline === null ? null : Math.round((atBaseline + (since ?? 0)) * 10) / 10,
      day: dayIn(cell('EXAMDATE')),
    };
    const image = kept(cell('IMAGEUID').replace(/\.0+$/, ''));
    visits.add(image, kept(cell('RID')), kept(cell('VISCODE')), visit);
  });
  job.note(problem);
  return visits;
}

/** By the days in their names, `ADNIMERGE_18Feb2025.csv`; those without come last. */
function newestFirst(paths: readonly string[]): string[] {
  const dayOf = (path: string) =>
    dayIn(baseName(path).replace(/(\d{1,2})([a-z]{3})(\d{4})/i, '$1 $2 $3')) ?? -Infinity;
  return [...paths].sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0));
}

/** Screening scans belong to the baseline row: ADNIMERGE has no other for them. */
function baseline(visit: string): string {
  const code = visit.toLowerCase();
  return code === 'sc' || code === 'scmri' ? 'bl' : code;
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** The first day that a text names, as `2015-03-20`, `3/20/2015` or `18 Feb 2025`, in days since 1970; null where it names none. */
export function dayIn(text: string): number | null {
  const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text);
  if (iso !== null) return daysOf(iso[1]!, Number(iso[2]), iso[3]!);
  const american = /(?<!\d)(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/.exec(text);
  if (american !== null) return daysOf(american[3]!, Number(american[1]), american[2]!);
  const words = /(?<!\d)(\d{1,2}) ([a-z]{3}) (\d{4})(?!\d)/i.exec(text);
  const month = months.indexOf(words?.[2]!.toLowerCase() ?? '');
  return month < 0 ? null : daysOf(words![3]!, month + 1, words![1]!);
}

function daysOf(year: string, month: number, day: string): number {
  return Date.UTC(Number(year), month - 1, Number(day)) / 86_400_000;
}

/** -4 and -1 say that a value is missing. */
export function numberOf(cell: string): number | null {
  const value = Number(cell);
  return cell === '' || Number.isNaN(value) || value < 0 ? null : value;
}
