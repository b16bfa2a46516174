/**
 * All readers, most particular first: of readers that are equally sure the first is taken. A new dataset is a file that
 * exports a `DatasetReader`, its name in `readers` of the domain, and a line here.
 */
import { chexpert } from './chexpert.ts';
import { classFolders } from './class-folders.ts';
import { medmnist } from './medmnist.ts';
import { nihCxr14 } from './nih-cxr14.ts';
import { npz } from './npz.ts';
import type { DatasetReader } from './reader.ts';
import { rsnaPneumonia } from './rsna-pneumonia.ts';
import { table } from './table/table.ts';

export const datasetReaders: readonly DatasetReader[] = [
  chexpert,
  nihCxr14,
  rsnaPneumonia,
  medmnist,
  npz,
  table,
  classFolders,
];
