/**
 * Boxes as samples of their own: each is a part of its image, its class is the label, and what else is known of the image holds for it
 * too. Samples come in the order of the boxes.
 */
import {
  appError,
  type BoxRegion,
  type ImageReference,
  type SampleTable,
  type TargetSummary,
} from '../domain/index.ts';
import { boxReaders } from './fuse-boxes.ts';
import { labelsFromNames, summariseTarget, type CheckedLabels } from './labels.ts';

/** The target of boxes. Nobody knows whether a mirrored box would be the same. */
const boxClass = 'class of the box';

/** What can be learned from the boxes of a table, null where it has none that can be cut. */
export function boxTargetOf(table: SampleTable): TargetSummary | null {
  const { boxes, officialSplits, images } = table;
  if (boxes === undefined || images === null) return null;
  const splits = boxes.map(({ sample }) => officialSplits[sample]!);
  return { ...summariseTarget(labelsOf(table), splits), readers: boxReaders(boxes) };
}

/**
 * A table with a row for each box. Ids are the image's with the number of the box in it, from 1. Where no patient or study is known, the
 * image stands for the study, so that no split parts the boxes of one image.
 * @param margin on each side, as a share of the box
 * @throws AppError `recipe-does-not-fit` where there are no boxes to cut
 */
export function toBoxSamples(table: SampleTable, margin: number): SampleTable {
  const { boxes = [], boxSpaces, images, covariates } = table;
  if (boxes.length === 0 || images === null)
    throw appError('recipe-does-not-fit', null, {
      path: 'boxes.samples',
      found: 'boxes',
      available: 'images',
    });
  const of = <T>(values: readonly T[]): T[] => boxes.map(({ sample }) => values[sample]!);
  const ofEach = <T>(columns: Readonly<Record<string, readonly T[]>>): Record<string, T[]> =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, of(values)]));
  const numbers = new Map<number, number>();
  const ids = boxes.map(({ sample }) => {
    const number = (numbers.get(sample) ?? 0) + 1;
    numbers.set(sample, number);
    return `${table.ids[sample]!}#${number}`;
  });
  const space = (sample: number) => boxSpaces?.[sample] ?? null;
  return {
    length: boxes.length,
    ids,
    images: boxes.map(({ sample, x, y, width, height }): ImageReference => {
      const region: BoxRegion = { x, y, width, height, space: space(sample), margin };
      return { ...images[sample]!, region };
    }),
    text: ofEach(table.text),
    patients: table.patients && of(table.patients),
    studies: boxes.map(({ sample }) => studyOf(table, sample)),
    officialSplits: of(table.officialSplits),
    labels: [labelsOf(table).column],
    ...(covariates && { covariates: ofEach(covariates) }),
    boxes: boxes.map((box, row) => ({ ...box, sample: row })),
    ...(boxSpaces && { boxSpaces: of(boxSpaces) }),
  };
}

function labelsOf({ boxes = [] }: SampleTable): CheckedLabels {
  const names = boxes.map(({ className }) => className);
  return labelsFromNames(boxClass, names, false, null);
}

/** As splits are made of whole images: the study, else the file. */
function studyOf({ studies, images, ids }: SampleTable, sample: number): string {
  const image = images?.[sample];
  return studies?.[sample] || (image?.kind === 'file' ? image.path : ids[sample]!);
}
