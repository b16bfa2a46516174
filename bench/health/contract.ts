/** What the bench's page measures. */
export interface HealthTimes {
  readonly samples: number;
  /** Seconds of all checks in the worker, after the samples were made. */
  readonly seconds: number;
  /** Planted copies, and how many of them the checks counted. */
  readonly planted: number;
  readonly found: number;
  /** The longest task of the page's own thread meanwhile, in ms; 0 where none was over 50 ms. */
  readonly longestTaskMs: number;
  /** The longest time between two reports of progress in ms: how soon a stop is heard. */
  readonly longestPortionMs: number;
}

declare global {
  interface Window {
    measureHealth: (samples: number) => Promise<HealthTimes>;
  }
}
