/**
 * The shortcut audit: how well what is not the picture (site, device, view, image size, the way files are named) tells the
 * label by itself. A model that finds its way to such a covariate needs no medicine. For each covariate, values (numbers
 * in ten bins of equal counts) are scored by how often the class was among other patients with that value, five folds by
 * patient; the AUC is the folds' mean, so that their different base rates don't count as knowledge.
 */
import { seededRandom, shuffled, type Finding, type SampleTable } from '../domain/index.ts';
import { areaUnderCurve, standardError } from './auc.ts';
import { finding, isOfClass, questionedClasses, rowsInUse, type Examined } from './examined.ts';
import { imageKey } from './examined.ts';
import type { ImageFacts } from './pixel-checks.ts';

/** An AUC below this is not worth a word ... */
const leastTold = 0.65;
/** ... nor is one that could be this by chance (lower end of a one-sided 99 % interval). */
const leastLow = 0.58;
/** From here on the covariate is most of the diagnosis. */
const serious = 0.8;
const folds = 5;
const bins = 10;
/** Of the base rate, in samples: values that are rare say little. */
const prior = 5;
const oneSided99 = 2.326;
/** Patients' own traits: that disease goes with age is no mistake, but good to know. */
const ofThePatient = /^(age|sex|gender|patient.?(age|sex|gender)|年龄|性别)/i;

export function shortcutFindings(examined: Examined, facts: ImageFacts): Finding[] {
  const rows = rowsInUse(examined);
  const fold = foldsByPatient(examined.table, rows);
  return covariatesOf(examined, facts, rows).flatMap(({ name, codes }) => {
    const told = mostTold(examined, rows, codes, fold);
    if (told === null || told.auc < leastTold || told.low < leastLow) return [];
    const { auc, low, index, concerned } = told;
    const className = examined.settled.target.classes[index]!;
    const severity = ofThePatient.test(name) ? 'note' : auc >= serious ? 'serious' : 'caution';
    return [
      finding('shortcut', severity, concerned, { covariate: name, className, auc, low }, examined, [], {
        examples: [name],
      }),
    ];
  });
}

interface Covariate {
  readonly name: string;
  /** For each of the rows in use a value's number, 0 where it is not known. */
  readonly codes: Int32Array;
}

/** All that is known beside pixels and text; what has one value only, or a value of its own for nearly each sample, tells nothing. */
function covariatesOf(
  examined: Examined,
  { sizes, bits }: ImageFacts,
  rows: readonly number[],
): Covariate[] {
  const { covariates = {}, images } = examined.table;
  const found: Covariate[] = Object.entries(covariates).map(([name, values]) => ({
    name,
    codes: coded(rows.map((row) => values[row] ?? null)),
  }));
  if (sizes !== null) {
    const size = rows.map((row) =>
      sizes[2 * row]! > 0 ? `${sizes[2 * row]!} × ${sizes[2 * row + 1]!}` : null,
    );
    const area = rows.map((row) => sizes[2 * row]! * sizes[2 * row + 1]! || null);
    const isVaried = new Set(size).size > Math.min(bins, rows.length / 10);
    found.push({ name: imageSize, codes: coded(isVaried ? area : size) });
  }
  if (bits !== null) found.push({ name: bitDepth, codes: Int32Array.from(rows, (row) => bits[row]!) });
  if (images !== null) {
    const patterns = rows.map((row) => {
      const image = images[row]!;
      return image.kind === 'file' ? namePattern(image.path) : null;
    });
    found.push({ name: fileName, codes: coded(patterns) });
  }
  return found.filter(({ codes }) => {
    const distinct = new Set(codes).size;
    return distinct > 1 && distinct < Math.max(3, rows.length / 2);
  });
}

/** Names of covariates that no table has; `src/i18n` calls them by their names in each language. */
const imageSize = '*image-size';
const bitDepth = '*bit-depth';
const fileName = '*file-name';

/** How a file is named, whoever it shows: digits are one sign, and folders are left out since they often are the classes. */
function namePattern(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.toLowerCase().replaceAll(/[0-9a-f]{8,}|\d+/g, '#');
}

/** Numbers by their tenths, everything else by its value. */
function coded(values: readonly (string | number | null)[]): Int32Array {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length > 0 && new Set(numbers).size > bins) {
    const sorted = Float64Array.from(numbers).sort();
    const edges = Array.from(
      { length: bins - 1 },
      (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bins)]!,
    );
    return Int32Array.from(values, (value) =>
      typeof value === 'number' ? 1 + edges.filter((edge) => value >= edge).length : 0,
    );
  }
  const index = new Map<string | number, number>();
  return Int32Array.from(values, (value) => {
    if (value === null || value === '') return 0;
    const known = index.get(value);
    if (known !== undefined) return known;
    index.set(value, index.size + 1);
    return index.size;
  });
}

/** The fold of each of the rows; samples of one patient (study, image) are in one. */
function foldsByPatient(table: SampleTable, rows: readonly number[]): Uint8Array {
  const nameOf = (row: number) =>
    table.patients?.[row] || table.studies?.[row] || (table.images ? imageKey(table.images[row]!) : '');
  const names = rows.map((row) => nameOf(row) || `row ${row}`);
  const order = shuffled(new Set(names), seededRandom(0, 'shortcut folds'));
  const foldOf = new Map(order.map((name, i) => [name, i % folds]));
  return Uint8Array.from(names, (name) => foldOf.get(name)!);
}

interface Told {
  readonly index: number;
  readonly auc: number;
  readonly low: number;
  /** Samples with a label. */
  readonly concerned: number;
}

/** The class that the covariate tells best, judged by the lower end of its interval. */
function mostTold(
  { settled }: Examined,
  rows: readonly number[],
  codes: Int32Array,
  fold: Uint8Array,
): Told | null {
  let best: Told | null = null;
  for (const index of questionedClasses(settled)) {
    const labels = Int8Array.from(rows, (row) => isOfClass(settled, row, index));
    const auc = crossValidated(codes, labels, fold);
    if (auc === null) continue;
    const positives = labels.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0);
    const negatives = labels.reduce((sum, label) => sum + (label === 0 ? 1 : 0), 0);
    const low = auc - oneSided99 * standardError(auc, positives, negatives);
    if (best === null || low > best.low) best = { index, auc, low, concerned: positives + negatives };
  }
  return best;
}

/**
 * Mean AUC of the folds, each scored by how often the class came with the value in the other folds; null where some fold
 * has one class only.
 * @param codes value of each sample, @param labels 1, 0, or -1 where not known, @param fold 0 to 4
 */
export function crossValidated(codes: Int32Array, labels: Int8Array, fold: Uint8Array): number | null {
  const values = codes.reduce((most, code) => Math.max(most, code), 0) + 1;
  let sum = 0;
  for (let held = 0; held < folds; held++) {
    const seen = new Float64Array(values);
    const positive = new Float64Array(values);
    let allSeen = 0;
    let allPositive = 0;
    const tested: number[] = [];
    labels.forEach((label, i) => {
      if (label < 0) return;
      if (fold[i] === held) {
        tested.push(i);
        return;
      }
      seen[codes[i]!]!++;
      allSeen++;
      positive[codes[i]!]! += label;
      allPositive += label;
    });
    const rate = allSeen === 0 ? 0 : allPositive / allSeen;
    const scores = tested.map((i) => (positive[codes[i]!]! + prior * rate) / (seen[codes[i]!]! + prior));
    const auc = areaUnderCurve(
      scores,
      tested.map((i) => labels[i]!),
    );
    if (auc === null) return null;
    sum += auc;
  }
  return sum / folds;
}
