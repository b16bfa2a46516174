/** The scores of a split beyond AUC and ACC: F1, kappa, calibration, and thresholds that were chosen on val. */
import type {
  ClassScores,
  Estimate,
  OperatingPoint,
  QuestionScores,
  SplitScores,
} from '../domain/index.ts';
import type { Estimates, Measures } from './bootstrap.ts';
import { prepareCalibration, type Calibration } from './calibration.ts';
import { classRates, confusionMatrix, macroF1, quadraticKappa, weightedF1 } from './classes.ts';
import { oneVersusRest, verdicts, type OneVersusRest, type Outcome } from './decisions.ts';
import { meanOfAll } from './metrics.ts';
import { chooseThresholds, prepareRates, type ChosenThreshold } from './thresholds.ts';

/** What is to be resampled, and how its estimates become a report. */
export interface PreparedScores {
  readonly measures: readonly Measures[];
  /**
   * @param estimates of `measures`
   * @param precisions average precision by question
   * @param precision their mean
   */
  report(
    estimates: readonly Estimates[],
    precisions: readonly Estimate[],
    precision: Estimate,
  ): SplitScores;
}

interface Question extends OneVersusRest {
  readonly calibration: Calibration;
  readonly thresholds: readonly ChosenThreshold[];
}

/** Places of the sums in the measures of all classes together. */
const macroPlace = 0;
const weightedPlace = 1;
const kappaPlace = 2;
const firstClass = 3;

const none = (className: string | null) => ({ value: null, reason: 'no-samples', className }) as const;

export function prepareScores(
  outcome: Outcome,
  decisions: Int32Array,
  val: Outcome | null,
): PreparedScores {
  const chosen = val === null ? [] : chooseThresholds(val);
  const questions = oneVersusRest(outcome).map((question, k): Question => ({
    ...question,
    calibration: prepareCalibration(question),
    thresholds: chosen[k] ?? [],
  }));
  const decided = calibrationOfDecisions(outcome, decisions, questions);
  return {
    measures: [
      classMeasures(outcome, decisions),
      calibrationMeasures(outcome, questions, decided),
      ...questions.map(rateMeasures),
    ],
    report([ofClasses, ofCalibration, ...ofRates], precisions, precision) {
      const calibrated = ofCalibration!;
      return {
        averagePrecision: precision,
        f1Macro: ofClasses!(macroPlace, () => none(null)),
        f1Weighted: ofClasses!(weightedPlace, () => none(null)),
        kappa:
          outcome.target.kind === 'ordinal' ? ofClasses!(kappaPlace, () => whyNoKappa(outcome)) : null,
        brier: calibrated(0, () => none(null)),
        ece: calibrated(1, () => none(null)),
        reliability: (decided ?? questions[0]!.calibration).reliability,
        classes: classScores(outcome, ofClasses!),
        questions: questions.map((question, k): QuestionScores => {
          const { className } = question;
          return {
            className,
            samples: question.samples.length,
            averagePrecision: precisions[k]!,
            brier: calibrated(2 + 2 * k, () => none(className)),
            ece: calibrated(3 + 2 * k, () => none(className)),
            reliability: question.calibration.reliability,
            operatingPoints: operatingPoints(question, ofRates[k]!),
          };
        }),
      };
    },
  };
}

/** Of the decided class's probability, where a sample has one class of several; null for the other kinds. */
function calibrationOfDecisions(
  outcome: Outcome,
  decisions: Int32Array,
  questions: readonly OneVersusRest[],
): Calibration | null {
  const { target, probabilities } = outcome;
  if (target.kind === 'multi-label') return prepareCalibration(allLabels(questions));
  if (target.kind === 'binary') return null;
  const { samples, right } = verdicts(outcome, decisions)[0]!;
  const scores = Float32Array.from(
    samples,
    (i) => probabilities[i * target.classes.length + decisions[i]!]!,
  );
  return prepareCalibration({ samples, positives: right, scores });
}

/** All labels of all samples as one question: for the diagram only, as the score is the mean over the labels. */
function allLabels(questions: readonly OneVersusRest[]) {
  return {
    samples: Int32Array.from(questions.flatMap(({ samples }) => [...samples])),
    positives: Uint8Array.from(questions.flatMap(({ positives }) => [...positives])),
    scores: Float32Array.from(questions.flatMap(({ scores }) => [...scores])),
  };
}

function classMeasures(outcome: Outcome, decisions: Int32Array): Measures {
  const isOrdinal = outcome.target.kind === 'ordinal';
  return (weights) => {
    const rates = classRates(outcome, decisions, weights);
    const matrix = isOrdinal ? confusionMatrix(outcome, decisions, weights) : null;
    return [
      macroF1(rates),
      weightedF1(rates),
      matrix === null ? null : quadraticKappa(matrix),
      ...rates.flatMap(({ sensitivity, specificity, precision, f1 }) => [
        sensitivity,
        specificity,
        precision,
        f1,
      ]),
    ];
  };
}

/** Brier and ECE of all questions together, then of each. */
function calibrationMeasures(
  { target }: Outcome,
  questions: readonly Question[],
  decided: Calibration | null,
): Measures {
  const isSum = target.kind === 'multi-class' || target.kind === 'ordinal';
  return (weights) => {
    const each = questions.map(({ calibration }) => calibration.of(weights));
    const brier = meanOfAll(each.map((one) => one.brier));
    const ece = isSum ? decided!.of(weights).ece : meanOfAll(each.map((one) => one.ece));
    return [
      brier === null || !isSum ? brier : brier * questions.length,
      ece,
      ...each.flatMap((one) => [one.brier, one.ece]),
    ];
  };
}

function rateMeasures(question: Question): Measures {
  const rates = question.thresholds.map(({ threshold }) => prepareRates(question, threshold));
  return (weights) =>
    rates.flatMap((of) => {
      const { sensitivity, specificity } = of(weights);
      return [sensitivity, specificity];
    });
}

function operatingPoints(
  { thresholds, className, opposite }: Question,
  estimates: Estimates,
): OperatingPoint[] {
  return thresholds.map((chosen, i) => ({
    ...chosen,
    sensitivity: estimates(2 * i, () => none(className)),
    specificity: estimates(2 * i + 1, () =>
      opposite === null ? { value: null, reason: 'one-class', className } : none(opposite),
    ),
  }));
}

function classScores({ target }: Outcome, estimates: Estimates): ClassScores[] {
  return target.classes.map((className, k) => {
    const at = firstClass + 4 * k;
    return {
      sensitivity: estimates(at, () => none(className)),
      specificity: estimates(at + 1, () => ({ value: null, reason: 'one-class', className })),
      precision: estimates(at + 2, () => ({ value: null, reason: 'never-said', className })),
      f1: estimates(at + 3, () => none(className)),
    };
  });
}

function whyNoKappa({ target, labels }: Outcome): Extract<Estimate, { value: null }> {
  const label = labels.find((value) => value >= 0);
  return label === undefined
    ? none(null)
    : { value: null, reason: 'one-class', className: target.classes[label]! };
}
