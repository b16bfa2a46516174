/**
 * Label columns from what files say: which classes there are and in which order, the index of each sample's class, and
 * whether a model could learn anything from them. Knows nothing of where the labels were found.
 */
import {
  appError,
  uncertainLabel,
  unmentionedLabel,
  type LabelColumn,
  type Problem,
  type Split,
  type Target,
  type TargetSummary,
} from '../domain/index.ts';
import { inNaturalOrder } from './natural-order.ts';

/** More classes than this are names or numbers of something, not classes. */
const maximumClasses = 1000;

/** Words for "does not have it", of which a classifier's class 0 is made. */
const negative =
  /^(?:0|0?\.0|no|none|non|not|n|false|f|negative|neg|normal|benign|healthy|control|absent|否|无|没有|阴性|正常|良性|健康|对照)$/i;
const startsNegative = /^(?:no|non|not|without)[\s_-]|^(?:无|非|未见)/i;

/** Labels with the reason why they can't be learned, null where they can. */
export interface CheckedLabels {
  readonly column: LabelColumn;
  readonly problem: Problem | null;
}

/**
 * Classes in natural order; of two, the one whose name says "negative" comes first.
 * @param names distinct
 */
function orderClasses(names: Iterable<string>): string[] {
  const classes = inNaturalOrder([...names], (name) => name);
  const [first, second] = classes;
  if (classes.length === 2 && isNegative(second!) && !isNegative(first!)) classes.reverse();
  return classes;
}

/**
 * A binary (two classes) or multi-class target from one class name a sample.
 * @param names null is a missing label
 * @param file the table that a problem is about, null for folders and arrays
 */
export function labelsFromNames(
  name: string,
  names: readonly (string | null)[],
  mayFlip: boolean,
  file: string | null,
): CheckedLabels {
  const present = new Set(names);
  present.delete(null);
  const classes = orderClasses(present as Set<string>);
  const index = new Map<string | null, number>(classes.map((className, i) => [className, i]));
  const kind = classes.length > 2 ? 'multi-class' : 'binary';
  const column = {
    target: { name, kind, classes, mayFlip },
    width: 1,
    values: Int32Array.from(names, (className) => index.get(className) ?? -1),
  } as const;
  return { column, problem: problemOf(column, file) };
}

/**
 * The same from numbers of names.
 * @param names distinct but for null, which is a missing label
 * @param codes for each sample the index of its name, -1 where its label is missing
 */
export function labelsFromCodes(
  name: string,
  names: readonly (string | null)[],
  codes: Int32Array,
  mayFlip: boolean,
  file: string | null,
): CheckedLabels {
  const used = new Uint8Array(names.length);
  for (const code of codes) if (code >= 0) used[code] = 1;
  const classes = orderClasses(names.filter((one, i): one is string => one !== null && used[i] === 1));
  const index = new Map(classes.map((className, i) => [className, i]));
  const classOfCode = names.map((one) => (one === null ? -1 : (index.get(one) ?? -1)));
  const column = {
    target: { name, kind: classes.length > 2 ? 'multi-class' : 'binary', classes, mayFlip },
    width: 1,
    values: codes.map((code) => classOfCode[code] ?? -1),
  } as const;
  return { column, problem: problemOf(column, file) };
}

/** Checks labels whose classes are known beforehand. */
export function checkLabels(column: LabelColumn, file: string | null): CheckedLabels {
  return { column, problem: problemOf(column, file) };
}

/** What the page shows of a target. `officialSplits` has one value a sample. */
export function summariseTarget(
  { column, problem }: CheckedLabels,
  officialSplits: readonly (Split | null)[],
): TargetSummary {
  const { name, kind, classes } = column.target;
  const counts = {
    train: zeros(classes),
    val: zeros(classes),
    test: zeros(classes),
    none: zeros(classes),
  };
  let missing = 0;
  let uncertain = 0;
  let unmentioned = 0;
  officialSplits.forEach((split, row) => {
    const isUncertain = hasValue(column, row, uncertainLabel);
    if (isUncertain) uncertain++;
    if (hasValue(column, row, unmentionedLabel)) unmentioned++;
    if (hasLabel(column, row)) addClasses(column, row, counts[split ?? 'none']);
    else if (!isUncertain) missing++;
  });
  const readers = column.readings?.readers ?? [];
  return { name, kind, classes, counts, missing, uncertain, unmentioned, readers, problem };
}

/** Samples (multi-label: positives) of each class in each split; samples without a split are not counted. */
export function countClasses(
  column: LabelColumn,
  sampleSplits: readonly (Split | null)[],
): Record<Split, number[]> {
  const { classes } = column.target;
  const counts = { train: zeros(classes), val: zeros(classes), test: zeros(classes) };
  sampleSplits.forEach((split, row) => {
    if (split !== null) addClasses(column, row, counts[split]);
  });
  return counts;
}

/** Whether a sample has any label of this target. */
export function hasLabel({ width, values }: LabelColumn, row: number): boolean {
  for (let i = row * width; i < (row + 1) * width; i++) if (values[i]! >= 0) return true;
  return false;
}

function hasValue({ width, values }: LabelColumn, row: number, wanted: number): boolean {
  for (let i = row * width; i < (row + 1) * width; i++) if (values[i] === wanted) return true;
  return false;
}

/** The indices of the classes that a sample belongs to: one, or for multi-label its positives. */
export function classesOf({ width, values, target }: LabelColumn, row: number): number[] {
  if (target.kind !== 'multi-label') return values[row]! < 0 ? [] : [values[row]!];
  const positives: number[] = [];
  for (let i = 0; i < width; i++) if (values[row * width + i] === 1) positives.push(i);
  return positives;
}

function addClasses(column: LabelColumn, row: number, counts: number[]): void {
  for (const index of classesOf(column, row)) counts[index]! += 1;
}

function problemOf(column: LabelColumn, file: string | null): Problem | null {
  return column.target.kind === 'multi-label'
    ? multiLabelProblem(column, file)
    : singleLabelProblem(column, file);
}

function singleLabelProblem({ target, values }: LabelColumn, file: string | null): Problem | null {
  const counts = zeros(target.classes);
  let labelled = 0;
  for (const value of values) {
    if (value < 0) continue;
    counts[value]! += 1;
    labelled++;
  }
  const present = counts.filter((samples) => samples > 0).length;
  if (present <= 1) {
    const className = target.classes[counts.findIndex((samples) => samples > 0)] ?? '';
    return appError('one-class', file, { target: target.name, className, samples: labelled }).problem;
  }
  if (present === labelled) {
    return appError('unique-labels', file, { column: target.name, values: present, rows: labelled })
      .problem;
  }
  if (target.classes.length > maximumClasses) {
    const limits = { values: target.classes.length, limit: maximumClasses };
    return appError('too-many-classes', file, { column: target.name, ...limits }).problem;
  }
  return null;
}

/** Learnable as long as one of the classes has positives and negatives; what is not mentioned may be taken for negative. */
function multiLabelProblem(column: LabelColumn, file: string | null): Problem | null {
  const { target, width, values } = column;
  if (width > maximumClasses) {
    const limits = { values: width, limit: maximumClasses };
    return appError('too-many-classes', file, { column: target.name, ...limits }).problem;
  }
  const seen = Array.from({ length: width }, () => [false, false]);
  values.forEach((value, i) => {
    if (value >= 0) seen[i % width]![value] = true;
    else if (value === unmentionedLabel) seen[i % width]![0] = true;
  });
  if (seen.some(([no, yes]) => no === true && yes === true)) return null;
  const always = seen.findIndex(([, yes]) => yes);
  return appError('one-class', file, {
    target: target.name,
    className: target.classes[always] ?? '',
    samples: values.length / width,
  }).problem;
}

const zeros = (classes: Target['classes']) => classes.map(() => 0);
const isNegative = (name: string) => negative.test(name) || startsNegative.test(name);
