/** What is published of one dataset of MedMNIST. */
import type { Evidence, TargetKind } from '../domain/index.ts';

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
  /** Whether several images are of one lesion, and the published split does not keep these together. */
  readonly tearsLesions?: true;
}

/** What there is to say of the published splits. @param found samples of train, val and test */
export function splitEvidence(found: readonly number[], dataset: MedmnistDataset): Evidence[] {
  const counts = countsEvidence(found, dataset);
  if (dataset.tearsLesions !== true) return [counts];
  return [counts, { kind: 'lesions-in-several-splits', holds: false, parameters: {} }];
}

/** Whether there are as many samples as were published: less are a subset. */
function countsEvidence(found: readonly number[], { counts }: MedmnistDataset): Evidence {
  const [train = 0, val = 0, test = 0] = found;
  const isPublished = counts.some((known) => known.join() === [train, val, test].join());
  return isPublished
    ? { kind: 'counts-as-published', holds: true, parameters: { train, val, test } }
    : {
        kind: 'counts-differ',
        holds: false,
        parameters: { train, val, test, published: counts[0]!.join(' / ') },
      };
}
