/** A result's samples one by one: which fell into which cell of the confusion matrix, and which are the worst mistakes. */
import { labelWidth, type RunResult, type Split, type Target } from '../domain/index.ts';
import {
  decide,
  mistakes,
  oneVersusRest,
  precisionRecallCurve,
  rocCurve,
  type OneVersusRest,
  type Outcome,
} from '../evaluation/index.ts';

/** One sample with what is true and what was said of it. */
export interface Case {
  /** Row of the sample table. */
  readonly row: number;
  readonly truth: string;
  readonly said: string;
  /** Probability of what was said, 0 to 1. */
  readonly confidence: number;
  /** The class that it is about. */
  readonly classIndex: number;
}

interface SplitOutcome {
  readonly rows: Int32Array;
  readonly outcome: Outcome;
}

function outcomeOf(result: RunResult, split: Split): SplitOutcome | null {
  const index = result.predictions.findIndex((one) => one.split === split);
  const predictions = result.predictions[index];
  const labels = result.labels[index];
  if (predictions === undefined || labels === undefined) return null;
  const { probabilities, rows } = predictions;
  return { rows, outcome: { target: result.target, labels, probabilities } };
}

/** The samples of one cell, the most confident first. Empty for multi-label, which has no matrix. */
export function cellCases(result: RunResult, split: Split, truth: number, said: number): Case[] {
  const found = outcomeOf(result, split);
  if (found === null || result.target.kind === 'multi-label') return [];
  const { rows, outcome } = found;
  const { classes } = result.target;
  const cases: Case[] = [];
  decide(outcome).forEach((decision, i) => {
    if (decision !== said || outcome.labels[i] !== truth) return;
    const confidence = outcome.probabilities[i * classes.length + said]!;
    cases.push({
      row: rows[i]!,
      truth: classes[truth]!,
      said: classes[said]!,
      confidence,
      classIndex: said,
    });
  });
  return cases.sort((a, b) => b.confidence - a.confidence);
}

/** Wrong decisions, the most confident first. For multi-label each wrong label is one, marked + or −. */
export function worstMistakes(result: RunResult, split: Split): Case[] {
  const found = outcomeOf(result, split);
  if (found === null) return [];
  const { classes } = result.target;
  return mistakes(found.outcome).map((mistake) => {
    const row = found.rows[mistake.sample]!;
    const { confidence } = mistake;
    if (mistake.kind === 'class')
      return {
        row,
        truth: classes[mistake.actual]!,
        said: classes[mistake.predicted]!,
        confidence,
        classIndex: mistake.predicted,
      };
    const name = classes[mistake.label]!;
    const shared = { row, confidence, classIndex: mistake.label };
    return mistake.predicted
      ? { ...shared, truth: `− ${name}`, said: `+ ${name}` }
      : { ...shared, truth: `+ ${name}`, said: `− ${name}` };
  });
}

/** The classes that labels `[labelWidth]` stand for, in words; '' where none is known. */
export function labelText(target: Target, labels: ArrayLike<number>): string {
  if (target.kind !== 'multi-label') return target.classes[labels[0]!] ?? '';
  return target.classes.filter((_, i) => labels[i] === 1).join(', ');
}

/** One predicted sample: what is true, what was said, whether that is right in all. */
export interface Judged extends Omit<Case, 'row'> {
  readonly isRight: boolean;
}

/** All predicted samples of a run by row. */
export function judgedSamples(result: RunResult): Map<number, Judged> {
  const judged = new Map<number, Judged>();
  for (const { split } of result.predictions) {
    const found = outcomeOf(result, split);
    if (found === null) continue;
    const { target, labels, probabilities } = found.outcome;
    const classes = target.classes.length;
    const width = labelWidth(target);
    const decisions = decide(found.outcome);
    found.rows.forEach((row, i) => {
      const own = labels.subarray(i * width, (i + 1) * width);
      const said = decisions.subarray(i * width, (i + 1) * width);
      const chances = probabilities.subarray(i * classes, (i + 1) * classes);
      const classIndex =
        target.kind === 'multi-label' ? chances.indexOf(Math.max(...chances)) : said[0]!;
      judged.set(row, {
        truth: labelText(target, own),
        said: labelText(target, said),
        confidence: chances[classIndex]!,
        classIndex,
        isRight: own.every((value, j) => value < 0 || value === said[j]),
      });
    });
  }
  return judged;
}

/** A curve for each yes-or-no question that has one, named by the class that "yes" stands for; places are shares. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Sensitivity over 1 - specificity. */
export function rocCurves(result: RunResult, split: Split): Curve[] {
  return curves(result, split, ({ scores, positives }) =>
    rocCurve(scores, positives).map((point) => [point.falsePositiveRate, point.truePositiveRate]),
  );
}

/** Precision over sensitivity. */
export function precisionRecallCurves(result: RunResult, split: Split): Curve[] {
  return curves(result, split, ({ scores, positives }) =>
    precisionRecallCurve(scores, positives).map((point) => [point.recall, point.precision]),
  );
}

function curves(
  result: RunResult,
  split: Split,
  pointsOf: (question: OneVersusRest) => Curve['points'],
): Curve[] {
  const found = outcomeOf(result, split);
  if (found === null) return [];
  return oneVersusRest(found.outcome).flatMap((question) => {
    const points = pointsOf(question);
    return points.length === 0 ? [] : [{ name: question.className, points }];
  });
}
