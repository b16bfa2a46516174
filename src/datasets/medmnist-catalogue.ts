/**
 * What MedMNIST v2 and MedMNIST+ publish of their twelve 2D datasets (medmnist/info.py of release 3.0.2; licence: CC BY 4.0
 * but for DermaMNIST), and which of them may be mirrored. Sizes 28, 64, 128 and 224 share all of this.
 */
import { medmnist3dDatasets } from './medmnist-3d.ts';
import type { MedmnistDataset } from './medmnist-dataset.ts';

const ccBy = 'CC BY 4.0';
const ccByNc = 'CC BY-NC 4.0';

const organs = [
  'bladder',
  'femur-left',
  'femur-right',
  'heart',
  'kidney-left',
  'kidney-right',
  'liver',
  'lung-left',
  'lung-right',
  'pancreas',
  'spleen',
] as const;

const medmnistDatasets: readonly MedmnistDataset[] = [
  {
    flag: 'pathmnist',
    title: 'PathMNIST',
    kind: 'multi-class',
    classes: [
      'adipose',
      'background',
      'debris',
      'lymphocytes',
      'mucus',
      'smooth muscle',
      'normal colon mucosa',
      'cancer-associated stroma',
      'colorectal adenocarcinoma epithelium',
    ],
    licence: ccBy,
    counts: [[89996, 10004, 7180]],
    // A patch of tissue has no left and right.
    mayFlip: true,
  },
  {
    flag: 'chestmnist',
    title: 'ChestMNIST',
    kind: 'multi-label',
    classes: [
      'atelectasis',
      'cardiomegaly',
      'effusion',
      'infiltration',
      'mass',
      'nodule',
      'pneumonia',
      'pneumothorax',
      'consolidation',
      'edema',
      'emphysema',
      'fibrosis',
      'pleural',
      'hernia',
    ],
    licence: ccBy,
    counts: [[78468, 11219, 22433]],
    // The heart would lie on the right.
    mayFlip: false,
  },
  {
    flag: 'dermamnist',
    title: 'DermaMNIST',
    kind: 'multi-class',
    classes: [
      'actinic keratoses and intraepithelial carcinoma',
      'basal cell carcinoma',
      'benign keratosis-like lesions',
      'dermatofibroma',
      'melanoma',
      'melanocytic nevi',
      'vascular lesions',
    ],
    licence: ccByNc,
    counts: [[7007, 1003, 2005]],
    // A lesion has no side, and the dermatoscope is held at any angle.
    mayFlip: true,
    // HAM10000 has several images of many lesions (arXiv 2401.14497); the file does not say which.
    tearsLesions: true,
  },
  {
    flag: 'octmnist',
    title: 'OCTMNIST',
    kind: 'multi-class',
    classes: ['choroidal neovascularization', 'diabetic macular edema', 'drusen', 'normal'],
    licence: ccBy,
    counts: [[97477, 10832, 1000]],
    // A mirrored scan of one eye is a scan of the other, both occur, and none of the classes has a side.
    mayFlip: true,
  },
  {
    flag: 'pneumoniamnist',
    title: 'PneumoniaMNIST',
    kind: 'binary',
    classes: ['normal', 'pneumonia'],
    licence: ccBy,
    counts: [[4708, 524, 624]],
    // The heart would lie on the right.
    mayFlip: false,
  },
  {
    flag: 'retinamnist',
    title: 'RetinaMNIST',
    kind: 'ordinal',
    classes: ['0', '1', '2', '3', '4'],
    licence: ccBy,
    counts: [[1080, 120, 400]],
    // Left and right eyes are mirror images, both occur, and the grade has no side.
    mayFlip: true,
  },
  {
    flag: 'breastmnist',
    title: 'BreastMNIST',
    kind: 'binary',
    // Published so: the positive class is the harmless one.
    classes: ['malignant', 'normal, benign'],
    licence: ccBy,
    counts: [[546, 78, 156]],
    // Both breasts occur, and the direction of the probe is not fixed.
    mayFlip: true,
  },
  {
    flag: 'bloodmnist',
    title: 'BloodMNIST',
    kind: 'multi-class',
    classes: [
      'basophil',
      'eosinophil',
      'erythroblast',
      'immature granulocytes(myelocytes, metamyelocytes and promyelocytes)',
      'lymphocyte',
      'monocyte',
      'neutrophil',
      'platelet',
    ],
    licence: ccBy,
    counts: [[11959, 1712, 3421]],
    // A cell on a slide has no left and right.
    mayFlip: true,
  },
  {
    flag: 'tissuemnist',
    title: 'TissueMNIST',
    kind: 'multi-class',
    classes: [
      'Collecting Duct, Connecting Tubule',
      'Distal Convoluted Tubule',
      'Glomerular endothelial cells',
      'Interstitial endothelial cells',
      'Leukocytes',
      'Podocytes',
      'Proximal Tubule Segments',
      'Thick Ascending Limb',
    ],
    licence: ccBy,
    counts: [[165466, 23640, 47280]],
    // A cell in a section has no left and right.
    mayFlip: true,
  },
  {
    flag: 'organamnist',
    title: 'OrganAMNIST',
    kind: 'multi-class',
    classes: organs,
    licence: ccBy,
    counts: [
      [34561, 6491, 17778],
      [34581, 6491, 17778],
    ],
    // Left and right kidneys, lungs and femurs are classes.
    mayFlip: false,
  },
  {
    flag: 'organcmnist',
    title: 'OrganCMNIST',
    kind: 'multi-class',
    classes: organs,
    licence: ccBy,
    counts: [
      [12975, 2392, 8216],
      [13000, 2392, 8268],
    ],
    // As OrganAMNIST.
    mayFlip: false,
  },
  {
    flag: 'organsmnist',
    title: 'OrganSMNIST',
    kind: 'multi-class',
    classes: organs,
    licence: ccBy,
    counts: [
      [13932, 2452, 8827],
      [13940, 2452, 8829],
    ],
    // A sagittal slice mirrored shows front as back, and left and right are classes.
    mayFlip: false,
  },
];

/** Names of version 1. */
const formerFlags: Readonly<Record<string, string>> = {
  organmnist_axial: 'organamnist',
  organmnist_coronal: 'organcmnist',
  organmnist_sagittal: 'organsmnist',
};

/** The dataset of a file name such as `pathmnist_64.npz`, null for any other name. */
export function medmnistOfName(name: string): MedmnistDataset | null {
  const stem = /^(.+?)(?:_(?:64|128|224))?\.npz$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const flag = formerFlags[stem] ?? stem;
  return [...medmnistDatasets, ...medmnist3dDatasets].find((known) => known.flag === flag) ?? null;
}

/** Whether a dataset's images are volumes. */
export function isOfVolumes({ flag }: MedmnistDataset): boolean {
  return flag.endsWith('3d');
}
