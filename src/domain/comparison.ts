/** What a result stands beside: baselines on the same samples, groups of the samples, and other runs. */
import type { Estimate } from './run.ts';
import type { Split } from './samples.ts';

/**
 * `majority`: each class as probable as in train. `pixels`, `text`, `covariates`: a logistic regression on pictures of 28 px,
 * hashed n-grams, covariates. `blank-image`, `shuffled-text`: the model itself, given black pictures or each other's texts.
 */
export type BaselineKind =
  'majority' | 'pixels' | 'text' | 'covariates' | 'blank-image' | 'shuffled-text';

/** How much more one has than another on the same samples, with an interval from the same resamples. */
export interface Difference {
  readonly auc: Estimate;
  readonly acc: Estimate;
}

export interface BaselineResult {
  readonly kind: BaselineKind;
  readonly auc: Estimate;
  readonly acc: Estimate;
  /** By how much the run is better. */
  readonly behind: Difference;
  /** Training samples that it learned from; null where it is the run's own model. */
  readonly learnedFrom: number | null;
}

export type SubgroupField = 'sex' | 'age' | 'view' | 'site';

/** The samples of one sex, age band, view or site. */
export interface SubgroupResult {
  readonly field: SubgroupField;
  /** As the dataset writes it; of ages the years, `40–59`; null where it is not known. */
  readonly name: string | null;
  readonly samples: number;
  readonly patients: number | null;
  readonly auc: Estimate;
  readonly acc: Estimate;
}

/** Beside the figures of one split: the last that was measured, which is test where there is one. */
export interface Beside {
  readonly split: Split;
  readonly baselines: readonly BaselineResult[];
  readonly subgroups: readonly SubgroupResult[];
}
