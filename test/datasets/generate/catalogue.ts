/** All made datasets by the name of their folder. */
import { chexpertBatches, chexpertSmall, chexpertTest } from './chexpert.ts';
import type { MadeFiles } from './files.ts';
import { nih224, nihBox, nihKaggle, nihSample } from './nih-cxr14.ts';
import { rsnaPneumonia } from './rsna-pneumonia.ts';

export const madeDatasets: Readonly<Record<string, () => MadeFiles>> = {
  'chexpert-small': chexpertSmall,
  'chexpert-batches': chexpertBatches,
  'chexpert-test': chexpertTest,
  'nih-box': nihBox,
  'nih-kaggle': nihKaggle,
  'nih-sample': nihSample,
  'nih-224': nih224,
  'rsna-pneumonia': rsnaPneumonia,
};
