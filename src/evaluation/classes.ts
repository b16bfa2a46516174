/** What was decided, class by class: the confusion matrix and the counts behind sensitivity, specificity and precision. */
import { labelWidth } from '../domain/index.ts';
import type { Outcome } from './decisions.ts';

/** Rates at the evaluator's decision; null where the denominator is 0. */
export interface ClassRates {
  /** Samples of the class (multi-label: positives). */
  readonly samples: number;
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  readonly precision: number | null;
}

/** `[true class][predicted class]`, samples with a label only; null for multi-label, where a sample has many classes. */
export function confusionMatrix({ target, labels }: Outcome, decisions: Int32Array): number[][] | null {
  if (target.kind === 'multi-label') return null;
  const matrix = target.classes.map(() => target.classes.map(() => 0));
  labels.forEach((label, i) => {
    if (label >= 0) matrix[label]![decisions[i]!]!++;
  });
  return matrix;
}

/** Each class against the rest. */
export function classRates({ target, labels }: Outcome, decisions: Int32Array): ClassRates[] {
  const width = labelWidth(target);
  return target.classes.map((_, classIndex) => {
    const column = target.kind === 'multi-label' ? classIndex : 0;
    const yes = target.kind === 'multi-label' ? 1 : classIndex;
    let hits = 0;
    let misses = 0;
    let falseAlarms = 0;
    let rejections = 0;
    for (let i = column; i < labels.length; i += width) {
      if (labels[i]! < 0) continue;
      const said = decisions[i] === yes;
      if (labels[i] === yes) {
        if (said) hits++;
        else misses++;
      } else if (said) falseAlarms++;
      else rejections++;
    }
    return {
      samples: hits + misses,
      sensitivity: rate(hits, misses),
      specificity: rate(rejections, falseAlarms),
      precision: rate(hits, falseAlarms),
    };
  });
}

function rate(part: number, rest: number): number | null {
  return part + rest > 0 ? part / (part + rest) : null;
}
