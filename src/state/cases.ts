/** A result's samples one by one: which fell into which cell of the confusion matrix, and which are the worst mistakes. */
import { labelWidth, type RunResult, type Split, type Target } from '../domain/index.ts';
import {
  decide,
  mistakes,
  oneVersusRest,
  precisionRecallCurve,
  rankScores,
  rocCurve,
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

/** Samples to look at, out of so many. */
export interface CaseList {
  readonly total: number;
  /** The first ones. */
  readonly shown: readonly Case[];
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

/**
 * The samples of one cell, the most confident first. Empty for multi-label, which has no matrix.
 * @param most that are to be shown
 */
export function cellCases(
  result: RunResult,
  split: Split,
  { truth, said }: { readonly truth: number; readonly said: number },
  most: number,
): CaseList {
  const found = outcomeOf(result, split);
  if (found === null || result.target.kind === 'multi-label') return { total: 0, shown: [] };
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
  cases.sort((a, b) => b.confidence - a.confidence);
  return { total: cases.length, shown: cases.slice(0, most) };
}

/**
 * Wrong decisions, the most confident first. For multi-label each wrong label is one, marked + or −.
 * @param most that are to be shown
 */
export function worstMistakes(result: RunResult, split: Split, most: number): CaseList {
  const found = outcomeOf(result, split);
  if (found === null) return { total: 0, shown: [] };
  const { classes } = result.target;
  const { total, worst } = mistakes(found.outcome, most);
  const shown = worst.map((mistake) => {
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
  return { total, shown };
}

/** The classes that labels `[labelWidth]` stand for, in words; '' where none is known. */
export function labelText(target: Target, labels: ArrayLike<number>): string {
  if (target.kind !== 'multi-label') return target.classes[labels[0]!] ?? '';
  return target.classes.filter((_, i) => labels[i] === 1).join(', ');
}

/** All predicted samples of a run by row of the sample table. What is said of one is put into words when it is asked for. */
export class JudgedSamples {
  readonly #splits: readonly (SplitOutcome & { readonly decisions: Int32Array })[];
  /** By row: how many predicted samples come before it, in the order of the splits; -1 where it is none. */
  readonly #places: Int32Array;
  /** Of labels that were put into words before, by their bits. */
  readonly #texts = new Map<number, string>();

  constructor(result: RunResult) {
    this.#splits = result.predictions.flatMap(({ split }) => {
      const found = outcomeOf(result, split);
      return found === null ? [] : [{ ...found, decisions: decide(found.outcome) }];
    });
    let last = -1;
    for (const { rows } of this.#splits) for (const row of rows) last = Math.max(last, row);
    this.#places = new Int32Array(last + 1).fill(-1);
    let place = 0;
    for (const { rows } of this.#splits) for (const row of rows) this.#places[row] = place++;
  }

  /** Null where nothing was predicted. */
  case(row: number): Case | null {
    const found = this.#find(row);
    if (found === null) return null;
    const { outcome, own, said, index } = found;
    const { target, probabilities } = outcome;
    const classes = target.classes.length;
    const chances = probabilities.subarray(index * classes, (index + 1) * classes);
    const classIndex = target.kind === 'multi-label' ? chances.indexOf(Math.max(...chances)) : said[0]!;
    const confidence = chances[classIndex]!;
    const truth = labelText(target, own);
    return { row, truth, said: labelText(target, said), confidence, classIndex };
  }

  /** What is true of it, in words; '' where that, or the sample, is not known. */
  truth(row: number): string {
    const found = this.#find(row);
    if (found === null) return '';
    const { target } = found.outcome;
    if (target.kind !== 'multi-label') return labelText(target, found.own);
    let bits = 0;
    found.own.forEach((value, i) => (bits += value === 1 ? 2 ** i : 0));
    // Bits of more labels than these are no longer told apart.
    if (target.classes.length > 53) return labelText(target, found.own);
    const text = this.#texts.get(bits) ?? labelText(target, found.own);
    this.#texts.set(bits, text);
    return text;
  }

  /** Whether all that is known of it was said. */
  isRight(row: number): boolean {
    const found = this.#find(row);
    return found !== null && found.own.every((value, i) => value < 0 || value === found.said[i]);
  }

  #find(row: number) {
    let index = this.#places[row] ?? -1;
    if (index < 0) return null;
    for (const { rows, outcome, decisions } of this.#splits) {
      if (index >= rows.length) {
        index -= rows.length;
        continue;
      }
      const width = labelWidth(outcome.target);
      const own = outcome.labels.subarray(index * width, (index + 1) * width);
      return { outcome, own, said: decisions.subarray(index * width, (index + 1) * width), index };
    }
    return null;
  }
}

/** A curve for a yes-or-no question that has one, named by the class that "yes" stands for; places are shares. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Both curves of a question; without points where they are not defined. */
export interface QuestionCurves {
  /** Sensitivity over 1 - specificity. */
  readonly roc: Curve;
  /** Precision over sensitivity. */
  readonly precisionRecall: Curve;
}

/** Question by question, for each takes a while. */
export function* questionCurves(result: RunResult, split: Split): Generator<QuestionCurves, void, void> {
  const found = outcomeOf(result, split);
  if (found === null) return;
  for (const { className: name, scores, positives } of oneVersusRest(found.outcome)) {
    const ranking = rankScores(scores, positives);
    const roc = rocCurve(ranking).map(
      (point) => [point.falsePositiveRate, point.truePositiveRate] as const,
    );
    const precisionRecall = precisionRecallCurve(ranking).map(
      (point) => [point.recall, point.precision] as const,
    );
    yield { roc: { name, points: roc }, precisionRecall: { name, points: precisionRecall } };
  }
}
