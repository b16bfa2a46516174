/**
 * What the readers of published datasets have in common: a signature that is found by names and headings, tables that are joined by
 * maps, and what is said of rows without images, of tables that are not there and of data that may not be passed on.
 */
import {
  AppError,
  appError,
  type Evidence,
  type Problem,
  type Reader,
  type Sharing,
  type TableContent,
} from '../../domain/index.ts';
import { someOf, toRecognised } from '../inspection.ts';
import type { CheckedLabels } from '../labels.ts';
import { baseName, folderOf } from '../listing.ts';
import type { DatasetReader, Edition, Recognised } from '../reader.ts';
import { filesOf, type Files } from './files.ts';
import type { NamedTable } from './named-table.ts';
import type { SampleRows } from './sample-rows.ts';

/** What makes a source this dataset. */
export interface Signature {
  /** The file that tells, and the columns in it that do; none where its name is enough. */
  readonly file: string;
  readonly columns: readonly string[];
  /** The edition, where there are several. */
  readonly title?: string;
  /** Where the edition shares images with another dataset than the whole does. */
  readonly overlaps?: string;
  /** Editions of it that are there too, under other names. */
  readonly others?: readonly Edition[];
  readonly read: (job: ReadingJob) => Promise<Findings>;
}

export interface Findings {
  readonly samples: SampleRows;
  /** Best target first. */
  readonly labels: readonly CheckedLabels[];
}

/** What a dataset reads from, and where it puts what there is to say. */
export class ReadingJob {
  readonly files: Files;
  readonly signal: AbortSignal;
  readonly evidence: Evidence[] = [];
  readonly rejected: Problem[] = [];

  constructor(files: Files, signal: AbortSignal) {
    this.files = files;
    this.signal = signal;
  }

  get images(): readonly string[] {
    return this.files.listing.images;
  }

  /** Notes what ended a table early, if anything did. */
  note(problem: Problem | null): void {
    if (problem !== null) this.rejected.push(problem);
  }

  say(evidence: Evidence): void {
    this.evidence.push(evidence);
  }

  /** Like `Files.table`; a table that can't be opened is noted, and then as good as absent. */
  table(name: string | RegExp, columns?: readonly string[]): Promise<NamedTable | null> {
    return this.#unlessDamaged(() => this.files.table(name, columns));
  }

  /** Like `Files.tableBeside`, and as forgiving. */
  tableBeside(
    folder: string,
    name: string | RegExp,
    columns?: readonly string[],
  ): Promise<NamedTable | null> {
    return this.#unlessDamaged(() => this.files.tableBeside(folder, name, columns));
  }

  async #unlessDamaged(find: () => Promise<NamedTable | null>): Promise<NamedTable | null> {
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.note(error.problem);
      return null;
    }
  }

  isAbsent(table: string, gives: TableContent): void {
    this.say({ kind: 'table-absent', holds: false, parameters: { table, gives } });
  }
}

/** A table by its name and what has to be in it. */
export interface Part {
  readonly table: string | RegExp;
  /** What people call it. */
  readonly called: string;
  readonly columns: readonly string[];
  /** The table that it lies beside; without that, nobody expects it. */
  readonly beside?: string;
}

export interface PublishedDataset {
  readonly name: Reader;
  readonly title: string;
  /** Null for a form that anybody's data may have. */
  readonly licence: string | null;
  readonly sharing: Sharing | null;
  /** Datasets that have many of the same images. */
  readonly overlaps?: string;
  /** Whether the images' DICOM headers have covariates that no table has. Patients are never taken from them. */
  readonly hasHeaders?: boolean;
  /** Tables that it has where it has another: what is not there beside it is told. */
  readonly parts?: readonly Part[];
  /** Where the table that tells the dataset is not there, the name of another that does, and the one that is to be asked for. */
  readonly hint?: { readonly beside: string | RegExp; readonly part: Part };
  /** Null where the source is something else. An AppError says that it would be this dataset, but is damaged. */
  readonly find: (files: Files) => Promise<Signature | null>;
}

/** Copies of a table that are looked at. */
const mostCopies = 4;
/** As sure as a published dataset by its name and content. */
const certain = 1;
/** Surer than a table with a column of images, and less sure than anything with a name. */
const formOnly = 0.92;

export function publishedReader(dataset: PublishedDataset): DatasetReader {
  return {
    name: dataset.name,
    async *look(source, listing, _, signal) {
      const files = filesOf(source, listing);
      const signature = await dataset.find(files);
      if (signature === null) {
        const { hint } = dataset;
        if (hint === undefined || files.named(hint.beside).length === 0) return null;
        throw new AppError(missingTable(dataset, files, hint.part));
      }
      yield { stage: 'recognising', done: listing.files.length };
      const published = { title: signature.title ?? dataset.title, because: signature.file };
      const others = [...(signature.others ?? []), ...(await copiesOf(published, signature, files))];
      return {
        score: dataset.licence === null ? formOnly : certain,
        ...(dataset.licence !== null && { published, others }),
        read: () => read(dataset, signature, new ReadingJob(files, signal)),
      };
    },
  };
}

/** The same table in other folders, as where two sizes of a dataset lie side by side. */
async function copiesOf({ title }: Edition, signature: Signature, files: Files): Promise<Edition[]> {
  const { file, columns } = signature;
  if (!files.listing.tables.includes(file)) return [];
  const name = baseName(file).toLowerCase().replace(/\.gz$/, '');
  const paths = files.named(name).filter((path) => folderOf(path) !== folderOf(file));
  const copies = await files.tablesAt(paths.slice(0, mostCopies), columns);
  return copies.map(({ path }) => ({ title, because: path }));
}

/** The problem of a table that is not there, or is there with other columns. */
function missingTable({ title }: PublishedDataset, files: Files, part: Part): Problem {
  const [other] = files.named(part.table);
  const columns = part.columns.join(', ');
  return appError('missing-table', other ?? null, { dataset: title, table: part.called, columns })
    .problem;
}

async function noteMissingParts(dataset: PublishedDataset, job: ReadingJob): Promise<void> {
  const { files } = job;
  for (const part of dataset.parts ?? []) {
    if (part.beside !== undefined && files.named(part.beside).length === 0) continue;
    if ((await job.table(part.table, part.columns)) === null)
      job.note(missingTable(dataset, files, part));
  }
}

async function read(
  dataset: PublishedDataset,
  signature: Signature,
  job: ReadingJob,
): Promise<Recognised> {
  const { name, title, licence, sharing, hasHeaders } = dataset;
  const overlaps = signature.overlaps ?? dataset.overlaps;
  await noteMissingParts(dataset, job);
  const { samples, labels } = await signature.read(job);
  const { listing } = job.files;
  const found = samples.finish(listing.files.length);
  const evidence: Evidence[] = [
    {
      kind: 'signature-file',
      holds: true,
      parameters: { file: signature.file, columns: someOf(signature.columns) },
    },
    ...imageEvidence(samples, found.images?.length ?? 0),
    ...job.evidence,
    ...minedEvidence(labels, found.text),
  ];
  if (overlaps !== undefined)
    evidence.push({ kind: 'overlaps-with', holds: false, parameters: { dataset: overlaps } });
  const recognised = toRecognised({
    reader: name,
    dataset: name,
    title: signature.title ?? title,
    licence,
    ...(sharing !== null && { sharing }),
    evidence,
    columns: null,
    imageSize: null,
    rejected: [...job.rejected, ...samples.tooLarge, ...samples.rejected],
    samples: found,
    labels,
  });
  return { ...recognised, headers: hasHeaders === true ? 'covariates' : 'none' };
}

function imageEvidence({ rows, without, rejected }: SampleRows, images: number): Evidence[] {
  const evidence: Evidence[] = [];
  if (images > 0) evidence.push({ kind: 'images-joined', holds: true, parameters: { images, rows } });
  if (without > 0)
    evidence.push({
      kind: 'rows-without-image',
      holds: false,
      parameters: { rows: without, of: rows, example: rejected[0]?.file ?? '' },
    });
  return evidence;
}

/** Which labels a model would only repeat, of those whose texts are there. */
function minedEvidence(
  labels: readonly CheckedLabels[],
  text: Readonly<Record<string, readonly string[]>>,
): Evidence[] {
  const mined = new Map<string, string[]>();
  for (const { column } of labels) {
    const fields = (column.minedFrom ?? []).filter((field) => field in text).join(', ');
    if (fields !== '') mined.set(fields, [...(mined.get(fields) ?? []), column.target.name]);
  }
  return [...mined].map(([fields, targets]) => ({
    kind: 'labels-from-text',
    holds: false,
    parameters: { targets: targets.join(', '), fields },
  }));
}
