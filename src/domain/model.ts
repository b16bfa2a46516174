/** A trained model as plain data: enough to rebuild it, to feed it correctly, and to check that it still says the same. */
import type { CutOptions, InputKind } from './recipe.ts';
import type { EpochResult } from './run.ts';
import type { Target } from './samples.ts';

/** What the layers are built from. */
export interface ModelShape {
  readonly inputs: InputKind;
  /** Null for a text-only model. */
  readonly image: { readonly size: number; readonly channels: 1 | 3 } | null;
  /** Null for an image-only model. */
  readonly text: { readonly buckets: number; readonly hidden: number } | null;
  /** Logits: 1 for binary, otherwise one a class. */
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
  /** `[count, size, size, channels]` uint8; null for a text-only model. */
  readonly images: Uint8Array | null;
  readonly texts: readonly string[] | null;
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
