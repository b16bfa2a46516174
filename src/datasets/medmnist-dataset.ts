/** What is published of one dataset of MedMNIST. */
import type { TargetKind } from '../domain/index.ts';

/** Samples of train, val and test. */
type Counts = readonly [train: number, val: number, test: number];

export interface MedmnistDataset {
  readonly flag: string;
  readonly title: string;
  readonly kind: TargetKind;
  readonly classes: readonly string[];
  readonly licence: string;
  /** The current release first, then files downloaded before release 2.2.4. */
  readonly counts: readonly Counts[];
  readonly mayFlip: boolean;
}
