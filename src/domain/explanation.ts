/** Why a model said what it said: where in a picture, which words, which training samples are like it, and all samples as a map. */
import type { Pixels } from './pixels.ts';
import type { Split } from './samples.ts';

/** Where in a cut picture the evidence for a class lies (Grad-CAM). */
export interface HeatMap {
  readonly width: number;
  readonly height: number;
  /** Slices of a volume; left out for pictures. */
  readonly depth?: number;
  /** `[height, width]` (of volumes `[depth, height, width]`) in px of the cut, 0 to 1 by the map's own smallest and largest value; all 0 where nothing speaks for the class. */
  readonly values: Float32Array;
}

/** What one class owes to one word: how far its probability falls without it. */
export interface WordEffect {
  /** Where the word stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** -1 to 1; below 0 where the word speaks against the class. */
  readonly drop: number;
}

/** One sample as a model of a run sees it, asked about one class. */
export interface Explanation {
  readonly row: number;
  readonly classIndex: number;
  /** Probability of the class, 0 to 1. */
  readonly score: number;
  /** Null for a model without pictures. */
  readonly map: HeatMap | null;
  /** The slices that the map is of, from the first to the last; left out for a model that sees no volumes. */
  readonly slices?: readonly Pixels[];
  /** Null for a model without text. */
  readonly text: { readonly text: string; readonly words: readonly WordEffect[] } | null;
  /** What there was to choose from, by place, '' for a place without an option; left out for a target that is no choice. */
  readonly options?: readonly string[];
}

/** A training sample that the model sees much as the one asked about. */
export interface Neighbour {
  readonly row: number;
  /** Cosine of the angle between the two embeddings, at most 1. */
  readonly similarity: number;
  /** `[labelWidth]`. */
  readonly labels: Int32Array;
}

export const projections = ['pca', 'umap'] as const;
export type Projection = (typeof projections)[number];

/** While samples are embedded, or their embeddings laid out on a plane. */
export interface ExplanationProgress {
  readonly stage: 'embedding' | 'projecting';
  readonly done: number;
  /** 0 where it is not known. */
  readonly total: number;
}

/** What the layer before the head says of all samples of a run. */
export interface Embeddings {
  /** Rows of the sample table: train, then val, then test. */
  readonly rows: Int32Array;
  /** Samples of each split among them. */
  readonly counts: Readonly<Record<Split, number>>;
  readonly width: number;
  /** `[rows, width]`. */
  readonly values: Float32Array;
  /** What else is known of the rows, by name. Never leaves the page. */
  readonly covariates: Readonly<Record<string, readonly (string | number | null)[]>>;
}

/** All samples of a run as points of a plane, near each other where the model sees them alike. */
export interface EmbeddingMap extends Omit<Embeddings, 'width' | 'values'> {
  readonly projection: Projection;
  /** `[rows, 2]`. */
  readonly positions: Float32Array;
}
