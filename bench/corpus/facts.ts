/** What `reference.py` says about a file, and what came of reading it here. */

export interface FileFacts {
  /** `package/path/below/it`. */
  readonly name: string;
  /** `dicom`, `png`, …: by content where that is known, else the file name's extension. */
  readonly kind: string;
  /** Why no reference library gives an array. */
  readonly why?: string;
  /** Library, version and part of it that gave the array. */
  readonly reference?: string;
  readonly detail?: string;
  /** Lossy JPEG: decoders may differ by 1. */
  readonly lossy?: boolean;
  readonly slope?: number;
  readonly intercept?: number;
  /** Absent where the array is not compared. */
  readonly shape?: readonly number[];
  readonly dtype?: string;
  /** Shapes of the arrays of an .npz by name. */
  readonly members?: Readonly<Record<string, readonly number[]>>;
}

/** `read` is read without anything to compare it with. */
export const outcomes = [
  'equal',
  'within 1',
  'different',
  'read',
  'refused',
  'failed',
  'hung',
  'crashed',
] as const;

export interface Verdict {
  readonly outcome: (typeof outcomes)[number];
  /** Where the arrays differ, why a file is refused, what was thrown. */
  readonly detail: string;
}
