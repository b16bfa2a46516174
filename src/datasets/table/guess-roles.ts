/**
 * Guesses the part that each column of a table plays, from the values first and the headings second, or takes the parts
 * that a person gave them. Each part comes with its reason as evidence.
 */
import {
  appError,
  type ColumnRoles,
  type Evidence,
  type Reading,
  type Split,
} from '../../domain/index.ts';
import { someOf } from '../inspection.ts';
import { folderOf, looksLikeImageName } from '../listing.ts';
import { splitOfWord } from '../split-words.ts';
import { codeColumns, type CodedColumn } from './collect.ts';
import { hasRepeats, sampleValues, type ColumnFacts } from './column-facts.ts';
import { chosenCovariates, covariateColumns } from './covariates.ts';
import {
  emptyJoin,
  joinFiles,
  namesOf,
  type FileJoin,
  type ImageIndex,
  type JoinContext,
} from './file-join.ts';
import type { Grid } from './grid.ts';
import { speaksOf } from './headings.ts';
import { chosenLabels, labelCandidates, type LabelCandidate } from './label-columns.ts';
import { isOfObjects, objectColumns, type ObjectColumns } from './objects.ts';

/** The columns by the part they play. */
export interface Parts {
  readonly file: FileJoin | null;
  /** The column that holds the images themselves; null where there is none, or `file` is used. */
  readonly cells: ColumnFacts | null;
  readonly text: ColumnFacts | null;
  readonly patient: ColumnFacts | null;
  readonly split: SplitColumn | null;
  /** What is seen in the images, which is a target by itself. */
  readonly objects: ObjectColumns | null;
  /** Best first. */
  readonly labels: readonly LabelCandidate[];
  readonly covariates: readonly ColumnFacts[];
}

export interface SplitColumn {
  readonly facts: ColumnFacts;
  readonly coded: CodedColumn;
}

/** What is known of the source when a table is looked at. */
export interface Surroundings {
  readonly index: ImageIndex;
  /** Paths of all images. */
  readonly images: readonly string[];
  readonly signal: AbortSignal;
}

export async function guessParts(
  grid: Grid,
  columns: readonly ColumnFacts[],
  around: Surroundings,
): Promise<Parts> {
  const objects = objectColumns(columns);
  const withText = columns.filter(
    ({ kind, name }) => kind === 'text' && (objects === null || !isOfObjects(name)),
  );
  const split = await splitColumn(grid, withText.find(isSplit) ?? null, around.signal);
  const free = withText.filter((facts) => facts !== split?.facts);
  const named = around.images.length === 0 ? null : await guessFile(grid, free, split, around);
  // Images that are there beat names of images that are not.
  const cells = named !== null && named.matched > 0 ? null : (columns.find(isImages) ?? null);
  const file = cells === null ? named : null;
  const rest = free.filter(({ name }) => name !== named?.column);
  const patient = rest.find(isPatient) ?? null;
  const texts = rest.filter((facts) => facts !== patient && isText(facts));
  const labels = await labelCandidates(
    grid,
    rest.filter((facts) => facts !== patient && !texts.includes(facts)),
    around.signal,
  );
  // Beside objects nobody has to be told why another column is no label.
  const learnable = objects === null ? labels : labels.filter(({ rank }) => rank >= 0);
  const text = longest(texts);
  const others = [named?.column, text?.name, patient?.name, split?.facts.name];
  const covariates = covariateColumns(columns).filter(({ name }) => !others.includes(name));
  return { file, cells, text, patient, split, objects, labels: learnable, covariates };
}

/**
 * The parts as given by hand.
 * @throws AppError `missing-column`
 */
export async function givenParts(
  grid: Grid,
  columns: readonly ColumnFacts[],
  roles: NonNullable<Reading['columns']>,
  { index, images, signal }: Surroundings,
): Promise<Parts> {
  const find = (name: string): ColumnFacts => {
    const facts = columns.find((column) => column.name === name);
    if (facts !== undefined) return facts;
    const found = columns.map((column) => column.name).join(', ');
    throw appError('missing-column', grid.paths[0]!, { column: name, found });
  };
  const findOne = (name: string | null) => (name === null ? null : find(name));
  const split = await splitColumn(grid, findOne(roles.split), signal);
  const given = findOne(roles.file);
  const cells = given !== null && isImages(given) ? given : null;
  const file = cells === null ? given : null;
  const others = [roles.file, roles.text, roles.patient, roles.split];
  const covariates =
    roles.covariates?.filter((name) => !roles.labels.includes(name)).map(find) ??
    covariateColumns(columns).filter(({ name }) => !others.includes(name));
  const [join] =
    file === null
      ? []
      : await joinFiles(grid, [file], index, images.length, joinContext(grid, split), signal);
  return {
    file: file && (join ?? emptyJoin(file)),
    cells,
    text: findOne(roles.text),
    patient: findOne(roles.patient),
    split,
    objects: objectColumns(columns),
    labels: chosenLabels(roles.labels.map(find)),
    covariates: chosenCovariates(covariates, columns, grid.paths[0]!),
  };
}

async function splitColumn(
  grid: Grid,
  facts: ColumnFacts | null,
  signal: AbortSignal,
): Promise<SplitColumn | null> {
  if (facts === null) return null;
  const coded = await codeColumns(grid, [facts], signal);
  return { facts, coded: coded.get(facts.name)! };
}

/** Names of the columns by their parts. */
export function rolesOf({ file, cells, text, patient, split, labels, covariates }: Parts): ColumnRoles {
  return {
    file: file?.column ?? cells?.name ?? null,
    labels: labels[0]?.columns.map(({ name }) => name) ?? [],
    text: text?.name ?? null,
    patient: patient?.name ?? null,
    split: split?.facts.name ?? null,
    covariates: covariates.map(({ name }) => name),
  };
}

/** The split of a row: its column's word, or the word in its file's name. */
export function splitOfRow(grid: Grid, split: SplitColumn | null): (row: number) => Split | null {
  if (split === null) return grid.splitOfRow ?? (() => null);
  const { values, codes } = split.coded;
  const splits = values.map(splitOfWord);
  return (row) => splits[codes[row]!] ?? null;
}

/** Why each part was given to its column. */
export function evidenceOfParts(
  grid: Grid,
  parts: Parts,
  images: readonly string[],
  isByHand: boolean,
): Evidence[] {
  const { file, cells, text, patient, split, labels, objects } = parts;
  const evidence: Evidence[] = [];
  const add = (...more: Evidence[]) => evidence.push(...more);
  if (isByHand) {
    const { labels: labelNames, covariates: beside, ...single } = rolesOf(parts);
    const given = [
      ...Object.entries(single),
      ...labelNames.map((name) => ['labels', name] as const),
      ...beside.map((name) => ['covariates', name] as const),
    ];
    for (const [role, column] of given) {
      if (column !== null) add({ kind: 'column-by-hand', holds: true, parameters: { role, column } });
    }
  }
  if (file !== null) {
    const { column, matched, rows } = file;
    const example = images[rows.find((image) => image >= 0) ?? -1] ?? '';
    const holds = matched * 2 >= grid.rows;
    add({ kind: 'column-file', holds, parameters: { column, matched, rows: grid.rows, example } });
    const { several } = file;
    if (several.samples > 0) add({ kind: 'further-images', holds: false, parameters: several });
  }
  if (cells !== null) {
    const parameters = { column: cells.name, rows: grid.rows };
    add({ kind: 'column-image', holds: true, parameters });
  }
  if (objects !== null) {
    const names = [...new Set([objects.boxes, objects.classes])];
    const parameters = { file: grid.paths[0]!, columns: someOf(names) };
    add({ kind: 'signature-file', holds: true, parameters });
  }
  if (isByHand) return evidence;
  const [best] = labels;
  if (best !== undefined) {
    const names = best.columns.map(({ name }) => name);
    const values = best.kind === 'single' ? [...best.columns[0]!.counts.keys()] : names;
    const parameters = { column: someOf(names), classes: values.length, example: values[0] ?? '' };
    add(
      best.kind === 'multi-label'
        ? { kind: 'columns-multi-label', holds: true, parameters: { columns: someOf(names) } }
        : { kind: 'column-label', holds: true, parameters },
    );
  }
  if (text !== null) {
    const meanLength = Math.round(meanOf(text, ({ length }) => length));
    add({ kind: 'column-text', holds: true, parameters: { column: text.name, meanLength } });
  }
  if (patient !== null) {
    const parameters = { column: patient.name, patients: patient.counts.size, rows: patient.present };
    add({ kind: 'column-patient', holds: true, parameters });
  }
  if (split !== null) {
    const { facts, coded } = split;
    const parameters = { column: facts.name, values: coded.values.join(', ') };
    add({ kind: 'column-split', holds: true, parameters });
  }
  return evidence;
}

function joinContext(grid: Grid, split: SplitColumn | null): JoinContext {
  const tableFolder = (row: number) => folderOf(grid.locate(row).table);
  return { tableFolder, splitOf: splitOfRow(grid, split) };
}

/**
 * The column that names most images; only columns of image names where there are any, for a label 1 may be the name of
 * `1.png` too. Half of the rows or half of the images have to be matched: people keep a table of everything beside the part
 * of the images that they downloaded.
 */
async function guessFile(
  grid: Grid,
  columns: readonly ColumnFacts[],
  split: SplitColumn | null,
  { index, images, signal }: Surroundings,
): Promise<FileJoin | null> {
  const called = columns.filter(hasImageNames);
  const likely = (called.length > 0 ? called : columns)
    // A label names few files on many rows, if any.
    .filter(
      ({ counts, present, isMany }) => isMany || counts.size * 10 >= Math.min(present, images.length),
    );
  const joins = await joinFiles(grid, likely, index, images.length, joinContext(grid, split), signal);
  const [best] = joins
    .filter((join) => join.matched * 2 >= grid.rows || join.images * 2 >= images.length)
    .sort((a, b) => b.images - a.images);
  return best ?? (called[0] === undefined ? null : emptyJoin(called[0]));
}

function isImages({ kind }: ColumnFacts): boolean {
  return kind === 'image';
}

function hasImageNames(facts: ColumnFacts): boolean {
  const sample = sampleValues(facts, 100);
  const isName = ({ value }: { value: string }) => looksLikeImageName(namesOf(facts, value)[0] ?? '');
  return sample.filter(isName).length * 2 > sample.length;
}

/** Only words for splits; two of them, or one under a heading that says so. */
function isSplit({ name, counts, present, isMany }: ColumnFacts): boolean {
  if (isMany) return false;
  const found = new Set([...counts.keys()].map(splitOfWord));
  return present > 0 && !found.has(null) && (found.size > 1 || speaksOf(name, 'split'));
}

const patientValue = /^(?:p|pt|pat|patient|s|sub|subj|subject|case|患者|病人)[-_ ]?\d+$/i;

/** Called a patient's, or values like `patient012` that come on several rows. */
function isPatient(facts: ColumnFacts): boolean {
  const { name, counts } = facts;
  if (counts.size < 2 || speaksOf(name, 'covariate')) return false;
  if (speaksOf(name, 'patient')) return true;
  return hasRepeats(facts) && [...counts.keys()].every((value) => patientValue.test(value));
}

/** Sentences: several words, or as many Chinese characters, that seldom repeat. A heading that says so makes up for brevity. */
function isText(facts: ColumnFacts): boolean {
  const { name, counts, present } = facts;
  if (present === 0) return false;
  const words = meanOf(facts, countWords);
  const isCalledText = speaksOf(name, 'text');
  const isVaried = counts.size > 20 || counts.size * 2 > present;
  return (isVaried || isCalledText) && words >= (isVaried && isCalledText ? 2 : 4);
}

/** Words between spaces, with two CJK characters counted as one word. */
function countWords(value: string): number {
  const cjk = value.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu);
  const spaced = value.match(/\p{L}[^\s\p{Script=Han}]*(?=\s|$)/gu);
  return (spaced?.length ?? 0) + (cjk?.length ?? 0) / 2;
}

function meanOf(facts: ColumnFacts, measure: (value: string) => number): number {
  const sample = sampleValues(facts, 500);
  return sample.reduce((sum, { value }) => sum + measure(value), 0) / Math.max(1, sample.length);
}

function longest(texts: readonly ColumnFacts[]): ColumnFacts | null {
  const meanLength = (facts: ColumnFacts) => meanOf(facts, ({ length }) => length);
  return texts.length === 0
    ? null
    : texts.reduce((best, facts) => (meanLength(facts) > meanLength(best) ? facts : best));
}
