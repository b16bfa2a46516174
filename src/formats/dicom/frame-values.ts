/**
 * From stored values to what they mean and how they are to be shown: rescale, VOI LUTs and windows, of the whole file or, in
 * enhanced multi-frame files (PS3.3, C.7.6.16), of each frame.
 */
import type { Voi } from '../../domain/index.ts';
import type { Dataset } from './elements.ts';
import type { Faults } from './faults.ts';
import { type Lut, readLut } from './luts.ts';
import { tags } from './tags.ts';
import { decimal, decimals, items, pixelNumber, short, word } from './values.ts';

/** The functional groups of a file, read once. */
export interface FunctionalGroups {
  readonly shared: Dataset | null;
  readonly perFrame: readonly Dataset[];
}

export function functionalGroups(dataset: Dataset, faults: Faults): FunctionalGroups {
  return {
    shared: items(dataset, tags.sharedGroups, faults)[0] ?? null,
    perFrame: items(dataset, tags.frameGroups, faults),
  };
}

/** Where a frame's own values stand: in its group, in the one shared by all, or in the data set. */
export function frameDataset(
  dataset: Dataset,
  { shared, perFrame }: FunctionalGroups,
  frame: number,
  groupTag: number,
  faults: Faults,
): Dataset {
  const groups = [perFrame[frame], shared ?? undefined].filter((group) => group !== undefined);
  const found = groups.map((group) => items(group, groupTag, faults)[0]);
  return found.find((item) => item !== undefined) ?? dataset;
}

export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

/** A slope of 0 would make everything one value, and is a writer's way to say that there is none. */
export function readRescale(dataset: Dataset): Rescale {
  const slope = decimal(dataset, tags.rescaleSlope);
  return slope === null || slope === 0
    ? { slope: 1, intercept: 0 }
    : { slope, intercept: decimal(dataset, tags.rescaleIntercept) ?? 0 };
}

/** The modality LUT of the data set, or null. */
export function readModalityLut(dataset: Dataset, signed: boolean, faults: Faults): Lut | null {
  const first = items(dataset, tags.modalityLuts, faults)[0];
  return first === undefined ? null : readLut(first, tags.lutDescriptor, tags.lutData, signed);
}

/** LUTs first, as pydicom prefers them, then windows; without those that show nothing. */
export function readVoi(dataset: Dataset, signed: boolean, faults: Faults): Voi[] {
  const luts = items(dataset, tags.voiLuts, faults).flatMap((item): Voi[] => {
    const lut = readLut(item, tags.lutDescriptor, tags.lutData, signed);
    return lut === null ? [] : [{ kind: 'lut', ...lut }];
  });
  const kind = windowKind(word(dataset, tags.voiFunction));
  const widths = decimals(dataset, tags.windowWidth);
  const windows = decimals(dataset, tags.windowCentre).flatMap((centre, i): Voi[] => {
    const width = widths[i] ?? NaN;
    const narrowest = kind === 'linear' ? 1 : Number.MIN_VALUE;
    return Number.isFinite(centre) && Number.isFinite(width) && width >= narrowest
      ? [{ kind, centre, width }]
      : [];
  });
  return [...luts, ...windows];
}

function windowKind(name: string | null): 'linear' | 'linear-exact' | 'sigmoid' {
  if (name === 'SIGMOID') return 'sigmoid';
  return name === 'LINEAR_EXACT' ? 'linear-exact' : 'linear';
}

/** Stored values that stand for nothing (PS3.3, C.7.5.1.1.2), both included. */
export function readPadding(dataset: Dataset, signed: boolean): readonly [number, number] | null {
  const value = short(dataset, tags.paddingValue);
  if (value === null) return null;
  const limit = short(dataset, tags.paddingRangeLimit) ?? value;
  const ends = [pixelNumber(value, signed), pixelNumber(limit, signed)] as const;
  return [Math.min(...ends), Math.max(...ends)];
}
