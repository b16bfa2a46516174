/**
 * Reads images that lie in a folder for each class. Samples come by split (train, val, test, then those without), and
 * within a split in the natural order of their file names across all classes, then by path: images that were written from
 * an array as `{split}{index}_{label}.png` are so in the array's order again.
 */
import { splits, type Evidence } from '../domain/index.ts';
import { findLayout, type FolderLayout, type PlacedImage } from './folder-layout.ts';
import { someOf, toRecognised } from './inspection.ts';
import { labelsFromNames } from './labels.ts';
import { baseName, type Listing } from './listing.ts';
import { inNaturalOrder } from './natural-order.ts';
import type { DatasetReader, Recognised } from './reader.ts';
import { subjectEvidence, subjectsOf } from './subject-names.ts';

const promising = 0.65;
const oneClassOnly = 0.2;

export const classFolders: DatasetReader = {
  name: 'class-folders',
  async *look(source, listing) {
    const layout = findLayout(listing.images);
    if (layout === null) return null;
    yield { stage: 'recognising', done: listing.files.length };
    return {
      score: isLearnable(layout) ? promising : oneClassOnly,
      read: () => Promise.resolve(read(source.name, listing, layout)),
    };
  },
};

/** Several classes, and not one for each image. */
function isLearnable({ classes, images }: FolderLayout): boolean {
  return classes.size > 1 && classes.size < images.length;
}

function read(title: string, listing: Listing, layout: FolderLayout): Recognised {
  const images = inOrder(layout.images);
  const names = images.map(({ className }) => className);
  const paths = images.map(({ path }) => path);
  const patients = subjectsOf(paths);
  return toRecognised({
    reader: 'class-folders',
    dataset: 'class-folders',
    title,
    licence: null,
    evidence: [...evidenceOf(listing, layout), ...subjectEvidence(paths, layout.classes, patients)],
    columns: null,
    imageSize: null,
    rejected: [],
    samples: {
      ids: paths,
      images: paths.map((path) => ({ kind: 'file', path })),
      text: {},
      patients,
      officialSplits: images.map(({ split }) => split),
    },
    // Nobody knows whether these can be mirrored, and a heart on the wrong side is worse than a little less augmentation.
    labels: [labelsFromNames('label', names, false, null)],
  });
}

function inOrder(images: readonly PlacedImage[]): PlacedImage[] {
  // A listing is in order of paths, and the sort is stable.
  return [...splits, null].flatMap((wanted) =>
    inNaturalOrder(
      images.filter(({ split }) => split === wanted),
      ({ path }) => baseName(path),
    ),
  );
}

function evidenceOf(listing: Listing, layout: FolderLayout): Evidence[] {
  const names = inNaturalOrder([...layout.classes], (name) => name);
  const evidence: Evidence[] = [
    {
      kind: 'class-folders',
      holds: layout.classes.size > 1,
      parameters: { classes: someOf(names), folders: names.length },
    },
  ];
  if (layout.hasSplits) {
    const found = splits.filter((wanted) => layout.images.some(({ split }) => split === wanted));
    evidence.push({
      kind: 'split-folders',
      holds: true,
      parameters: { splits: found.join(', ') },
    });
  }
  const used = new Set(layout.images.map(({ path }) => path));
  const ignored = listing.files.filter((path) => !used.has(path));
  if (ignored[0] !== undefined) {
    evidence.push({
      kind: 'ignored-files',
      holds: false,
      parameters: { files: ignored.length, example: ignored[0] },
    });
  }
  return evidence;
}
