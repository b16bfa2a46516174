/** How slices lie in space (PS3.3 C.7.6.2 and, for enhanced files, C.7.6.16.2.1). */
import type { VolumeGeometry } from '../image-format.ts';
import type { Dataset } from './elements.ts';
import type { Faults } from './faults.ts';
import { frameDataset, functionalGroups } from './frame-values.ts';
import { tags } from './tags.ts';
import { decimal, decimals } from './values.ts';

/**
 * Of a file of one slice or of several. The distance of slices is that between their centres, else their thickness; what is not known
 * is as between rows. Frames of one file are taken in their order.
 */
export function geometryOf(dataset: Dataset, slices: number, faults: Faults): VolumeGeometry {
  const groups = functionalGroups(dataset, faults);
  const measures = frameDataset(dataset, groups, 0, tags.pixelMeasures, faults);
  const known = (value: number | null | undefined) => ((value ?? 0) > 0 ? value! : null);
  const [rows, columns] = decimals(measures, tags.pixelSpacing);
  const down = known(rows) ?? 1;
  const through =
    known(decimal(measures, tags.spacingBetweenSlices)) ??
    known(decimal(measures, tags.sliceThickness)) ??
    down;
  return {
    slices,
    spacingMm: [through, down, known(columns) ?? down],
    positionMm: slices === 1 ? position(dataset) : null,
    number: slices === 1 ? decimal(dataset, tags.instanceNumber) : null,
    directions: slices === 1 ? directions(dataset) : null,
  };
}

/** DICOM counts to the left and to the back. */
function directions(dataset: Dataset): VolumeGeometry['directions'] {
  const [a, b, c, d, e, f] = decimals(dataset, tags.imageOrientation);
  if (![a, b, c, d, e, f].every(Number.isFinite)) return null;
  return [
    [-a!, -b!, c!],
    [-d!, -e!, f!],
  ];
}

/** Of the slice's corner along the normal of its plane. */
function position(dataset: Dataset): number | null {
  const [a, b, c, d, e, f] = decimals(dataset, tags.imageOrientation);
  const [x, y, z] = decimals(dataset, tags.imagePosition);
  const along = x! * (b! * f! - c! * e!) + y! * (c! * d! - a! * f!) + z! * (a! * e! - b! * d!);
  return Number.isFinite(along) ? along : null;
}
