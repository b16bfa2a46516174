/** Labels that are missing or uncertain, classes that are tiny, absent or elsewhere in another proportion, unseen answers. */
import {
  missingLabel,
  splits,
  uncertainLabel,
  type Finding,
  type LabelColumn,
  type Split,
} from '../domain/index.ts';
import { finding, isOfClass, rowsInUse, type Examined } from './examined.ts';

export function labelFindings(examined: Examined): Finding[] {
  return [
    ...unsettledLabels(examined),
    ...absentClasses(examined),
    ...tinyClasses(examined),
    ...unequalBalance(examined),
    ...unseenAnswers(examined),
  ];
}

/** Above this share of samples, labels that are not there decide what is learned. */
const manyUnsettled = 0.1;

function unsettledLabels(examined: Examined): Finding[] {
  const { stated, settled } = examined;
  const rows = [...examined.table.ids.keys()];
  const uncertain = rows.filter((row) => hasValue(stated, row, uncertainLabel));
  const missing = rows.filter((row) => hasValue(stated, row, missingLabel));
  // Labels that the recipe leaves out already are taken care of.
  const isTaken = uncertain.some((row) => !hasValue(settled, row, missingLabel));
  const severity = (some: number[]) =>
    some.length > manyUnsettled * rows.length ? ('caution' as const) : ('note' as const);
  return [
    ...(uncertain.length === 0
      ? []
      : [
          finding(
            'uncertain-labels',
            severity(uncertain),
            uncertain.length,
            { share: uncertain.length / rows.length },
            examined,
            uncertain,
            { fix: isTaken ? 'ignore-uncertain' : null },
          ),
        ]),
    ...(missing.length === 0
      ? []
      : [
          finding(
            'missing-labels',
            severity(missing),
            missing.length,
            { share: missing.length / rows.length },
            examined,
            missing,
          ),
        ]),
  ];
}

function hasValue({ values, width }: LabelColumn, row: number, wanted: number): boolean {
  for (let i = row * width; i < (row + 1) * width; i++) if (values[i] === wanted) return true;
  return false;
}

/** Samples of each split, and of each class in it. */
interface Counts {
  readonly samples: Readonly<Record<Split, number>>;
  readonly classes: readonly Readonly<Record<Split, number>>[];
}

function countsOf(examined: Examined): Counts {
  const { settled } = examined;
  const samples = { train: 0, val: 0, test: 0 };
  const classes = settled.target.classes.map(() => ({ train: 0, val: 0, test: 0 }));
  for (const row of rowsInUse(examined)) {
    const split = examined.splits[row]!;
    samples[split]++;
    classes.forEach((counts, index) => {
      if (isOfClass(settled, row, index) === 1) counts[split]++;
    });
  }
  return { samples, classes };
}

/** Answers that only the test has are told by `unseenAnswers`. */
function absentClasses(examined: Examined): Finding[] {
  const { samples, classes } = countsOf(examined);
  const names = examined.settled.target.classes;
  return splits.flatMap((split) =>
    classes.flatMap((counts, index) => {
      if (samples[split] === 0 || counts[split] > 0) return [];
      if (split === 'train' && counts.test > 0) return [];
      const severity = split === 'train' ? 'serious' : 'caution';
      const className = names[index]!;
      return [
        finding('absent-class', severity, 1, { split, className }, examined, [], {
          examples: [className],
        }),
      ];
    }),
  );
}

/** Fewer training samples than this can't show what a class looks like. */
const fewOfClass = 10;

function tinyClasses(examined: Examined): Finding[] {
  const { classes } = countsOf(examined);
  const { target } = examined.settled;
  return classes.flatMap(({ train }, index) => {
    if (train === 0 || train >= fewOfClass) return [];
    const className = target.classes[index]!;
    const rows = rowsInUse(examined).filter(
      (row) => examined.splits[row] === 'train' && isOfClass(examined.settled, row, index) === 1,
    );
    return [finding('tiny-class', 'caution', train, { className, samples: train }, examined, rows)];
  });
}

/** A class's share may differ by this between train and another split before anything is said ... */
const largestShift = 0.1;
/** ... and by so many standard errors. */
const shiftErrors = 4;

/** The class whose share differs most from train's, for each other split. */
function unequalBalance(examined: Examined): Finding[] {
  const { samples, classes } = countsOf(examined);
  if (samples.train === 0) return [];
  return (['val', 'test'] as const).flatMap((split) => {
    if (samples[split] === 0) return [];
    const shifts = classes.map((counts, index) => {
      const train = counts.train / samples.train;
      const other = counts[split] / samples[split];
      return { index, train, other, by: Math.abs(train - other) };
    });
    const most = shifts.reduce((a, b) => (b.by > a.by ? b : a));
    const pooled =
      (classes[most.index]!.train + classes[most.index]![split]) / (samples.train + samples[split]);
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / samples.train + 1 / samples[split]));
    if (most.by < largestShift || most.by < shiftErrors * error) return [];
    const className = examined.settled.target.classes[most.index]!;
    const { train, other } = most;
    return [
      finding(
        'class-balance',
        'note',
        samples[split],
        { split, className, train, other },
        examined,
        [],
        { examples: [className] },
      ),
    ];
  });
}

/** Test samples of a class that train has none of: no model can get them right. */
function unseenAnswers(examined: Examined): Finding[] {
  const { samples, classes } = countsOf(examined);
  const { settled, splits: sampleSplits } = examined;
  const { target } = settled;
  const unseen = classes.flatMap(({ train, test }, index) => (train === 0 && test > 0 ? [index] : []));
  if (unseen.length === 0 || samples.train === 0) return [];
  const rows = rowsInUse(examined).filter(
    (row) =>
      sampleSplits[row] === 'test' && unseen.some((index) => isOfClass(settled, row, index) === 1),
  );
  return [
    finding(
      'unseen-answers',
      'serious',
      rows.length,
      { className: target.classes[unseen[0]!]!, ceiling: 1 - rows.length / samples.test },
      examined,
      rows,
      { examples: unseen.map((index) => target.classes[index]!), fix: 'regroup-split' },
    ),
  ];
}
