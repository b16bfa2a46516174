/**
 * Finds and checks the arrays of an .npz in MedMNIST's layout: `{split}_images` of numbers `[N, height, width]`,
 * `[N, height, width, 1 or 3]` or, for volumes, `[N, depth, height, width]`, and `{split}_labels` of integers `[N]` or `[N, L]`.
 * Only headers and labels are read.
 */
import { appError, splits, type ImageReference, type Source, type Split } from '../domain/index.ts';
import {
  expectedPictures,
  isPictureArray,
  openNpz,
  pictureShape,
  type NpyHeader,
  type NpzFile,
} from '../formats/index.ts';

/** Samples of one split. */
export interface NpzSplit {
  readonly split: Split;
  readonly samples: number;
  /** `[samples, width]`. */
  readonly labels: Int32Array;
}

export interface NpzDataset {
  readonly path: string;
  readonly members: readonly string[];
  /** Header of the training images. */
  readonly images: NpyHeader;
  /** Side in px where images (of volumes, the axial slices) are squares, else null. */
  readonly imageSize: number | null;
  /** Whether each sample is a volume, of which the middle axial slice is used. */
  readonly areVolumes: boolean;
  /** Label values a sample. */
  readonly width: number;
  /** Train, then val and test where they exist. */
  readonly parts: readonly NpzSplit[];
}

/**
 * Reads all headers and labels.
 * @throws AppError `npz-missing-member`, `npz-object-array`, `npz-unsupported-array`, `npz-mismatched-lengths`, and what
 * the archive itself may throw
 */
export async function readNpzDataset(source: Source, path: string): Promise<NpzDataset> {
  const npz = await openNpz(await source.open(path));
  const present = splits.filter(
    (split) =>
      split === 'train' || ['images', 'labels'].some((name) => npz.members.has(`${split}_${name}`)),
  );
  const images = imageHeader(npz, path, 'train_images', null);
  const parts: NpzSplit[] = [];
  let width = 0;
  for (const split of present) {
    const header = imageHeader(npz, path, `${split}_images`, images);
    const labels = await readLabels(npz, path, `${split}_labels`, width);
    const samples = header.shape[0]!;
    if (labels.samples !== samples) {
      const lengths = { split, images: samples, labels: labels.samples };
      throw appError('npz-mismatched-lengths', path, lengths);
    }
    width = labels.width;
    parts.push({ split, samples, labels: labels.values });
  }
  // Of volumes the axial slices.
  const { kind, height, width: across } = pictureShape(images.shape)!;
  return {
    path,
    members: [...npz.members.keys()],
    images,
    imageSize: height === across ? height : null,
    areVolumes: kind === 'volume',
    width,
    parts,
  };
}

/** Ids, images and splits of all samples, in the order of the arrays. */
export function npzSamples({ path, parts, areVolumes }: NpzDataset) {
  const ids: string[] = [];
  const images: ImageReference[] = [];
  const officialSplits: Split[] = [];
  for (const { split, samples } of parts) {
    for (let row = 0; row < samples; row++) {
      ids.push(`${split}/${row}`);
      const where = { kind: 'npz-row', path, member: `${split}_images`, row } as const;
      images.push(areVolumes ? { ...where, ofVolumes: true } : where);
      officialSplits.push(split);
    }
  }
  return { ids, images, text: {}, patients: null, officialSplits };
}

/** The labels of all splits one after the other: `[samples, width]`. */
export function joinLabels({ parts, width }: NpzDataset): Int32Array {
  const total = parts.reduce((sum, { samples }) => sum + samples, 0);
  const joined = new Int32Array(total * width);
  let at = 0;
  for (const { labels } of parts) {
    joined.set(labels, at);
    at += labels.length;
  }
  return joined;
}

/** A shape as NumPy prints it, e.g. `(4708, 28, 28)`. */
export function formatShape(shape: readonly (number | string)[]): string {
  return `(${shape.join(', ')})`;
}

/** `like` is the header whose image size and channels all others must have. */
function imageHeader(npz: NpzFile, path: string, member: string, like: NpyHeader | null): NpyHeader {
  const header = headerOf(npz, path, member);
  const { dtype, shape } = header;
  if (!isPictureArray(dtype, shape)) throw unsupported(path, member, header, expectedPictures);
  const expected = formatShape(['N', ...(like ?? header).shape.slice(1)]);
  if (formatShape(['N', ...shape.slice(1)]) !== expected) {
    throw unsupported(path, member, header, expected);
  }
  return header;
}

/** `expectedWidth` is that of the splits before, 0 for the first. */
async function readLabels(npz: NpzFile, path: string, member: string, expectedWidth: number) {
  const header = headerOf(npz, path, member);
  const { shape } = header;
  const width = shape[1] ?? 1;
  if (shape.length < 1 || shape.length > 2 || width === 0) {
    throw unsupported(path, member, header, 'integers (N) or (N, L)');
  }
  if (expectedWidth !== 0 && width !== expectedWidth) {
    throw unsupported(path, member, header, `(N, ${expectedWidth})`);
  }
  const { values } = await npz.integers(member);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  if (width > 1 && largest > 1) {
    throw unsupported(path, member, header, `0 and 1 in each of ${width} columns, not ${largest}`);
  }
  return { samples: shape[0]!, width, values };
}

function headerOf(npz: NpzFile, path: string, member: string): NpyHeader {
  const header = npz.members.get(member);
  if (header === undefined) {
    throw appError('npz-missing-member', path, { member, found: [...npz.members.keys()].join(', ') });
  }
  if (header.dtype.endsWith('O')) {
    throw appError('npz-object-array', path, { member, dtype: header.dtype });
  }
  return header;
}

function unsupported(path: string, member: string, { dtype, shape }: NpyHeader, expected: string) {
  return appError('npz-unsupported-array', path, { member, dtype, shape: formatShape(shape), expected });
}
