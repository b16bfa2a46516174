/** What worker, page and bench say to one another. */

/** A share of a reader's inputs: `from`, `from + step`, … below `to`. */
export interface Share {
  readonly reader: string;
  /** Addresses of the whole files. */
  readonly seeds: readonly string[];
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface Finding {
  readonly index: number;
  readonly kind: 'bug' | 'hung' | 'worker lost' | 'memory' | 'unhandled rejection' | 'page lost';
  readonly detail: string;
}

/** Counts of how inputs ended: `read`, or an error's kind. */
export type Tally = Record<string, number>;

/** From the worker: an input begins, ended, or all are done. */
export type WorkerMessage =
  | { readonly kind: 'begin'; readonly index: number }
  | { readonly kind: 'end'; readonly index: number; readonly ended: string; readonly bytes: number }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'done' };

export interface ShareReport {
  readonly tally: Tally;
  readonly findings: readonly Finding[];
  /** Largest sum of allocations for one input, in bytes, and the input. */
  readonly largest: { readonly bytes: number; readonly index: number };
  /** Longest time for one input in ms, and the input. */
  readonly longest: { readonly ms: number; readonly index: number };
}
