/**
 * From a target and its probabilities to what MedMNIST's evaluator looks at: the yes-or-no questions whose areas are
 * averaged, what was decided, and whether each decision was right. Missing labels (-1) are asked no questions.
 * https://github.com/MedMNIST/MedMNIST (evaluator.py) has the definitions.
 */
import { labelWidth, type Target } from '../domain/index.ts';

/** Labels and what a model said of the same samples, row by row. */
export interface Outcome {
  readonly target: Target;
  /** `[samples, labelWidth]`: class indices, or 0 and 1 for multi-label; -1 where missing. */
  readonly labels: Int32Array;
  /** `[samples, classes]`; binary has two columns. */
  readonly probabilities: Float32Array;
}

/** "Is it this class?", put to all samples whose label is known; three arrays of equal length. */
export interface OneVersusRest {
  /** The class that "yes" stands for. */
  readonly className: string;
  /** The class that "no" stands for, null where "no" is any other. */
  readonly opposite: string | null;
  readonly samples: Int32Array;
  readonly positives: Uint8Array;
  readonly scores: Float32Array;
}

/** Whether decisions were right: 1 or 0 for each of the samples whose label is known. */
export interface Verdicts {
  readonly samples: Int32Array;
  readonly right: Uint8Array;
}

/**
 * Number of samples.
 * @throws RangeError where labels and probabilities are not of the same number of samples.
 */
export function countSamples({ target, labels, probabilities }: Outcome): number {
  const samples = labels.length / labelWidth(target);
  if (samples * target.classes.length !== probabilities.length || !Number.isInteger(samples))
    throw new RangeError(
      `${labels.length} labels and ${probabilities.length} probabilities don't belong to the same samples`,
    );
  return samples;
}

/**
 * The questions whose areas under the curve the metric is the unweighted mean of: for binary "is it the last class?"
 * by the last column; for multi-label one a label; otherwise one a class, this class against the rest.
 */
export function oneVersusRest(outcome: Outcome): OneVersusRest[] {
  const { target } = outcome;
  if (target.kind === 'binary') return [classVersusRest(outcome, target.classes.length - 1)];
  return target.classes.map((_, index) => classVersusRest(outcome, index));
}

function classVersusRest(outcome: Outcome, classIndex: number): OneVersusRest {
  const { target, labels, probabilities } = outcome;
  const classes = target.classes.length;
  const width = labelWidth(target);
  const labelOffset = target.kind === 'multi-label' ? classIndex : 0;
  const yes = target.kind === 'multi-label' ? 1 : classIndex;
  const samples = knownSamples(outcome, labelOffset);
  return {
    className: target.classes[classIndex]!,
    opposite: target.kind === 'binary' ? target.classes[0]! : null,
    samples,
    positives: Uint8Array.from(samples, (i) => (labels[i * width + labelOffset] === yes ? 1 : 0)),
    scores: Float32Array.from(samples, (i) => probabilities[i * classes + classIndex]!),
  };
}

/**
 * What is decided: `[samples, labelWidth]` as labels are. Binary and multi-label say yes above 0.5 (exactly 0.5 is no),
 * the others take the most probable class, of equals the first.
 */
export function decide({ target, labels, probabilities }: Outcome): Int32Array {
  const classes = target.classes.length;
  const decisions = new Int32Array(labels.length);
  for (let i = 0; i < decisions.length; i++) {
    if (target.kind === 'multi-label') decisions[i] = probabilities[i]! > 0.5 ? 1 : 0;
    else if (target.kind === 'binary')
      decisions[i] = probabilities[(i + 1) * classes - 1]! > 0.5 ? 1 : 0;
    else decisions[i] = mostProbable(probabilities, i * classes, classes);
  }
  return decisions;
}

function mostProbable(probabilities: Float32Array, start: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++)
    if (probabilities[start + k]! > probabilities[start + best]!) best = k;
  return best;
}

/** The verdicts whose shares of "right" the accuracy is the unweighted mean of: one a label column. */
export function verdicts(outcome: Outcome, decisions: Int32Array): Verdicts[] {
  const width = labelWidth(outcome.target);
  return Array.from({ length: width }, (_, column) => {
    const samples = knownSamples(outcome, column);
    const right = Uint8Array.from(samples, (i) =>
      outcome.labels[i * width + column] === decisions[i * width + column] ? 1 : 0,
    );
    return { samples, right };
  });
}

function knownSamples({ target, labels }: Outcome, column: number): Int32Array {
  const width = labelWidth(target);
  const known: number[] = [];
  for (let i = 0; i * width < labels.length; i++) if (labels[i * width + column]! >= 0) known.push(i);
  return Int32Array.from(known);
}
