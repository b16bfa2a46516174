/** What the profiling worker is asked, and what it says. */
import type { CutOptions } from '../../src/domain/index.ts';

export interface ProfileJob {
  readonly files: readonly File[];
  readonly options: Omit<CutOptions, 'channels'>;
}

/** Ms an image, by stage, one after the other in one worker. */
export interface Profile {
  readonly read: number;
  readonly decode: number;
  readonly window: number;
  readonly resample: number;
  readonly write: number;
}
