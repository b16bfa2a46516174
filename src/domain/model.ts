/** A trained model as plain data: enough to rebuild it, to feed it correctly, and to check that it still says the same. */
import type { CutOptions, Fusion, ImageEncoder, InputKind, TextEncoder } from './recipe.ts';
import type { EpochResult } from './run.ts';
import type { Target } from './samples.ts';

export interface ImageShape {
  /** Side in px. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** Slices of a volume; left out for pictures. */
  readonly depth?: number;
  /** Left out in models from before it could be chosen: `residual`. */
  readonly encoder?: ImageEncoder;
}

export interface TextShape {
  readonly buckets: number;
  readonly hidden: number;
  /** Left out in models from before it could be chosen: `ngrams`. */
  readonly encoder?: TextEncoder;
  /** Tokens of a text that are read; not of `ngrams`, which reads all. */
  readonly length?: number;
}

/** How a covariate becomes numbers, as found on train; `src/models/covariates.ts` has the rules. */
export type CovariateColumn =
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly mean: number;
      readonly deviation: number;
    }
  | {
      readonly name: string;
      readonly kind: 'category';
      /** Those that have a number of their own, the most common first. */
      readonly values: readonly (string | number)[];
      /** Whether missing has a number of its own. */
      readonly mayMiss: boolean;
    };

/** Covariates as a model takes them in. */
export interface CovariateReader {
  readonly columns: readonly CovariateColumn[];
  /** `[rows, width]` */
  readonly read: (rows: ArrayLike<number>) => Float32Array;
}

/** What the layers are built from. */
export interface ModelShape {
  readonly inputs: InputKind;
  /** Null for a model that sees no image. */
  readonly image: ImageShape | null;
  /** Null for a model that reads no text. */
  readonly text: TextShape | null;
  /** Left out for a model that reads none. */
  readonly covariates?: readonly CovariateColumn[];
  /** How the texts of options are read; only of `choice`, where each output is the score of an option. */
  readonly options?: TextShape;
  /** Left out in models from before it could be chosen: `concatenation`. */
  readonly fusion?: Fusion;
  /** `cumulative` for an ordinal target whose steps share one score; left out for all others. */
  readonly head?: 'cumulative';
  /** Logits: 1 for binary, classes - 1 for a cumulative head, otherwise one a class. */
  readonly outputs: number;
  readonly dropout: number;
}

export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Inputs kept with the weights, and what the model said of them when it was trained. */
export interface ReferenceSamples {
  readonly count: number;
  /** `[count, size, size, channels]` uint8, of volumes `[count, depth, size, size, channels]`; null for a text-only model. */
  readonly images: Uint8Array | null;
  readonly texts: readonly string[] | null;
  /** `[count, width]`, as they go into the network; left out for a model that reads none. */
  readonly covariates?: Float32Array;
  /** The options of each; only of `choice`. */
  readonly options?: readonly (readonly string[])[];
  /** `[count, classes]`. */
  readonly probabilities: Float32Array;
}

export interface TrainedModel {
  readonly version: 1;
  readonly shape: ModelShape;
  readonly target: Target;
  /** How images are cut before they go in; null for a text-only model. */
  readonly cut: (CutOptions & { readonly channels: 'grey' | 'rgb' }) | null;
  readonly weights: readonly NamedArray[];
  readonly reference: ReferenceSamples;
}

/** Where training stands after an epoch: what a new worker needs to go on as if nothing had happened. */
export interface Checkpoint {
  readonly epoch: number;
  readonly step: number;
  readonly history: readonly EpochResult[];
  readonly bestEpoch: number;
  readonly weights: readonly NamedArray[];
  readonly bestWeights: readonly NamedArray[];
  /** The optimiser's moments (and a moving average of the weights, if one is kept), by name. */
  readonly optimiser: readonly NamedArray[];
}
