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

/** All wrong decisions, the most confident first; of equals, the first sample first. Missing labels can't be wrong. */
export function mistakes(outcome: Outcome): Mistake[] {
  const { target, labels, probabilities } = outcome;
  const decisions = decide(outcome);
  const width = labelWidth(target);
  const classes = target.classes.length;
  const wrong: Mistake[] = [];
  labels.forEach((actual, i) => {
    const predicted = decisions[i]!;
    if (actual < 0 || actual === predicted) return;
    const sample = Math.floor(i / width);
    if (target.kind === 'multi-label') {
      const probability = probabilities[i]!;
      const confidence = predicted ? probability : 1 - probability;
      wrong.push({ kind: 'label', sample, label: i % width, predicted: predicted === 1, confidence });
    } else {
      const confidence = probabilities[sample * classes + predicted]!;
      wrong.push({ kind: 'class', sample, actual, predicted, confidence });
    }
  });
  return wrong.sort((a, b) => b.confidence - a.confidence);
}
