/** Where the model was wrong, the surest mistakes first: what a person looks at to learn what the model looks at. */
import { labelWidth } from '../domain/index.ts';
import { decide, type Outcome } from './decisions.ts';

/** A wrong decision. `sample` is the position in the outcome's arrays. */
export type Mistake =
  | {
      readonly kind: 'class';
      readonly sample: number;
      readonly actual: number;
      readonly predicted: number;
      /** Probability of the predicted class. */
      readonly confidence: number;
    }
  | {
      /** Multi-label: one label of a sample; a sample can be wrong in several. */
      readonly kind: 'label';
      readonly sample: number;
      readonly label: number;
      readonly predicted: boolean;
      /** Probability of what was said: of the label, or of its absence. */
      readonly confidence: number;
    };

export interface Mistakes {
  readonly total: number;
  /** The most confident first; of equals, the first sample first. */
  readonly worst: readonly Mistake[];
}

/**
 * All wrong decisions are counted, the worst are told. Missing labels can't be wrong.
 * @param most that are told
 */
export function mistakes(outcome: Outcome, most: number): Mistakes {
  const { target, labels, probabilities } = outcome;
  const decisions = decide(outcome);
  const width = labelWidth(target);
  const classes = target.classes.length;
  const confidenceOf = (i: number, predicted: number) => {
    if (target.kind !== 'multi-label')
      return probabilities[Math.floor(i / width) * classes + predicted]!;
    return predicted ? probabilities[i]! : 1 - probabilities[i]!;
  };
  const wrong = labels.reduce<number[]>((found, actual, i) => {
    if (actual >= 0 && actual !== decisions[i]) found.push(i);
    return found;
  }, []);
  const confidences = Float64Array.from(wrong, (i) => confidenceOf(i, decisions[i]!));
  // Only those that are told are put in order: of a large split half may be wrong.
  const least = confidences.toSorted().at(-most) ?? -Infinity;
  const worst = wrong.flatMap((i, at): Mistake[] => {
    const confidence = confidences[at]!;
    if (confidence < least) return [];
    const sample = Math.floor(i / width);
    const predicted = decisions[i]!;
    return target.kind === 'multi-label'
      ? [{ kind: 'label', sample, label: i % width, predicted: predicted === 1, confidence }]
      : [{ kind: 'class', sample, actual: labels[i]!, predicted, confidence }];
  });
  worst.sort((a, b) => b.confidence - a.confidence);
  return { total: wrong.length, worst: worst.slice(0, most) };
}
