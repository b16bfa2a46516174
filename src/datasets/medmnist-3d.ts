/**
 * What MedMNIST v2 and MedMNIST+ publish of their six 3D datasets (medmnist/info.py of release 3.0.2), and which of them may be mirrored. The sizes
 * 28 and 64 share all of this.
 */
import type { MedmnistDataset } from './medmnist-dataset.ts';

const licence = 'CC BY 4.0';

export const medmnist3dDatasets: readonly MedmnistDataset[] = [
  {
    flag: 'organmnist3d',
    title: 'OrganMNIST3D',
    kind: 'multi-class',
    // Published so: another order than that of the 2D datasets.
    classes: [
      'liver',
      'kidney-right',
      'kidney-left',
      'femur-right',
      'femur-left',
      'bladder',
      'heart',
      'lung-right',
      'lung-left',
      'spleen',
      'pancreas',
    ],
    licence,
    counts: [
      [971, 161, 610],
      [972, 161, 610],
    ],
    // Left and right kidneys, lungs and femurs are classes.
    mayFlip: false,
  },
  {
    flag: 'nodulemnist3d',
    title: 'NoduleMNIST3D',
    kind: 'binary',
    classes: ['benign', 'malignant'],
    licence,
    counts: [[1158, 165, 310]],
    // Nodules of both lungs, cropped so close that no side is left.
    mayFlip: true,
  },
  {
    flag: 'adrenalmnist3d',
    title: 'AdrenalMNIST3D',
    kind: 'binary',
    classes: ['normal', 'hyperplasia'],
    licence,
    counts: [[1188, 98, 298]],
    // Left and right glands both occur, and neither class has a side.
    mayFlip: true,
  },
  {
    flag: 'fracturemnist3d',
    title: 'FractureMNIST3D',
    kind: 'multi-class',
    classes: ['buckle rib fracture', 'nondisplaced rib fracture', 'displaced rib fracture'],
    licence,
    counts: [[1027, 103, 240]],
    // Ribs of both sides occur, and none of the classes has a side.
    mayFlip: true,
  },
  {
    flag: 'vesselmnist3d',
    title: 'VesselMNIST3D',
    kind: 'binary',
    classes: ['vessel', 'aneurysm'],
    licence,
    counts: [
      [1335, 191, 382],
      [1335, 192, 382],
    ],
    // Pieces of arteries of both sides in any position.
    mayFlip: true,
  },
  {
    flag: 'synapsemnist3d',
    title: 'SynapseMNIST3D',
    kind: 'binary',
    classes: ['inhibitory synapse', 'excitatory synapse'],
    licence,
    counts: [[1230, 177, 352]],
    // A synapse in a block of tissue has no left and right.
    mayFlip: true,
  },
];
