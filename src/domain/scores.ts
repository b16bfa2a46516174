/** What is said of a split beyond AUC and ACC: rates, calibration, and what thresholds chosen on val come to. */
import type { Estimate } from './run.ts';

/** Predictions whose probability lies in one tenth of the range, its upper end included. */
export interface ReliabilityBin {
  readonly samples: number;
  /** Mean probability; null where the bin is empty. */
  readonly said: number | null;
  /** Share that was so. */
  readonly true: number | null;
}

/** What a threshold was chosen for: as sensitive as a wanted specificity allows, the reverse, or the largest sum of both. */
export type ThresholdAim = 'specificity' | 'sensitivity' | 'youden';

/** A threshold that was chosen on val, and what it comes to on this split. */
export interface OperatingPoint {
  readonly aim: ThresholdAim;
  /** At least this was asked for on val; null for `youden`. */
  readonly wanted: number | null;
  /** Yes is said at this probability and above. */
  readonly threshold: number;
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
}

/** One class against the rest, at the evaluator's decision. */
export interface ClassScores {
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
  readonly precision: Estimate;
  readonly f1: Estimate;
}

/** A yes-or-no question: binary has one (of its last class), the other kinds one a class. */
export interface QuestionScores {
  readonly className: string;
  /** Samples whose answer is known. */
  readonly samples: number;
  readonly averagePrecision: Estimate;
  /** Mean squared error of the probability, 0 to 1. */
  readonly brier: Estimate;
  /** Expected calibration error over ten bins, 0 to 1. */
  readonly ece: Estimate;
  readonly reliability: readonly ReliabilityBin[];
  /** Empty where val could not choose a threshold: no val, or one class only. */
  readonly operatingPoints: readonly OperatingPoint[];
}

/** Questions whose answer is known, as far as the model could answer them. */
export interface AnswerGroup {
  readonly questions: number;
  /** Share answered right, of all of them: one whose answer is no class is answered wrong. */
  readonly acc: Estimate;
  /** How many have an answer that is a class: no model of these classes can answer more of them. */
  readonly answerable: number;
  /** How many have an answer that train never gives: nothing that learns answers from train can know it. */
  readonly unseen: number;
}

/** Visual question answering as classification: what AUC and ACC, which are of answerable questions alone, leave out. */
export interface AnswerScores {
  /** Answers that are classes, of how many different ones in train, and how many of train's questions they answer. */
  readonly vocabulary: {
    readonly answers: number;
    readonly of: number;
    readonly covered: number;
    readonly questions: number;
  };
  readonly all: AnswerGroup;
  /** Questions answered by yes or no, and all others; null where there are none. */
  readonly closed: AnswerGroup | null;
  readonly open: AnswerGroup | null;
}

export interface SplitScores {
  /** Mean over the questions. */
  readonly averagePrecision: Estimate;
  /** Mean over the classes that are there or were said. */
  readonly f1Macro: Estimate;
  /** Weighted by samples of each class. */
  readonly f1Weighted: Estimate;
  /** Cohen's kappa with quadratic weights; null where classes have no order. */
  readonly kappa: Estimate | null;
  /** Binary and multi-label: mean over the questions, 0 to 1. Otherwise the sum over the classes, 0 to 2. */
  readonly brier: Estimate;
  /** Of the decided class's probability; for binary of the last class's, for multi-label the mean over the labels. */
  readonly ece: Estimate;
  readonly reliability: readonly ReliabilityBin[];
  /** In the order of the target's classes. */
  readonly classes: readonly ClassScores[];
  readonly questions: readonly QuestionScores[];
}
