/**
 * What a dataset reader is. Each knows one way in which samples lie in files; `registry.ts` lists them and `recognise.ts`
 * asks all of them. A reader looks first and reads when it was chosen, and what it looked at it need not read again.
 */
import type {
  Inspection,
  Reader,
  Reading,
  ReadingProgress,
  SampleTable,
  Source,
} from '../domain/index.ts';
import type { Listing } from './listing.ts';

/** A source that was read: what the page shows of it, and its samples. */
export interface Recognised {
  readonly inspection: Inspection;
  readonly table: SampleTable;
  /** What the headers of DICOM files may add: all where it is left out, covariates alone, or nothing. */
  readonly headers?: 'covariates' | 'none';
}

/** A published dataset, or one of its editions. */
export interface Edition {
  readonly title: string;
  readonly because: string;
}

/** A reader's answer to a source that it can read. */
export interface Fit {
  /**
   * How sure it is, 0 to 1. A published dataset by its name and content is 1, a container that allows no other reading
   * 0.9, a table that names the images up to 0.9, folders that look like classes 0.65, and what can be read but
   * hardly learned from at most 0.3.
   */
  readonly score: number;
  /** For a published dataset, what it is called and the file by which it was recognised. */
  readonly published?: Edition;
  /** Further copies and editions of it, which are not read. */
  readonly others?: readonly Edition[];
  /** Reads the samples. Throws AppError for content that can't be used. */
  read(): Promise<Recognised>;
}

export interface DatasetReader {
  readonly name: Reader;
  /** It walks whole tables to find out what they are, which is spared where a published dataset is certain. */
  readonly isCostly?: boolean;
  /**
   * Looks whether this reader fits; null where it doesn't. An AppError says that the files would be this reader's
   * but can't be used, which the person is told if no other reader fits.
   */
  look(
    source: Source,
    listing: Listing,
    columns: Reading['columns'],
    signal: AbortSignal,
  ): AsyncGenerator<ReadingProgress, Fit | null, void>;
}
