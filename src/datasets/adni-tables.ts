/**
 * The tables of ADNI that speak of images and of visits. Images: those of collections, and since October 2024 Key_MRI, Key_PET and the
 * manifest of a download, whose columns are called otherwise. Visits: ADNIMERGE, or DXSUM where it is not there. People have several of
 * each: a collection for each download, and the others of different days, of which the newest counts. Newer columns are those that UCL's
 * NOTEPAD_ADNI reads, and codes of diagnoses those that Clinica does.
 */
import { baseName } from './listing.ts';
import type { Files } from './published/files.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import type { ReadingJob } from './published/published.ts';

/** A table of images has one of these pairs. */
const pairs = [
  ['Image Data ID', 'Subject'],
  ['image_id', 'subject_id'],
];
/** What is read of an image, by the names of its columns. */
const columns = {
  id: ['Image Data ID', 'image_id'],
  group: ['Group'],
  sex: ['Sex'],
  age: ['Age'],
  visit: ['Visit', 'image_visit', 'mri_visit', 'pet_visit'],
  modality: ['Modality'],
  description: [
    'Description',
    'image_description',
    'series_description',
    'mri_description',
    'pet_description',
  ],
  date: ['Acq Date', 'image_date', 'mri_date', 'pet_date'],
} as const;
const merge = ['RID', 'VISCODE', 'DX'];
/** Of ADNIMERGE. */
export const measured = ['PTEDUCAT', 'APOE4', 'MMSE', 'CDRSB'] as const;
const wanted = [...merge, 'IMAGEUID', 'EXAMDATE', 'AGE', 'Years_bl', ...measured];
/** Of DXSUM. */
const diagnosed = ['DIAGNOSIS', 'RID', 'PTID', 'VISCODE', 'VISCODE2', 'EXAMDATE'];
/** Codes of DIAGNOSIS, and its words where R wrote the table, as ADNIMERGE calls them. */
const diagnoses: Readonly<Record<string, string>> = {
  1: 'CN',
  2: 'MCI',
  3: 'Dementia',
  cn: 'CN',
  mci: 'MCI',
  dem: 'Dementia',
  dementia: 'Dementia',
};
const nothing = { PTEDUCAT: null, APOE4: null, MMSE: null, CDRSB: null };
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

/** With the columns that tell. Also where other tables lie about; the list of a search has no ids of images, and is none. */
export async function collectionsOf(
  files: Files,
): Promise<{ readonly table: NamedTable; readonly columns: readonly string[] }[]> {
  const paths = files.named(/\.csv$/);
  const found = await Promise.all(
    pairs.map(async (columns) =>
      (await files.tablesAt(paths, columns)).map((table) => ({ table, columns })),
    ),
  );
  return found.flat();
}

/** By image id, which is written with and without an `I`. What several tables say of an image is put together. */
export async function readCollections(job: ReadingJob): Promise<ReadonlyMap<string, Details>> {
  const known = new Map<string, Details>();
  const tables = await collectionsOf(job.files);
  if (tables.length === 0) job.isAbsent('the CSV of the collection', 'labels');
  for (const { table } of tables) {
    const problem = await table.eachRow(Object.values(columns).flat(), job.signal, (cell) => {
      const of = (names: readonly string[]) => names.map(cell).find((one) => one !== '') ?? '';
      const id = kept(of(columns.id).replace(/^I/i, '').replace(/\.0+$/, ''));
      const before = known.get(id);
      const { group, sex, age, visit, modality, description, date } = columns;
      known.set(id, {
        group: before?.group || kept(of(group)),
        sex: before?.sex || kept(of(sex)),
        age: before?.age || kept(of(age)),
        visit: before?.visit || kept(of(visit)),
        modality: before?.modality || kept(of(modality)),
        description: before?.description || kept(of(description)),
        day: before?.day ?? dayIn(of(date)),
      });
    });
    job.note(problem);
  }
  return known;
}

/** Visits of all subjects. */
export class Visits {
  /** Whether any of them has a score by which diagnoses are made. */
  haveScores = false;
  readonly #byImage = new Map<string, Visit>();
  readonly #byCode = new Map<string, Visit>();
  /** Of phases of the study. */
  readonly #byOtherCode = new Map<string, Visit>();
  readonly #bySubject = new Map<string, Visit[]>();

  /** @param codes by which the visit is known; the first ones count where another visit has one of the later ones */
  add(image: string, rid: string, codes: readonly string[], visit: Visit): void {
    this.haveScores ||= visit.MMSE !== null || visit.CDRSB !== null;
    if (image !== '') this.#byImage.set(image, visit);
    const [own, ...others] = codes.map((code) => `${rid} ${code.toLowerCase()}`);
    if (own !== undefined) this.#byCode.set(own, visit);
    for (const other of others) this.#byOtherCode.set(other, visit);
    const visits = this.#bySubject.get(rid);
    if (visits === undefined) this.#bySubject.set(rid, [visit]);
    else visits.push(visit);
  }

  /**
   * The visit that names an image, else that of its code, else the nearest one.
   * @param rid of the subject, without zeros before it
   * @param day of the scan, in days since 1970
   */
  of(image: string, rid: string, code: string, day: number | null): Visit | undefined {
    const named = this.#byImage.get(image) ?? this.#called(rid, code);
    if (named !== undefined || day === null) return named;
    const away = (visit: Visit) => (visit.day === null ? Infinity : Math.abs(visit.day - day));
    const [nearest] = [...(this.#bySubject.get(rid) ?? [])].sort((a, b) => away(a) - away(b));
    return nearest !== undefined && away(nearest) <= mostDays ? nearest : undefined;
  }

  #called(rid: string, code: string): Visit | undefined {
    for (const one of sameVisit(code)) {
      const key = `${rid} ${one}`;
      const visit = this.#byCode.get(key) ?? this.#byOtherCode.get(key);
      if (visit !== undefined) return visit;
    }
    return undefined;
  }
}

/** The visits of ADNIMERGE, else those of DXSUM that have a diagnosis. */
export async function readVisits(job: ReadingJob): Promise<Visits> {
  const visits = new Visits();
  const merged = await newestOf(job, /^adnimerge.*\.csv$/, merge);
  if (merged !== null) {
    const problem = await merged.eachRow(wanted, job.signal, (cell) => {
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
      visits.add(image, kept(cell('RID')), [kept(cell('VISCODE'))], visit);
    });
    job.note(problem);
    return visits;
  }
  const summary = await newestOf(job, /(?:^|_)dxsum(?:_.*)?\.csv$/, ['DIAGNOSIS']);
  if (summary === null) {
    job.isAbsent('ADNIMERGE.csv', 'details');
    return visits;
  }
  const problem = await summary.eachRow(diagnosed, job.signal, (cell) => {
    const diagnosis = diagnoses[cell('DIAGNOSIS').toLowerCase().replace(/\.0+$/, '')];
    if (diagnosis === undefined) return;
    const visit = { ...nothing, diagnosis, age: null, day: dayIn(cell('EXAMDATE')) };
    // That of the whole study first: those of its phases begin anew.
    const codes = [cell('VISCODE2'), cell('VISCODE')].filter((code) => code !== '').map(kept);
    visits.add('', ridOf(cell('RID') || cell('PTID')), codes, visit);
  });
  job.note(problem);
  return visits;
}

/** The newest table of a name; null where there is none. Others are told. */
async function newestOf(
  job: ReadingJob,
  name: RegExp,
  columns: readonly string[],
): Promise<NamedTable | null> {
  const paths = newestFirst(job.files.named(name));
  const [table, ...older] = await job.files.tablesAt(paths, columns, job.note.bind(job));
  if (older[0] !== undefined) {
    const parameters = { files: older.length, example: older[0].path };
    job.say({ kind: 'ignored-files', holds: false, parameters });
  }
  return table ?? null;
}

/** By the days in their names, `ADNIMERGE_18Feb2025.csv`; those without come last. */
export function newestFirst(paths: readonly string[]): string[] {
  const dayOf = (path: string) =>
    dayIn(baseName(path).replace(/(\d{1,2})([a-z]{3})(\d{4})/i, '$1 $2 $3')) ?? -Infinity;
  return [...paths].sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0));
}

/**
 * What a visit may be called. Screening scans belong to the baseline row of ADNIMERGE, which has no other for them; of DXSUM some subjects
 * have only a row for the screening.
 */
function sameVisit(visit: string): readonly string[] {
  const code = visit.toLowerCase();
  return ['sc', 'scmri', 'bl'].includes(code) ? [code, 'bl', 'sc'] : [code];
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

/** The number of a subject that is the same at all sites (RID), of it or of a PTID, without zeros before it; `NaN` where there is none. */
export const ridOf = (subject: string) => String(Number(subject.split('_').at(-1) || NaN));

/** -4 and -1 say that a value is missing. */
export function numberOf(cell: string): number | null {
  const value = Number(cell);
  return cell === '' || Number.isNaN(value) || value < 0 ? null : value;
}
