/**
 * What the headers of DICOM files add to samples that were read from folders or a table: which of them are of one patient,
 * where nothing else tells, and covariates. Who the patients are stays in the headers: samples get numbers.
 */
import {
  AppError,
  type Box,
  type Evidence,
  type ReadingProgress,
  type SampleTable,
  type Source,
} from '../domain/index.ts';
import { type DicomFacts, readDicomFacts } from '../formats/index.ts';
import { recounted } from './inspection.ts';
import { mayBeDicomName } from './listing.ts';
import type { Recognised } from './reader.ts';

/** Files looked into before the images are taken for something else. */
const looks = 3;
/** Headers read at once: enough to hide the wait for a disk, few enough that an abort is felt. */
const atOnce = 8;

/** Headers are read once for each source, however often it is read another way. */
const known = new WeakMap<Source, Map<string, DicomFacts | null>>();

/** Adds what headers say; samples without DICOM files come back as they are. Throws the signal's reason once it aborts. */
export async function* withDicomHeaders(
  source: Source,
  recognised: Recognised,
  signal: AbortSignal,
): AsyncGenerator<ReadingProgress, Recognised, void> {
  const { inspection, table, headers } = recognised;
  if (headers === 'none') return recognised;
  const paths = pathsOf(table);
  if (!(await areDicom(source, paths, signal))) return recognised;
  const facts = yield* readHeaders(source, paths, signal);
  const byRow = table.images!.map((image) => facts.get(image.path) ?? null);
  // What a table says counts before what a header says.
  const covariates = { ...covariatesOf(byRow), ...table.covariates };
  const isAsked = table.patients === null && headers !== 'covariates';
  const patients = isAsked ? patientsOf(byRow) : null;
  const evidence: readonly Evidence[] =
    patients === null
      ? inspection.evidence
      : [...inspection.evidence, dicomPatients(patients, paths.length)];
  return recounted(
    { ...inspection, evidence },
    {
      ...table,
      patients: patients ?? table.patients,
      ...(table.boxes && { boxes: withinImages(table, byRow) }),
      ...(Object.keys(covariates).length > 0 && { covariates }),
    },
  );
}

/** Files that could be DICOM by their names, each once. */
function pathsOf({ images }: SampleTable): readonly string[] {
  const paths = new Set<string>();
  for (const image of images ?? [])
    if (image.kind === 'file' && mayBeDicomName(image.path)) paths.add(image.path);
  return [...paths];
}

/** Whether one of a few files that lie evenly among all is DICOM. */
async function areDicom(
  source: Source,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  for (let look = 0; look < Math.min(looks, paths.length); look++) {
    signal.throwIfAborted();
    const path = paths[Math.floor((look * paths.length) / looks)]!;
    if ((await factsOf(source, path)) !== null) return true;
  }
  return false;
}

/** What the headers of the given files say, by path; null where a file is none that can be read. */
export async function headersOf(
  source: Source,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, DicomFacts | null>> {
  const reading = readHeaders(source, paths.filter(mayBeDicomName), signal);
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return step.value;
  }
}

async function* readHeaders(
  source: Source,
  paths: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ReadingProgress, Map<string, DicomFacts | null>, void> {
  const facts = known.get(source) ?? new Map<string, DicomFacts | null>();
  known.set(source, facts);
  const unread = paths.filter((path) => !facts.has(path));
  for (let first = 0; first < unread.length; first += atOnce) {
    signal.throwIfAborted();
    const some = unread.slice(first, first + atOnce);
    const found = await Promise.all(some.map((path) => factsOf(source, path)));
    some.forEach((path, i) => facts.set(path, found[i]!));
    yield { stage: 'headers', done: first + some.length };
  }
  signal.throwIfAborted();
  return facts;
}

/** Null also where a file is damaged: cutting will find it again and say so. */
async function factsOf(source: Source, path: string): Promise<DicomFacts | null> {
  try {
    return await readDicomFacts(await source.open(path));
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/**
 * A number for each patient in the order of the samples, '' where the header names none. Where all samples seem to be of one
 * patient, as after careless anonymisation, studies stand for patients; null where they don't tell samples apart either.
 */
function patientsOf(facts: readonly (DicomFacts | null)[]): string[] | null {
  for (const key of ['patientId', 'studyUid'] as const) {
    const numbers = new Map<string, string>();
    const patients = facts.map((one) => {
      const id = one?.[key] ?? '';
      if (id === '') return '';
      const number = numbers.get(id) ?? String(numbers.size + 1);
      numbers.set(id, number);
      return number;
    });
    if (numbers.size > 1) return patients;
  }
  return null;
}

function dicomPatients(patients: readonly string[], images: number): Evidence {
  const distinct = new Set(patients);
  distinct.delete('');
  return {
    kind: 'dicom-patients',
    holds: true,
    parameters: { patients: distinct.size, images },
  };
}

/** Boxes cut off at the edges of the images that they were drawn in, where no table said how large these are. */
function withinImages(table: SampleTable, facts: readonly (DicomFacts | null)[]): Box[] {
  return (table.boxes ?? []).map((box) => {
    const { columns = null, rows = null } = facts[box.sample] ?? {};
    const isKnown = (table.boxSpaces?.[box.sample] ?? null) !== null;
    if (isKnown || columns === null || rows === null) return box;
    const width = Math.min(box.width, Math.max(0, columns - box.x));
    const height = Math.min(box.height, Math.max(0, rows - box.y));
    return { ...box, width, height };
  });
}

/** What each covariate is called, and where in a header it stands. */
const covariateReaders: Readonly<Record<string, (facts: DicomFacts) => string | number | null>> = {
  view: ({ viewPosition }) => viewPosition,
  laterality: ({ laterality }) => laterality,
  /** In years. */
  age: ({ patientAgeYears }) => patientAgeYears,
  sex: ({ patientSex }) => patientSex,
  /** Between the centres of neighbouring rows, in mm. */
  spacing: ({ pixelSpacingMm }) => pixelSpacingMm?.[0] ?? null,
};

/** Those that any sample has. */
function covariatesOf(facts: readonly (DicomFacts | null)[]): NonNullable<SampleTable['covariates']> {
  const columns = Object.entries(covariateReaders).map(
    ([name, read]) => [name, facts.map((one) => one && read(one))] as const,
  );
  return Object.fromEntries(columns.filter(([, values]) => values.some((value) => value !== null)));
}
