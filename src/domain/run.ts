/** A recipe being carried out: what training reports while it goes on, and what it has found when it ends. */
import type { BaselineKind, Beside } from './comparison.ts';
import type { LearningCurve } from './learning-curve.ts';
import type { Backend, InputKind } from './recipe.ts';
import type { AnswerScores, SplitScores } from './scores.ts';
import type { Split } from './samples.ts';

/** Why a backend runs, for the page's footer. `tried` has what was passed over, in the ladder's order. */
export interface BackendChoice {
  readonly backend: Backend;
  /** The GPU adapter's name, or the build of the wasm and how many threads it has. */
  readonly device: string;
  /** Images a second of the default network for 28 px in a short trial; null where none was made. */
  readonly samplesPerSecond: number | null;
  readonly tried: readonly {
    readonly backend: Backend;
    readonly reason:
      'not-available' | 'software-gpu' | 'wrong-gradients' | 'slower' | 'failed' | 'not-asked-for';
    /** Of `slower`: images a second in its trial, or nothing where none was made. */
    readonly detail: string;
  }[];
}

/** One finished epoch. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  /** Null where there is no validation sample. */
  readonly valLoss: number | null;
  /** Null where it is not defined (one class only). */
  readonly valAuc: number | null;
  readonly learningRate: number;
  readonly seconds: number;
}

export type TrainingEvent =
  | { readonly kind: 'backend'; readonly choice: BackendChoice }
  | { readonly kind: 'resumed'; readonly history: readonly EpochResult[] }
  | {
      /** Once, before the first epoch: the fixed validation samples whose probabilities each epoch reports. */
      readonly kind: 'watching';
      /** Rows of the sample table. */
      readonly rows: readonly number[];
      /** `[rows, labelWidth]`. */
      readonly labels: readonly number[];
    }
  | {
      readonly kind: 'step';
      readonly epoch: number;
      readonly step: number;
      /** Steps of one epoch. */
      readonly steps: number;
      readonly loss: number;
      readonly samplesPerSecond: number;
      readonly secondsLeft: number;
    }
  | {
      readonly kind: 'epoch';
      readonly result: EpochResult;
      readonly best: number;
      /** Probabilities `[samples, classes]` of the samples that `watching` named. */
      readonly watched: Float32Array;
    }
  | {
      readonly kind: 'evaluating';
      readonly split: Split;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'baseline'; readonly baseline: BaselineKind }
  | {
      /** Heat maps that are held against boxes. */
      readonly kind: 'pointing';
      readonly done: number;
      readonly total: number;
    };

/**
 * A number with its 95 % bootstrap interval; null with a reason where it is not defined. The ends of the interval are
 * null (both) where resampling can't tell: a single patient, or a class so rare that most resamples miss it.
 */
export type Estimate =
  | { readonly value: number; readonly low: number | null; readonly high: number | null }
  | {
      readonly value: null;
      /**
       * `one-class`: every sample is of class `className`. `no-samples`: none is (of any class, where it is null).
       * `never-said`: no sample was taken for it.
       */
      readonly reason: 'one-class' | 'no-samples' | 'never-said';
      readonly className: string | null;
    };

export interface ClassResult {
  readonly name: string;
  readonly samples: number;
  readonly auc: Estimate;
  /** At the evaluator's decision; null where the denominator is 0. */
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  readonly precision: number | null;
}

/** What was found on one split. */
export interface SplitResult {
  readonly samples: number;
  readonly patients: number | null;
  readonly auc: Estimate;
  readonly acc: Estimate;
  /** `[true class][predicted class]`; null for multi-label. */
  readonly confusion: readonly (readonly number[])[] | null;
  readonly classes: readonly ClassResult[];
  /** Accuracy of always saying the most common class of train; null where there is no sample or no training label. */
  readonly majorityAcc: number | null;
  /** Left out for train, and in results that were stored before there was such a thing. */
  readonly scores?: SplitScores;
  /** Only of val and test, where the classes are answers to questions. */
  readonly answers?: AnswerScores;
}

/** `metrics.json`: only what the recipe and the data decide (no times), so equal runs give equal files. */
export interface Metrics {
  readonly version: 1;
  readonly dataset: string;
  readonly target: string;
  readonly inputs: InputKind;
  readonly backend: Backend;
  readonly seed: number;
  readonly parameters: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly splits: Readonly<Partial<Record<Split, SplitResult>>>;
  /** Left out in results that were stored before there was such a thing. */
  readonly beside?: Beside;
  /** Left out where nobody asked for it; it may be added to a finished run. */
  readonly learningCurve?: LearningCurve;
}

/** What a model says of some samples. */
export interface Predictions {
  readonly split: Split;
  /** Rows of the sample table, in the order of `tensors.npz`. */
  readonly rows: Int32Array;
  /** `[rows, classes]`; binary has two columns, each row summing to 1; multi-label has one probability a class. */
  readonly probabilities: Float32Array;
}
