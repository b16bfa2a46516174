/**
 * The last step of every reader: from its samples and reasons to what the page shows. Counting is done here, once, so that
 * readers can't differ in what they call a sample, an image or a patient.
 */
import {
  splits,
  type ColumnRoles,
  type ColumnSummary,
  type Evidence,
  type ImageReference,
  type Inspection,
  type Problem,
  type Reader,
  type SampleTable,
  type Sharing,
  type Split,
} from '../domain/index.ts';
import { boxTargetOf } from './box-samples.ts';
import { repairLetters } from './broken-letters.ts';
import { summariseTarget, type CheckedLabels } from './labels.ts';
import type { Recognised } from './reader.ts';

/** What a reader found. */
export interface Findings {
  readonly reader: Reader;
  readonly dataset: string;
  readonly title: string;
  readonly licence: string | null;
  /** Left out where nothing is known of it. */
  readonly sharing?: Sharing;
  readonly evidence: readonly Evidence[];
  readonly columns: { readonly all: readonly ColumnSummary[]; readonly roles: ColumnRoles } | null;
  /** Side in px where all images are squares of one size, else null. */
  readonly imageSize: number | null;
  readonly rejected: readonly Problem[];
  readonly samples: Omit<SampleTable, 'length' | 'labels'>;
  /** Best target first. */
  readonly labels: readonly CheckedLabels[];
}

/** Counts what was found. The other readers that would fit are filled in by `recognise`. */
export function toRecognised({ samples, labels, ...found }: Findings): Recognised {
  const { text, evidence } = repairLetters(samples.text);
  const table: SampleTable = {
    ...samples,
    text,
    length: samples.ids.length,
    labels: labels.map(({ column }) => column),
  };
  return {
    table,
    inspection: {
      ...found,
      evidence: [...found.evidence, ...evidence],
      sharing: found.sharing ?? null,
      ...countsOf(table),
      alternatives: [],
      targets: labels.map((checked) => summariseTarget(checked, table.officialSplits)),
    },
  };
}

/** The same inspection of samples of which more is known than before; their labels are unchanged. */
export function recounted(inspection: Inspection, table: SampleTable): Recognised {
  return { inspection: { ...inspection, ...countsOf(table) }, table };
}

function countsOf(table: SampleTable) {
  const { covariates = {}, text } = table;
  return {
    samples: table.length,
    images: countImages(table),
    volumes: table.images?.some(isVolume) ?? false,
    several: table.images?.some(isSeveral) ?? false,
    patients: countPatients(table, () => true),
    text: Object.entries(text).map(([name, texts]) => ({
      name,
      samples: texts.filter((one) => one !== '').length,
    })),
    covariates: Object.entries(covariates).map(([name, values]) => ({
      name,
      samples: values.filter((value) => value !== null).length,
    })),
    boxes: new Set(table.boxes?.map(({ sample }) => sample)).size,
    boxTarget: boxTargetOf(table),
    splits: countSplits(table),
  };
}

/** Patients of the samples that have one, null where the dataset has none. */
function countPatients({ patients }: SampleTable, isCounted: (row: number) => boolean): number | null {
  if (patients === null) return null;
  const counted = new Set(patients.filter((_, row) => isCounted(row)));
  counted.delete('');
  return counted.size;
}

/** Names for a piece of evidence: the first dozen, for there may be thousands. */
export function someOf(names: readonly string[]): string {
  return names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : '');
}

/** As far as a reference tells. */
function isVolume(image: ImageReference): boolean {
  switch (image.kind) {
    case 'npz-row':
      return image.ofVolumes === true;
    case 'file':
      return image.series !== undefined || /\.(nii|nii\.gz|hdr|npy)$/i.test(image.path);
    case 'cell':
      return false;
  }
}

/** As far as a reference tells. */
function isSeveral(image: ImageReference): boolean {
  if (image.kind !== 'file') return false;
  const isWhole = image.frame === undefined && image.seconds === undefined;
  return image.further !== undefined || (isWhole && isVideo(image.path));
}

const isVideo = (path: string) => /\.(mp4|m4v|mov|avi)$/i.test(path);

/** Several rows can name one file, or moments of one. */
function countImages({ images }: SampleTable): number {
  if (images === null) return 0;
  const files = new Set<string>();
  let rows = 0;
  for (const image of images) {
    if (image.kind === 'file' && image.seconds === undefined) files.add(image.path);
    else rows++;
  }
  return files.size + rows;
}

function countSplits(table: SampleTable) {
  const { officialSplits } = table;
  if (officialSplits.every((split) => split === null)) return null;
  const of = (wanted: Split) => ({
    samples: officialSplits.filter((split) => split === wanted).length,
    patients: countPatients(table, (row) => officialSplits[row] === wanted),
  });
  return Object.fromEntries(splits.map((split) => [split, of(split)])) as Record<
    Split,
    ReturnType<typeof of>
  >;
}
