/** What a result stands beside: baselines on the same samples, groups of the samples, and other runs. */
import type { Estimate } from './run.ts';
import type { Split } from './samples.ts';

/**
 * `majority`: each class as probable as in train. `longest-option`: always the longest. `pixels`, `text`, `covariates`: a logistic regression on pictures of 28 px,
 * hashed n-grams, covariates. `blank-image`, `shuffled-text`: the model itself, given black pictures or each other's texts.
 */
export type BaselineKind =
  'majority' | 'longest-option' | 'pixels' | 'text' | 'covariates' | 'blank-image' | 'shuffled-text';

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

/** Whether the heat maps of one class look where its boxes are, each map asked about an image that has such boxes. */
export interface PointingResult {
  readonly className: string;
  /** Of the split that have a box of the class. */
  readonly images: number;
  /** Images that were asked: all, or a seeded sample of them; those whose boxes have no pixel in the cut are left out. */
  readonly asked: number;
  /** Of the images that were asked; null where the dataset doesn't say. */
  readonly patients: number | null;
  /** Maps whose maximum lies in a box. */
  readonly hits: number;
  /** `hits / asked`, with Wilson's 95 % interval for as many trials as there are patients (images, where those are not known). */
  readonly hitRate: Estimate;
  /** Mean intersection over union of the boxes and of where a map is at least `share` of its maximum. */
  readonly iou: Estimate;
  /** Mean share of the pixels that lie in boxes: the hit rate of pointing anywhere. */
  readonly chance: number;
  /** Maps in which nothing speaks for the class: neither a hit nor an overlap. */
  readonly blank: number;
}

export interface Pointing {
  /** Of a map's maximum, 0 to 1: from there on a pixel counts for the IoU. */
  readonly share: number;
  /** Classes of which an image was asked. */
  readonly classes: readonly PointingResult[];
}

/** Beside the figures of one split: the last that was measured, which is test where there is one. */
export interface Beside {
  readonly split: Split;
  readonly baselines: readonly BaselineResult[];
  readonly subgroups: readonly SubgroupResult[];
  /** Left out where no boxes of a class are known, no picture is read, or the result is of before there was such a thing. */
  readonly pointing?: Pointing;
}
