/**
 * What a DICOM header says about a picture and whom it shows, for grouping samples and as covariates. Names, birth dates, addresses
 * and the like are not read at all.
 */
import type { SourceFile } from '../../domain/index.ts';
import { sniffedBytes } from '../image-format.ts';
import type { Dataset } from './elements.ts';
import { type Faults, faultsOf } from './faults.ts';
import { dicomFormat } from './format.ts';
import { frameDataset, functionalGroups } from './frame-values.ts';
import { readHeader } from './header.ts';
import { tags } from './tags.ts';
import { text } from './text.ts';
import { decimal, decimals, short, word } from './values.ts';

/** Null where the header does not say. */
export interface DicomFacts {
  /** Identifies a person: for grouping only, never shown or exported. */
  readonly patientId: string | null;
  /** Identifies a person to whoever has the archive, as do the next two: for grouping only. */
  readonly studyUid: string | null;
  readonly seriesUid: string | null;
  readonly sopInstanceUid: string | null;
  /** Order within the series. */
  readonly instanceNumber: number | null;
  /** E.g. `CT`, `DX`, `MG`. */
  readonly modality: string | null;
  readonly bodyPart: string | null;
  /** E.g. `PA`, `CC`. */
  readonly viewPosition: string | null;
  readonly laterality: 'L' | 'R' | 'B' | 'U' | null;
  readonly patientAgeYears: number | null;
  readonly patientSex: 'M' | 'F' | 'O' | null;
  /** Distance between the centres of neighbouring pixels in mm: between rows, between columns. */
  readonly pixelSpacingMm: readonly [row: number, column: number] | null;
  readonly rows: number | null;
  readonly columns: number | null;
  /** At least 1. */
  readonly frames: number;
  readonly manufacturer: string | null;
  /** E.g. `MONOCHROME2`. */
  readonly photometric: string | null;
}

/**
 * Reads the header alone; the pixels are not touched.
 * @returns null where the file is no DICOM file.
 * @throws AppError `truncated-image` or `damaged-image` where the header can't be walked to its end.
 */
export async function readDicomFacts(file: SourceFile): Promise<DicomFacts | null> {
  const head = await file.slice(0, Math.min(file.size, sniffedBytes));
  if (!dicomFormat.matches(head)) return null;
  const { dataset } = await readHeader(file);
  const frames = decimal(dataset, tags.frames);
  return {
    patientId: text(dataset, tags.patientId),
    studyUid: word(dataset, tags.studyUid),
    seriesUid: word(dataset, tags.seriesUid),
    sopInstanceUid: word(dataset, tags.sopInstanceUid),
    instanceNumber: decimal(dataset, tags.instanceNumber),
    modality: word(dataset, tags.modality),
    bodyPart: text(dataset, tags.bodyPart),
    viewPosition: word(dataset, tags.viewPosition),
    laterality:
      oneOf(['L', 'R', 'B', 'U'], word(dataset, tags.imageLaterality)) ??
      oneOf(['L', 'R', 'B', 'U'], word(dataset, tags.laterality)),
    patientAgeYears: years(word(dataset, tags.patientAge)),
    patientSex: oneOf(['M', 'F', 'O'], word(dataset, tags.patientSex)),
    pixelSpacingMm: spacing(dataset, faultsOf(file)),
    rows: short(dataset, tags.rows),
    columns: short(dataset, tags.columns),
    frames: frames !== null && Number.isInteger(frames) && frames > 0 ? frames : 1,
    manufacturer: text(dataset, tags.manufacturer),
    photometric: word(dataset, tags.photometric),
  };
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null): T | null {
  return allowed.find((candidate) => candidate === value) ?? null;
}

const daysPerUnit: Readonly<Record<string, number>> = { D: 1, W: 7, M: 365.25 / 12, Y: 365.25 };

/** An age string (AS), e.g. `045Y`, `008M`; bare digits, which the RSNA's challenge of 2018 has, are years. */
function years(age: string | null): number | null {
  const [, count, unit] = /^(\d{1,3})([DWMY]?)$/.exec(age ?? '') ?? [];
  return count === undefined
    ? null
    : (Number(count) * (daysPerUnit[unit!] ?? daysPerUnit.Y!)) / daysPerUnit.Y!;
}

/** In the patient where that is known, otherwise on the detector. */
function spacing(dataset: Dataset, faults: Faults): readonly [number, number] | null {
  const groups = functionalGroups(dataset, faults);
  const measures = frameDataset(dataset, groups, 0, tags.pixelMeasures, faults);
  for (const tag of [tags.pixelSpacing, tags.imagerPixelSpacing, tags.nominalPixelSpacing]) {
    const [row, column] = decimals(measures, tag);
    if (row !== undefined && column !== undefined && row > 0 && column > 0) return [row, column];
  }
  return null;
}
