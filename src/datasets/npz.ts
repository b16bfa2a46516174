/**
 * Reads any .npz in MedMNIST's layout whose meaning nobody published: classes are named by their values, and what may be
 * mirrored is not known. Val and test may be absent.
 */
import type { Evidence, LabelColumn } from '../domain/index.ts';
import { someOf, toRecognised } from './inspection.ts';
import { checkLabels, labelsFromNames, type CheckedLabels } from './labels.ts';
import { baseName, stemOf } from './listing.ts';
import { formatShape, joinLabels, npzSamples, readNpzDataset, type NpzDataset } from './npz-arrays.ts';
import type { DatasetReader, Recognised } from './reader.ts';

export const npz: DatasetReader = {
  name: 'npz',
  async *look(source, listing) {
    const [path] = listing.arrays;
    if (path === undefined) return null;
    yield { stage: 'recognising', done: listing.files.length };
    const arrays = await readNpzDataset(source, path);
    const ignored = listing.files.filter((file) => file !== path);
    return { score: 0.9, read: () => Promise.resolve(read(arrays, ignored)) };
  },
};

/** The reasons that hold for every npz. `ignored` are the source's other files. */
export function npzEvidence(npz: NpzDataset, ignored: readonly string[]): Evidence[] {
  const { shape, dtype } = npz.images;
  const evidence: Evidence[] = [
    { kind: 'npz-members', holds: true, parameters: { members: someOf(npz.members) } },
    {
      kind: 'npz-shape',
      holds: true,
      parameters: { member: 'train_images', shape: formatShape(shape), dtype },
    },
  ];
  if (ignored[0] !== undefined) {
    const parameters = { files: ignored.length, example: ignored[0] };
    evidence.push({ kind: 'ignored-files', holds: false, parameters });
  }
  return evidence;
}

function read(arrays: NpzDataset, ignored: readonly string[]): Recognised {
  return toRecognised({
    reader: 'npz',
    dataset: 'npz',
    title: stemOf(baseName(arrays.path)),
    licence: null,
    evidence: npzEvidence(arrays, ignored),
    columns: null,
    imageSize: arrays.imageSize,
    rejected: [],
    samples: npzSamples(arrays),
    labels: [arrays.width === 1 ? singleLabels(arrays) : multiLabels(arrays)],
  });
}

/** A negative value is a missing label. */
function singleLabels(arrays: NpzDataset): CheckedLabels {
  const names = Array.from(joinLabels(arrays), (value) => (value < 0 ? null : String(value)));
  return labelsFromNames('label', names, false, arrays.path);
}

/** One column of 0 and 1 a class; a negative value is a missing label. */
function multiLabels(arrays: NpzDataset): CheckedLabels {
  const values = joinLabels(arrays).map((value) => Math.max(value, -1));
  const classes = Array.from({ length: arrays.width }, (_, i) => String(i));
  const target = { name: 'label', kind: 'multi-label', classes, mayFlip: false } as const;
  const column: LabelColumn = { target, width: arrays.width, values };
  return checkLabels(column, arrays.path);
}
