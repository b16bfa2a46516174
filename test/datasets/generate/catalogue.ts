/** All made datasets by the name of their folder. */
import { adni } from './adni.ts';
import { coco, voc, webdataset, yolo } from './annotated.ts';
import { chexpertBatches, chexpertSmall, chexpertTest } from './chexpert.ts';
import { cholec80, cholec80Vqa } from './cholec80.ts';
import { covidxCxr4, covidxThreeClasses } from './covidx.ts';
import { cub200, cub200Parquet } from './cub-200.ts';
import type { MadeFiles } from './files.ts';
import {
  imageFolderCsv,
  imageFolderJsonl,
  imageFolderParquet,
  noduleMnist3d,
  pneumoniaMnist,
  tableWithImages,
} from './general.ts';
import { gmaiMmbench } from './gmai-mmbench.ts';
import {
  imageFolderListsCsv,
  imageFolderListsJsonl,
  imageFolderListsParquet,
  imageFolderObjectsCsv,
  imageFolderObjectsJsonl,
  imageFolderObjectsParquet,
} from './imagefolder-objects.ts';
import { indianaKaggle, indianaR2gen, indianaXml } from './indiana.ts';
import { medMd } from './medmd.ts';
import { medicalDiffVqa, medicalDiffVqaChanges } from './medical-diff-vqa.ts';
import { savedBreast, savedChest } from './medmnist-folder.ts';
import { meldClips, meldText } from './meld.ts';
import { mimicBoth, mimicCxr, mimicCxrJpg, mimicReports } from './mimic-cxr.ts';
import { mmedBench, mmedC } from './mmedbench.ts';
import { nih224, nihBox, nihKaggle, nihSample } from './nih-cxr14.ts';
import { objectCxr } from './object-cxr.ts';
import {
  llavaConversations,
  omniMedVqaMedR1,
  omniMedVqaParts,
  vlmEvalKitTable,
} from './omnimedvqa-forms.ts';
import { omniMedVqa } from './omnimedvqa.ts';
import { pathVqaLxmert, pathVqaOriginal, pathVqaParquet, pathVqaTsv } from './path-vqa.ts';
import { pmcOa, pmcOaSplits } from './pmc-oa.ts';
import { pubMedVision } from './pubmedvision.ts';
import { rsnaPneumonia } from './rsna-pneumonia.ts';
import { tbChest } from './tb-chest.ts';
import { vinbigdata, vindrCxr, vindrMammo, vindrPcxr, vindrSpinexr } from './vindr.ts';

export const madeDatasets: Readonly<Record<string, () => MadeFiles>> = {
  'chexpert-small': chexpertSmall,
  'chexpert-batches': chexpertBatches,
  'chexpert-test': chexpertTest,
  'mimic-cxr-jpg': mimicCxrJpg,
  'mimic-cxr': mimicCxr,
  'mimic-both': mimicBoth,
  'mimic-reports': mimicReports,
  'nih-box': nihBox,
  'nih-kaggle': nihKaggle,
  'nih-sample': nihSample,
  'nih-224': nih224,
  'rsna-pneumonia': rsnaPneumonia,
  'vindr-cxr': vindrCxr,
  vinbigdata,
  'vindr-pcxr': vindrPcxr,
  'vindr-spinexr': vindrSpinexr,
  'vindr-mammo': vindrMammo,
  'object-cxr': objectCxr,
  'covidx-cxr4': covidxCxr4,
  'covidx-three-classes': covidxThreeClasses,
  'tb-chest': tbChest,
  'indiana-kaggle': indianaKaggle,
  'indiana-xml': indianaXml,
  'indiana-r2gen': indianaR2gen,
  'cub-200': cub200,
  'cub-200-parquet': cub200Parquet,
  'path-vqa-original': pathVqaOriginal,
  'path-vqa-lxmert': pathVqaLxmert,
  'path-vqa-parquet': pathVqaParquet,
  'path-vqa-tsv': pathVqaTsv,
  omnimedvqa: omniMedVqa,
  'omnimedvqa-parts': omniMedVqaParts,
  'omnimedvqa-med-r1': omniMedVqaMedR1,
  vlmevalkit: vlmEvalKitTable,
  llava: llavaConversations,
  'gmai-mmbench': gmaiMmbench,
  'meld-text': meldText,
  'meld-clips': meldClips,
  mmedbench: mmedBench,
  mmedc: mmedC,
  'pmc-oa': pmcOa,
  'pmc-oa-splits': pmcOaSplits,
  pubmedvision: pubMedVision,
  'medical-diff-vqa': medicalDiffVqa,
  'medical-diff-changes': medicalDiffVqaChanges,
  medmd: medMd,
  cholec80,
  'cholec80-vqa': cholec80Vqa,
  adni,
  'saved-breastmnist': savedBreast,
  'saved-chestmnist': savedChest,
  pneumoniamnist: pneumoniaMnist,
  nodulemnist3d: noduleMnist3d,
  'imagefolder-csv': imageFolderCsv,
  'imagefolder-jsonl': imageFolderJsonl,
  'imagefolder-parquet': imageFolderParquet,
  'hf-lists-csv': imageFolderListsCsv,
  'hf-lists-jsonl': imageFolderListsJsonl,
  'hf-lists-parquet': imageFolderListsParquet,
  'hf-objects-csv': imageFolderObjectsCsv,
  'hf-objects-jsonl': imageFolderObjectsJsonl,
  'hf-objects-parquet': imageFolderObjectsParquet,
  'table-with-images': tableWithImages,
  coco,
  yolo,
  voc,
  webdataset,
};
