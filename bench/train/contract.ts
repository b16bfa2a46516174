/** What the bench asks of a contestant, be it a worker in a browser or a Python process, and what it says. */

export type Request =
  | {
      readonly kind: 'prepare';
      /** Address (or folder) of `problem.json` and `problem.bin`. */
      readonly problem: string;
      readonly backend: string;
    }
  /** Goes on for so many steps. */
  | { readonly kind: 'run'; readonly steps: number }
  /** Takes the time of each kernel of so many training steps on our wasm backend. */
  | {
      readonly kind: 'roofline';
      readonly problem: string;
      readonly threads: number;
      readonly steps: number;
    };

/** All calls of one kernel with the same shapes. */
export interface KernelTime {
  readonly kernel: string;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  /** A step. */
  readonly calls: number;
  /** A step. */
  readonly milliseconds: number;
}

export interface Roofline {
  readonly device: string;
  /** GFLOP/s of a product of two 512 x 512 matrices: the best of many. */
  readonly peak: number;
  /** Of a whole step, without the clocks. */
  readonly stepMilliseconds: number;
  /** Of the whole step in which the kernels were timed. */
  readonly timedMilliseconds: number;
  readonly kernels: readonly KernelTime[];
}

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
