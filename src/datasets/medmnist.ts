/**
 * Reads the twelve 2D and six 3D datasets of MedMNIST and MedMNIST+ by the name of their file, with the class names, licence and
 * sizes that were published. A file that has such a name but other labels or images is left to the plain npz reader.
 */
import { splits, type LabelColumn } from '../domain/index.ts';
import { toRecognised } from './inspection.ts';
import { checkLabels } from './labels.ts';
import { baseName } from './listing.ts';
import { isOfVolumes, medmnistOfName } from './medmnist-catalogue.ts';
import { splitEvidence, type MedmnistDataset } from './medmnist-dataset.ts';
import { joinLabels, npzSamples, readNpzDataset, type NpzDataset } from './npz-arrays.ts';
import { npzEvidence } from './npz.ts';
import type { DatasetReader, Recognised } from './reader.ts';

export const medmnist: DatasetReader = {
  name: 'medmnist',
  async *look(source, listing) {
    const path = listing.arrays.find((file) => medmnistOfName(baseName(file)) !== null);
    if (path === undefined) return null;
    yield { stage: 'recognising', done: listing.files.length };
    const dataset = medmnistOfName(baseName(path))!;
    const npz = await readNpzDataset(source, path);
    if (npz.areVolumes !== isOfVolumes(dataset) || !hasLabelsOf(npz, dataset)) return null;
    const ignored = listing.files.filter((file) => file !== path);
    return { score: 1, read: () => Promise.resolve(read(npz, dataset, ignored)) };
  },
};

/** Whether all three splits are there and every label is one that this dataset has. */
function hasLabelsOf({ parts, width }: NpzDataset, { kind, classes }: MedmnistDataset): boolean {
  const isMultiLabel = kind === 'multi-label';
  const largest = isMultiLabel ? 1 : classes.length - 1;
  return (
    parts.length === splits.length &&
    width === (isMultiLabel ? classes.length : 1) &&
    parts.every(({ labels }) => labels.every((value) => value >= 0 && value <= largest))
  );
}

function read(npz: NpzDataset, dataset: MedmnistDataset, ignored: readonly string[]): Recognised {
  const { flag, title, licence, kind, classes, mayFlip } = dataset;
  const column: LabelColumn = {
    target: { name: 'label', kind, classes, mayFlip },
    width: npz.width,
    values: joinLabels(npz),
  };
  return toRecognised({
    reader: 'medmnist',
    dataset: flag,
    title,
    licence,
    evidence: [
      { kind: 'file-name', holds: true, parameters: { file: npz.path, dataset: title } },
      ...npzEvidence(npz, ignored),
      ...splitEvidence(
        npz.parts.map(({ samples }) => samples),
        dataset,
      ),
    ],
    columns: null,
    imageSize: npz.imageSize,
    rejected: [],
    samples: npzSamples(npz),
    labels: [checkLabels(column, npz.path)],
  });
}
