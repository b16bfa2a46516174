/** All made datasets by the name of their folder. */
import { chexpertBatches, chexpertSmall, chexpertTest } from './chexpert.ts';
import type { MadeFiles } from './files.ts';

export const madeDatasets: Readonly<Record<string, () => MadeFiles>> = {
  'chexpert-small': chexpertSmall,
  'chexpert-batches': chexpertBatches,
  'chexpert-test': chexpertTest,
};
