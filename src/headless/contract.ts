/**
 * What Node and the page say to each other when there is nobody to click. The page (`src/headless-page.ts`) has file
 * inputs, puts `microtome` on the window, and hands its files over as ordinary downloads; Node sets an input, calls a
 * function, prints the progress and saves the downloads. Nothing here needs Node or a DOM, so both sides may import it.
 */
import type { Check, ErrorKind, Metrics, Severity, Split, TargetKind } from '../domain/index.ts';

/** Where the built page is, below the server's root. */
export const headlessPagePath = '/headless.html';

/** Ids of the page's inputs for the source: one with `webkitdirectory`, one for a single file. */
export const sourceInputs = { directory: 'source-directory', file: 'source-file' } as const;

/** Id of the page's input for weights that training starts from. */
export const startInput = 'start-weights';

/** A field with the number of samples that have it. */
export interface FieldReport {
  readonly name: string;
  readonly samples: number;
}

export interface TargetReport {
  readonly name: string;
  readonly kind: TargetKind;
  readonly classes: readonly string[];
  /** Samples (multi-label: positives) by split and class; `none` is for samples without an official split. */
  readonly counts: Readonly<Partial<Record<Split | 'none', Readonly<Record<string, number>>>>>;
  readonly missing: number;
  readonly uncertain: number;
}

/** What `inspect` prints. Sentences are English. */
export interface InspectReport {
  readonly dataset: string;
  readonly title: string;
  readonly evidence: readonly string[];
  readonly samples: number;
  /** Null where the dataset does not say who its patients are. */
  readonly patients: number | null;
  readonly images: number;
  readonly rejected: readonly {
    readonly file: string | null;
    readonly kind: ErrorKind;
    readonly reason: string;
  }[];
  readonly targets: readonly TargetReport[];
  readonly text: readonly FieldReport[];
  readonly covariates: readonly FieldReport[];
  /** Samples with at least one box. */
  readonly boxes: number;
  /** What is learned with `boxes.samples=boxes`, counted in boxes; null where there are none. */
  readonly boxTarget: TargetReport | null;
  readonly splits: Readonly<
    Partial<Record<Split, { readonly samples: number; readonly patients: number | null }>>
  >;
  readonly health: readonly {
    readonly check: Check;
    readonly severity: Severity;
    readonly count: number;
    readonly examples: readonly string[];
    /** What was found, why it matters and what to do. */
    readonly what: string;
    readonly why: string;
    readonly remedy: string;
  }[];
}

export interface InspectOptions {
  /** Name of the only target to report; all where it is absent. */
  readonly target?: string;
}

export interface RunOptions {
  /** The parsed recipe file, unchecked; absent where there is none. */
  readonly recipe?: unknown;
  /** Values by dotted path (`training.epochs`), laid over the recipe before it is checked. */
  readonly set: Readonly<Record<string, unknown>>;
}

/** What a finished run says. */
export interface RunReport {
  readonly metrics: Metrics;
  /** Names of all files handed over as downloads, so that Node can wait for the last of them. */
  readonly files: readonly string[];
}

/** A failure as the page tells it: an AppError in English, or a bug with its stack. */
export type Failure =
  | {
      readonly name: 'AppError';
      readonly kind: ErrorKind;
      /** Path inside the source, null where no single file is at fault. */
      readonly file: string | null;
      readonly reason: string;
      readonly remedy: string;
    }
  | { readonly name: string; readonly stack: string };

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** What the page puts on the window. Failures are values: an exception would lose all but its message on the way to Node. */
export interface HeadlessPage {
  inspect(options: InspectOptions): Promise<Outcome<InspectReport>>;
  run(options: RunOptions): Promise<Outcome<RunReport>>;
}

declare global {
  interface Window {
    microtome?: HeadlessPage;
    /** Put there by Node before the page loads: takes one line of progress. */
    microtomeProgress?: (line: string) => Promise<void>;
  }
}

/**
 * AppErrors that mean "the run failed" (exit 3). Every other kind is about what the person gave: arguments, source or
 * recipe (exit 2).
 */
const failedRun: readonly ErrorKind[] = [
  'quota-exceeded',
  'storage-lost',
  'weights-disagree',
  'worker-lost',
  'gpu-lost',
  'no-backend',
  'training-diverged',
];

/** The runner's exit code for a failure: 2 for bad input, 3 for a run that failed or a bug. */
export function exitCodeOf(failure: Failure): 2 | 3 {
  return 'kind' in failure && !failedRun.includes(failure.kind) ? 2 : 3;
}

const folderMark = '__';

/** A file's name as a download's name, which can't have a folder: `tfjs/model.json` becomes `tfjs__model.json`. */
export function downloadName(fileName: string): string {
  return fileName.replace('/', folderMark);
}

/** The inverse of `downloadName`. */
export function fileNameOf(download: string): string {
  return download.replace(folderMark, '/');
}
