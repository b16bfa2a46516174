/**
 * What the readers of published datasets have in common: a signature that is found by names and headings, tables that are joined by
 * maps, and what is said of rows without images, of tables that are not there and of data that may not be passed on.
 */
import {
  AppError,
  type Evidence,
  type Problem,
  type Reader,
  type Sharing,
  type TableContent,
} from '../../domain/index.ts';
import { someOf, toRecognised } from '../inspection.ts';
import type { CheckedLabels } from '../labels.ts';
import type { DatasetReader, Recognised } from '../reader.ts';
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

export interface PublishedDataset {
  readonly name: Reader;
  readonly title: string;
  readonly licence: string;
  readonly sharing: Sharing;
  /** Datasets that have many of the same images. */
  readonly overlaps?: string;
  /** Whether the images' DICOM headers have covariates that no table has. Patients are never taken from them. */
  readonly hasHeaders?: boolean;
  /** Null where the source is something else. An AppError says that it would be this dataset, but is damaged. */
  readonly find: (files: Files) => Promise<Signature | null>;
}

/** As sure as a published dataset by its name and content. */
const certain = 1;

export function publishedReader(dataset: PublishedDataset): DatasetReader {
  return {
    name: dataset.name,
    async *look(source, listing, _, signal) {
      const files = filesOf(source, listing);
      const signature = await dataset.find(files);
      if (signature === null) return null;
      yield { stage: 'recognising', done: listing.files.length };
      return {
        score: certain,
        because: signature.file,
        read: () => read(dataset, signature, new ReadingJob(files, signal)),
      };
    },
  };
}

async function read(
  { name, title, licence, sharing, overlaps, hasHeaders }: PublishedDataset,
  signature: Signature,
  job: ReadingJob,
): Promise<Recognised> {
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
  ];
  if (overlaps !== undefined)
    evidence.push({ kind: 'overlaps-with', holds: false, parameters: { dataset: overlaps } });
  const recognised = toRecognised({
    reader: name,
    dataset: name,
    title: signature.title ?? title,
    licence,
    sharing,
    evidence,
    columns: null,
    imageSize: null,
    rejected: [...job.rejected, ...samples.rejected],
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
