/** What was decided, class by class: the confusion matrix, the counts behind rates and F1, and the weighted kappa. */
import { labelWidth } from '../domain/index.ts';
import type { Outcome } from './decisions.ts';

/** Decisions about one class against the rest. */
interface Counts {
  hits: number;
  misses: number;
  falseAlarms: number;
  rejections: number;
}

/** Rates at the evaluator's decision; null where the denominator is 0. */
export interface ClassRates {
  /** Samples of the class (multi-label: positives). */
  readonly samples: number;
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  readonly precision: number | null;
  /** Null where the class neither is nor was said. */
  readonly f1: number | null;
}

/** `[true class][predicted class]`, samples with a label only; null for multi-label, where a sample has many classes. */
export function confusionMatrix(
  { target, labels }: Outcome,
  decisions: Int32Array,
  weights?: ArrayLike<number>,
): number[][] | null {
  if (target.kind === 'multi-label') return null;
  const matrix = target.classes.map(() => target.classes.map(() => 0));
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label >= 0) matrix[label]![decisions[i]!]! += weights ? weights[i]! : 1;
  }
  return matrix;
}

/** Each class against the rest. Weights are by sample. */
export function classRates(
  outcome: Outcome,
  decisions: Int32Array,
  weights?: ArrayLike<number>,
): ClassRates[] {
  const matrix = confusionMatrix(outcome, decisions, weights);
  const counts = matrix === null ? countLabels(outcome, decisions, weights) : countClasses(matrix);
  return counts.map(({ hits, misses, falseAlarms, rejections }) => ({
    samples: hits + misses,
    sensitivity: rate(hits, misses),
    specificity: rate(rejections, falseAlarms),
    precision: rate(hits, falseAlarms),
    f1: rate(hits, (misses + falseAlarms) / 2),
  }));
}

function countClasses(matrix: readonly (readonly number[])[]): Counts[] {
  const total = matrix.flat().reduce((sum, count) => sum + count, 0);
  return matrix.map((row, k) => {
    const hits = row[k]!;
    const misses = row.reduce((sum, count) => sum + count, 0) - hits;
    const falseAlarms = matrix.reduce((sum, other) => sum + other[k]!, 0) - hits;
    return { hits, misses, falseAlarms, rejections: total - hits - misses - falseAlarms };
  });
}

function countLabels(
  { target, labels }: Outcome,
  decisions: Int32Array,
  weights?: ArrayLike<number>,
): Counts[] {
  const width = labelWidth(target);
  return target.classes.map((_, column) => {
    // Truth in the lower bit, decision in the upper one.
    const sums = [0, 0, 0, 0];
    for (let sample = 0, i = column; i < labels.length; sample++, i += width) {
      const label = labels[i]!;
      if (label >= 0) sums[label + 2 * decisions[i]!]! += weights ? weights[sample]! : 1;
    }
    const [rejections, misses, falseAlarms, hits] = sums as [number, number, number, number];
    return { hits, misses, falseAlarms, rejections };
  });
}

/** The mean over the classes that are there or were said; null where there is none. */
export function macroF1(rates: readonly ClassRates[]): number | null {
  const defined = rates.flatMap(({ f1 }) => (f1 === null ? [] : [f1]));
  return defined.length > 0 ? defined.reduce((sum, f1) => sum + f1, 0) / defined.length : null;
}

/** Weighted by samples of each class; null where no class has any. */
export function weightedF1(rates: readonly ClassRates[]): number | null {
  const samples = rates.reduce((sum, each) => sum + each.samples, 0);
  const weighted = rates.reduce((sum, each) => sum + each.samples * (each.f1 ?? 0), 0);
  return samples > 0 ? weighted / samples : null;
}

/**
 * Cohen's kappa with quadratic weights (Cohen 1968): 1 is full agreement, 0 what chance would give.
 * Null where chance could not disagree, as where truth and decisions are all of one class.
 */
export function quadraticKappa(matrix: readonly (readonly number[])[]): number | null {
  const total = matrix.flat().reduce((sum, count) => sum + count, 0);
  const actual = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const said = matrix.map((_, k) => matrix.reduce((sum, row) => sum + row[k]!, 0));
  let observed = 0;
  let byChance = 0;
  matrix.forEach((row, i) => {
    row.forEach((count, j) => {
      observed += (i - j) ** 2 * count;
      byChance += ((i - j) ** 2 * actual[i]! * said[j]!) / total;
    });
  });
  return byChance > 0 ? 1 - observed / byChance : null;
}

function rate(part: number, rest: number): number | null {
  return part + rest > 0 ? part / (part + rest) : null;
}
