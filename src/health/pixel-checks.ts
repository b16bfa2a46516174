/** Images that could not be read or show nothing, that are negatives of the others, of another size or shape, or written on. */
import type { Finding } from '../domain/index.ts';
import { isBlank } from './duplicates.ts';
import { finding, rowsBy, type Examined } from './examined.ts';
import { area, type Thumbnails } from './thumbnails.ts';

/** What is known of the images apart from their tensors. */
export interface ImageFacts {
  /** Rows of the table whose image could not be read. */
  readonly rejected: ReadonlySet<number>;
  /** Width and height in px before the cut, two numbers a row of the table, 0 where not known; null where nothing is known. */
  readonly sizes: Int32Array | null;
  /** Bits of a value as stored, one number a row of the table, 0 where not known; null where nothing is known. */
  readonly bits: Uint8Array | null;
}

export function unreadableFindings(examined: Examined, { rejected }: ImageFacts): Finding[] {
  const rows = [...rejected]
    .filter((row) => (examined.splits[row] ?? null) !== null)
    .sort((a, b) => a - b);
  if (rows.length === 0) return [];
  const found = finding(
    'unreadable-images',
    rows.length > 0.05 * examined.table.length ? 'serious' : 'caution',
    rows.length,
    { images: rows.length },
    examined,
    rows,
  );
  // There is nothing to be looked at.
  return [{ ...found, rows: [] }];
}

export function blankFindings(examined: Examined, thumbnails: Thumbnails): Finding[] {
  const rows = [...thumbnails.rows.keys()]
    .filter((picture) => isBlank(thumbnails, picture))
    .map((picture) => thumbnails.rows[picture]!);
  if (rows.length === 0) return [];
  return [finding('blank-images', 'caution', rows.length, { images: rows.length }, examined, rows)];
}

/** Images have to be alike this much (median correlation with their mean) before one can be told to be the negative of the others ... */
const alike = 0.35;
/** ... and a negative of them has at most this correlation with it. */
const negative = -0.3;
/** Of more than this the mean itself can't be trusted. */
const mostNegatives = 0.4;

/** MONOCHROME1 shown as MONOCHROME2, and the like: the pattern is the one that the others have, with dark and bright exchanged. */
export function polarityFindings(
  examined: Examined,
  thumbnails: Thumbnails,
  channels: 1 | 3,
): Finding[] {
  if (channels === 3) return [];
  const pictures = [...thumbnails.rows.keys()].filter((picture) => !isBlank(thumbnails, picture));
  if (pictures.length < 20) return [];
  const correlations = correlationsWithMean(thumbnails, pictures);
  const median = Float64Array.from(correlations).sort()[correlations.length >> 1]!;
  if (median < alike) return [];
  const rows = pictures
    .filter((_, i) => correlations[i]! < negative)
    .map((picture) => thumbnails.rows[picture]!);
  if (rows.length === 0 || rows.length > mostNegatives * pictures.length) return [];
  return [finding('polarity', 'serious', rows.length, { images: rows.length }, examined, rows)];
}

function correlationsWithMean(
  { grey, mean, deviation }: Thumbnails,
  pictures: readonly number[],
): Float64Array {
  const pattern = new Float64Array(area);
  for (const picture of pictures)
    for (let i = 0; i < area; i++)
      pattern[i]! += (grey[picture * area + i]! - mean[picture]!) / deviation[picture]!;
  const length = Math.sqrt(pattern.reduce((sum, value) => sum + value * value, 0) / area);
  return Float64Array.from(pictures, (picture) => {
    let dot = 0;
    for (let i = 0; i < area; i++) dot += pattern[i]! * (grey[picture * area + i]! - mean[picture]!);
    return length === 0 ? 0 : dot / (area * length * deviation[picture]!);
  });
}

/** An outlier's sides differ from the usual by this factor at least, and by so many median deviations. */
const sizeFactor = 4;
const aspectFactor = 1.5;
const deviations = 8;
/** More of one kind are a kind of their own, such as lateral views. */
const mostOutliers = 0.05;

export function sizeFindings(
  examined: Examined,
  { sizes }: ImageFacts,
  pictures: Int32Array,
): Finding[] {
  if (sizes === null) return [];
  const rows = [...pictures].filter((row) => sizes[2 * row]! > 0);
  if (rows.length < 20) return [];
  const areas = rows.map((row) => Math.log(sizes[2 * row]! * sizes[2 * row + 1]!));
  const aspects = rows.map((row) => Math.log(sizes[2 * row]! / sizes[2 * row + 1]!));
  const small = outliers(areas, 2 * Math.log(sizeFactor)).map((i) => rows[i]!);
  const odd = outliers(aspects, Math.log(aspectFactor)).map((i) => rows[i]!);
  const [one] = small;
  return [
    ...(one === undefined
      ? []
      : [
          finding(
            'size-outliers',
            'note',
            small.length,
            { width: sizes[2 * one]!, height: sizes[2 * one + 1]! },
            examined,
            small,
          ),
        ]),
    ...(odd.length === 0
      ? []
      : [
          finding(
            'aspect-outliers',
            'note',
            odd.length,
            { usual: Math.exp(median(aspects)) },
            examined,
            odd,
          ),
        ]),
  ];
}

function outliers(values: readonly number[], least: number): number[] {
  const middle = median(values);
  const spread = median(values.map((value) => Math.abs(value - middle)));
  const most = Math.max(least, deviations * spread);
  const found = [...values.keys()].filter((i) => Math.abs(values[i]! - middle) > most);
  return found.length > mostOutliers * values.length ? [] : found;
}

function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1]!;
}

/** Depths are few and an image has one or another: any share of them is told, since a window treats each in its own way. */
export function depthFindings(
  examined: Examined,
  { bits }: ImageFacts,
  pictures: Int32Array,
): Finding[] {
  if (bits === null) return [];
  const byDepth = rowsBy([...pictures], (row) => String(bits[row] || ''));
  const [usual, ...others] = [...byDepth].sort(([, a], [, b]) => b.length - a.length);
  const rows = others.flatMap(([, some]) => some);
  if (usual === undefined || rows.length === 0) return [];
  const parameters = { usual: Number(usual[0]), bits: bits[rows[0]!]! };
  return [finding('depth-outliers', 'note', rows.length, parameters, examined, rows)];
}

export function writtenOnFindings(
  examined: Examined,
  thumbnails: Thumbnails,
  isWrittenOn: Uint8Array,
): Finding[] {
  const rows = [...thumbnails.rows].filter((_, picture) => isWrittenOn[picture] === 1);
  if (rows.length === 0) return [];
  const share = rows.length / thumbnails.rows.length;
  return [finding('burnt-in-text', 'note', rows.length, { share }, examined, rows)];
}
