/**
 * What goes between the page and what works for it: progress, previews, results, files. Plain data, so that it can cross
 * to a worker and back.
 */
import type { EvidenceParameters } from './dataset.ts';
import type { Problem } from './errors.ts';
import type { CovariateColumn } from './model.ts';
import type { Pixels } from './pixels.ts';
import type { AppliedWindow, CompleteRecipe, OwnWindow } from './recipe.ts';
import type { BackendChoice, EpochResult, Metrics, Predictions } from './run.ts';
import type { ImageReference, Rectangle, Split, Target } from './samples.ts';

/** While a source is listed and read. */
export interface ReadingProgress {
  readonly stage: 'listing' | 'table' | 'headers' | 'recognising';
  /** Files listed, rows read or headers of images read so far. */
  readonly done: number;
}

/** Something to know before training that doesn't stop it. */
export type Notice =
  | {
      readonly kind: 'split-made';
      readonly split: Split;
      readonly samples: number;
      readonly byPatient: boolean;
    }
  | {
      readonly kind: 'class-missing-from-split';
      readonly split: Split;
      readonly classes: readonly string[];
    }
  | { readonly kind: 'labels-missing'; readonly samples: number }
  | {
      readonly kind: 'answer-vocabulary';
      readonly parameters: EvidenceParameters['answer-vocabulary'];
    }
  | { readonly kind: 'answer-ceiling'; readonly parameters: EvidenceParameters['answer-ceiling'] }
  | { readonly kind: 'text-tells-label'; readonly field: string }
  | { readonly kind: 'few-samples'; readonly samples: number };

/** A recipe that was found to fit the open source, with what it comes to. */
export interface Prepared {
  readonly recipe: CompleteRecipe;
  readonly target: Target;
  /** Key of the plan in storage: recipe, target and the rows of each split. */
  readonly planId: string;
  /** The sample table in storage. */
  readonly tableId: string;
  /** The tensors in storage, finished or not; null for a text-only run. */
  readonly cutId: string | null;
  /** One of the pictures; null where there are none. */
  readonly picture: ImageReference | null;
  /** Samples (multi-label: positives) of each class in each split. */
  readonly counts: Readonly<Record<Split, readonly number[]>>;
  readonly samples: Readonly<Record<Split, number>>;
  readonly notices: readonly Notice[];
  /** Whether all tensors are there already, so cutting takes no time. */
  readonly isCut: boolean;
}

export interface CutProgress {
  readonly done: number;
  readonly total: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
  /** Rows of the sample table that have just been written, for the contact sheet. */
  readonly written: readonly number[];
  /** Newly rejected. */
  readonly rejected: readonly RejectedSample[];
}

export interface RejectedSample {
  readonly row: number;
  readonly problem: Problem;
}

export interface CutSummary {
  readonly total: number;
  readonly rejected: readonly RejectedSample[];
  readonly seconds: number;
  /** Bytes in storage. */
  readonly bytes: number;
  /** What resampled what was cut anew: workers choose for themselves, and all give the same bytes. */
  readonly resamplers: readonly ResamplerName[];
  /** Why a worker left the GPU half-way; null where none did. What it had there was done again. */
  readonly gpuFailure: string | null;
}

/** A WebGPU compute shader, WebAssembly with vectors, or JavaScript. */
export type ResamplerName = 'gpu' | 'simd' | 'plain';

/** One picture as it is and as the model will see it. */
export interface Preview {
  readonly id: string;
  readonly original: Pixels;
  /** By size in px, with the other options as asked for. */
  readonly cuts: Readonly<Record<number, Pixels>>;
  /** What lies behind a picture that is deeper than 8 bits, else null. */
  readonly deep: DeepPreview | null;
  /** Label in words, '' where missing. */
  readonly label: string;
  readonly text: string;
  /** As the recipe has them: fused, or of one reader. */
  readonly boxes: readonly PreviewBox[];
}

interface NamedBox {
  readonly className: string;
  /** Who drew it, null where nobody is named. */
  readonly reader: string | null;
  /** As it was drawn (and fused), in px of the image that it was drawn in. */
  readonly drawn: Rectangle;
}

/** A box and where it lies in a preview's pictures, in px of each; null where a picture has nothing of it. */
export interface PreviewBox extends NamedBox {
  readonly original: Rectangle | null;
  /** By size in px. */
  readonly cuts: Readonly<Record<number, Rectangle | null>>;
}

/** A box and where it lies in a cut picture, in px of it. */
export interface PlacedBox extends NamedBox {
  readonly place: Rectangle;
}

/** The values of one deep picture and the window through which it is shown. Values are after slope and intercept. */
export interface DeepPreview {
  /** Smallest and largest value of the picture. */
  readonly values: readonly [lowest: number, highest: number];
  /** The file's own window; of a table, the values that it spans. Null where it has none that can be carried out. */
  readonly own: OwnWindow | null;
  /** DICOM modality where known. */
  readonly modality: string | null;
  /** What the window asked for came to, e.g. `percentile` for `auto`; `own` for a centre and width. */
  readonly applied: AppliedWindow;
  readonly shown: OwnWindow;
}

/** Cut pictures for galleries: `[rows, size, size, channels]`. */
export interface PictureBatch {
  readonly size: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** What a finished or stopped run has to show. */
export interface RunResult {
  readonly runId: string;
  readonly recipe: CompleteRecipe;
  readonly target: Target;
  readonly cutId: string | null;
  readonly backend: BackendChoice;
  readonly history: readonly EpochResult[];
  readonly seconds: number;
  readonly metrics: Metrics;
  readonly predictions: readonly Predictions[];
  /** True class of each predicted row, aligned with `predictions`: `[rows, labelWidth]`. */
  readonly labels: readonly Int32Array[];
  /** Covariates that the model reads; left out where it reads none. */
  readonly covariates?: readonly CovariateColumn[];
}

/** One line of "runs on this machine". */
export interface RunSummary {
  readonly runId: string;
  readonly started: number;
  readonly title: string;
  readonly state: 'training' | 'done';
  readonly recipe: CompleteRecipe;
  readonly epoch: number;
  /** Null until evaluated. */
  readonly testAuc: number | null;
}

export interface RecentSource {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly opened: number;
}

export type ExportName =
  | 'recipe.json'
  | 'metrics.json'
  | `predictions-${Split}.csv`
  | 'weights.safetensors'
  | 'tfjs/model.json'
  | `tfjs/${string}.bin`
  | 'tensors.npz'
  | 'report.html';

/** Lines to paste that open a kept file. */
export interface Snippet {
  readonly language: 'Python' | 'JavaScript' | 'Shell';
  readonly code: string;
}

/** A file to keep. `blob` may lie on disk. */
export interface ExportedFile {
  readonly name: ExportName;
  readonly blob: Blob;
  readonly snippets: readonly Snippet[];
}

/** A model's answer for one input: probabilities by class. */
export interface Answer {
  readonly probabilities: Float32Array;
  /** What the model saw; null for text only. */
  readonly seen: Pixels | null;
}

/** What is asked of a model: an image file, a text, covariates, as its inputs need. */
export interface Question {
  readonly image: Blob | null;
  readonly text: string;
  /** By name; what is left out is missing. */
  readonly covariates: Readonly<Record<string, string | number | null>>;
  /** Texts to choose from, at most as many as the target has classes; none where it is no choice. */
  readonly options: readonly string[];
}

/** Weights loaded back from a file, whose reference samples gave the same outputs again. */
export interface LoadedModel {
  /** By which a recipe can start from it. */
  readonly id: string;
  readonly target: Target;
  readonly inputs: CompleteRecipe['inputs'];
  /** That it reads. */
  readonly covariates: readonly CovariateColumn[];
  readonly largestDifference: number;
}
