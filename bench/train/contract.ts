/** What the bench asks of a contestant, be it a worker in a browser or a Python process, and what it says. */

export type Request =
  | {
      readonly kind: 'prepare';
      /** Address (or folder) of `problem.json` and `problem.bin`. */
      readonly problem: string;
      readonly backend: string;
    }
  /** Goes on for so many steps. */
  | { readonly kind: 'run'; readonly steps: number };

export interface Prepared {
  /** Adapter, build or library version: what the numbers are of. */
  readonly device: string;
  /** How many threads compute, where that is known. */
  readonly threads: number | null;
}

export interface Ran {
  /** Of all steps, the last loss being read included. */
  readonly seconds: number;
  /** Loss of the last step. */
  readonly loss: number;
}

/** A contestant with its network at the initial weights. */
export interface Trainee extends Prepared {
  /** @param step from 0; the loss is only waited for when it is asked for */
  learn(step: number): Promise<{ read(): Promise<number>; dispose(): void }>;
}
