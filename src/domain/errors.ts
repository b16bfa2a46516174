/**
 * What can go wrong with what a person brought, as data. An error names its kind, the file and the numbers; the sentences
 * (what happened, what to do) are made from the kind in the reader's language by `src/i18n`. Bugs are not AppErrors:
 * they surface as they are.
 */

/** The numbers and names that each kind of error carries. Values named `detail` are a decoder's own words, untranslated. */
export interface ErrorParameters {
  // the source
  'empty-source': Record<string, never>;
  'no-images': { files: number };
  'permission-lost': { name: string };
  'unreadable-file': { detail: string };
  'missing-file': { table: string; row: number };
  'damaged-archive': { detail: string };
  'unsupported-archive': { detail: string };
  /** An archive in parts that can't be opened as far as it is there. */
  'missing-part': { part: string; detail: string };
  // images
  'empty-file': Record<string, never>;
  'not-an-image': { firstBytes: string };
  'unsupported-image': { format: string; detail: string };
  'truncated-image': { format: string; bytes: number };
  'damaged-image': { format: string; detail: string };
  'image-too-large': { width: number; height: number; limitPixels: number };
  /** An image that was to be cut as a volume; `slices` is how many of one size and colour it begins with. */
  'not-a-volume': { slices: number };
  /** A box that holds no pixel of its image: without width or height, or beyond the edges. All in px. */
  'empty-box': {
    x: number;
    y: number;
    width: number;
    height: number;
    imageWidth: number;
    imageHeight: number;
  };
  // npz
  'npz-missing-member': { member: string; found: string };
  'npz-mismatched-lengths': { split: string; images: number; labels: number };
  'npz-object-array': { member: string; dtype: string };
  'npz-unsupported-array': { member: string; dtype: string; shape: string; expected: string };
  'npz-damaged-member': { member: string; expectedBytes: number; foundBytes: number };
  /** What another program made of the samples; `instead` is what to open. */
  'computed-features': { instead: string };
  // tables and targets
  'unrecognised-source': { files: number; images: number };
  /** Null where no single row is at fault. */
  'damaged-table': { row: number | null; detail: string };
  'unsupported-table': { format: string; detail: string };
  'text-too-large': { column: string; limitMegabytes: number };
  /** A published dataset without one of its tables; `file` is a table of that name that has other columns. */
  'missing-table': { dataset: string; table: string; columns: string };
  'missing-column': { column: string; found: string };
  'no-target': { columns: string };
  'one-class': { target: string; className: string; samples: number };
  'unique-labels': { column: string; values: number; rows: number };
  'too-many-classes': { column: string; values: number; limit: number };
  'empty-split': { split: string; samples: number };
  'patient-in-two-splits': { patients: number };
  'no-usable-images': { rejected: number };
  // recipes
  'bad-recipe': { path: string; found: string; expected: string };
  'recipe-does-not-fit': { path: string; found: string; available: string };
  // keeping and loading
  /** Null where the browser does not say: most tell every page the same large number, so that none can be recognised by it. */
  'quota-exceeded': { neededBytes: number | null; availableBytes: number | null };
  'storage-lost': { detail: string };
  'damaged-weights': { detail: string };
  'weights-disagree': { largestDifference: number; tolerance: number };
  // the machine
  'worker-lost': { worker: string; detail: string };
  'gpu-lost': { backend: string; detail: string };
  'no-backend': { tried: string };
  'training-diverged': { epoch: number; step: number };
}

export type ErrorKind = keyof ErrorParameters;

/** An AppError as plain data: what crosses a worker boundary, is stored, and stands in a list of rejected files. */
export type Problem = {
  [K in ErrorKind]: {
    readonly kind: K;
    readonly file: string | null;
    readonly parameters: ErrorParameters[K];
  };
}[ErrorKind];

/** A problem that a person can understand and act on. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.kind}: ${problem.file ?? ''} ${JSON.stringify(problem.parameters)}`, options);
    this.problem = problem;
  }
}

/**
 * Makes an AppError. `file` is the path inside the source, or null where no single file is at fault;
 * `cause` is the lower error, kept for "copy details".
 */
export function appError<K extends ErrorKind>(
  kind: K,
  file: string | null,
  parameters: ErrorParameters[K],
  cause?: unknown,
): AppError {
  return new AppError(
    { kind, file, parameters } as Problem,
    cause === undefined ? undefined : { cause },
  );
}
