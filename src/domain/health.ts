/**
 * What is wrong with a dataset before anything is trained, as data: which check found it, how bad it is, how often, where, and
 * what one click can do about it. Sentences are made from the check's name by `src/i18n`.
 */
import type { Recipe } from './recipe.ts';
import type { Split } from './samples.ts';

/** The numbers and names that each check's finding carries. Shares and AUCs are from 0 to 1. */
export interface FindingParameters {
  // from the sample table
  'torn-patients': { patients: number };
  'torn-studies': { studies: number };
  'torn-images': { images: number };
  'torn-texts': { field: string; texts: number };
  'conflicting-labels': { images: number };
  'uncertain-labels': { share: number };
  'missing-labels': { share: number };
  'absent-class': { split: Split; className: string };
  'tiny-class': { className: string; samples: number };
  'class-balance': { split: Split; className: string; train: number; other: number };
  'unseen-answers': { className: string; ceiling: number };
  'text-states-label': { field: string; words: string; className: string; auc: number };
  // from the pixels as they were cut
  'unreadable-images': { images: number };
  'blank-images': { images: number };
  'duplicates-across-splits': { groups: number };
  'duplicates-within-split': { groups: number };
  'near-duplicates-across-splits': { groups: number };
  'near-duplicates-within-split': { groups: number };
  polarity: { images: number };
  'size-outliers': { width: number; height: number };
  'aspect-outliers': { usual: number };
  /** Bits of a value as stored: what most images have, and what the first of the others has. */
  'depth-outliers': { usual: number; bits: number };
  'burnt-in-text': { share: number };
  /** `low` is the lower end of a one-sided 99 % interval of the AUC. */
  shortcut: { covariate: string; className: string; auc: number; low: number };
  /** Images that were not cut yet, or too many to be cut for an inspection. */
  'pixels-not-checked': { images: number };
}
export type Check = keyof FindingParameters;

/** `serious`: figures will be wrong. `caution`: they may be. `note`: good to know. */
export const severities = ['serious', 'caution', 'note'] as const;
export type Severity = (typeof severities)[number];

export const fixes = [
  'drop-duplicates',
  'mask-conflicts',
  'regroup-split',
  'ignore-uncertain',
  'leave-text-out',
] as const;
/** What one click changes in the recipe. */
export type Fix = (typeof fixes)[number];

export type Finding = {
  [K in Check]: {
    readonly check: K;
    readonly severity: Severity;
    /** Samples, images, patients ... concerned: what the check counts. */
    readonly count: number;
    /** A few ids or paths. May hold identifiers of patients. */
    readonly examples: readonly string[];
    /** Rows of the sample table with pictures to look at, a few. */
    readonly rows: readonly number[];
    readonly parameters: FindingParameters[K];
    /** Null where there is nothing that one click could do, or where the recipe does it already. */
    readonly fix: Fix | null;
  };
}[Check];

export interface HealthReport {
  /** The most serious first. */
  readonly findings: readonly Finding[];
  /** False where only the sample table was looked at. */
  readonly withPixels: boolean;
  readonly seconds: number;
}

export interface HealthProgress {
  readonly stage: 'samples' | 'pictures' | 'duplicates' | 'shortcuts';
  readonly done: number;
  readonly total: number;
}

/** The recipe with a fix written into it. */
export function withFix(recipe: Recipe, fix: Fix): Recipe {
  switch (fix) {
    case 'drop-duplicates':
      return { ...recipe, health: { ...recipe.health, duplicates: 'drop' } };
    case 'mask-conflicts':
      return { ...recipe, health: { ...recipe.health, conflicts: 'mask' } };
    case 'regroup-split':
      return { ...recipe, split: { ...recipe.split, use: 'made' } };
    case 'ignore-uncertain':
      return { ...recipe, labels: { ...recipe.labels, uncertain: 'ignore' } };
    case 'leave-text-out':
      return { ...recipe, inputs: 'image' };
  }
}
