/**
 * All readers, most particular first: of readers that are equally sure the first is taken. A new dataset is a file that
 * exports a `DatasetReader`, its name in `readers` of the domain, and a line here.
 */
import { adni } from './adni.ts';
import { chexpert } from './chexpert.ts';
import { cholec80Vqa } from './cholec80-vqa.ts';
import { cholec80 } from './cholec80.ts';
import { classFolders } from './class-folders.ts';
import { coco } from './coco.ts';
import { covidx } from './covidx.ts';
import { cub200 } from './cub-200.ts';
import { gmaiMmbench } from './gmai-mmbench.ts';
import { indiana } from './indiana.ts';
import { llava } from './llava.ts';
import { medicalDiffVqa } from './medical-diff-vqa.ts';
import { medMd } from './medmd.ts';
import { medmnistFolder } from './medmnist-folder.ts';
import { medmnist } from './medmnist.ts';
import { meld } from './meld.ts';
import { mimicCxrJpg } from './mimic-cxr-jpg.ts';
import { mimicCxr } from './mimic-cxr.ts';
import { mmedBench } from './mmedbench.ts';
import { mmedC } from './mmedc.ts';
import { nihCxr14 } from './nih-cxr14.ts';
import { npz } from './npz.ts';
import { objectCxr } from './object-cxr.ts';
import { omniMedVqa } from './omnimedvqa.ts';
import { pathVqa } from './path-vqa.ts';
import { pmcOa } from './pmc-oa.ts';
import { pubMedVision } from './pubmedvision.ts';
import type { DatasetReader } from './reader.ts';
import { rsnaPneumonia } from './rsna-pneumonia.ts';
import { table } from './table/table.ts';
import { tbChest } from './tb-chest.ts';
import { vindrCxr } from './vindr-cxr.ts';
import { vindrMammo } from './vindr-mammo.ts';
import { vindrPcxr } from './vindr-pcxr.ts';
import { vindrSpinexr } from './vindr-spinexr.ts';
import { vlmEvalKit } from './vlmevalkit.ts';
import { voc } from './voc.ts';
import { webdataset } from './webdataset.ts';
import { yolo } from './yolo.ts';

export const datasetReaders: readonly DatasetReader[] = [
  // Before the datasets whose images they ask about.
  medicalDiffVqa,
  medMd,
  mimicCxrJpg,
  mimicCxr,
  chexpert,
  nihCxr14,
  covidx,
  tbChest,
  indiana,
  vindrCxr,
  vindrPcxr,
  vindrSpinexr,
  vindrMammo,
  rsnaPneumonia,
  objectCxr,
  cub200,
  pathVqa,
  omniMedVqa,
  gmaiMmbench,
  meld,
  mmedBench,
  pmcOa,
  pubMedVision,
  mmedC,
  cholec80Vqa,
  cholec80,
  adni,
  medmnist,
  medmnistFolder,
  npz,
  coco,
  voc,
  yolo,
  webdataset,
  vlmEvalKit,
  llava,
  table,
  classFolders,
];
