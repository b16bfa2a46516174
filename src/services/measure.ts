/** From a run's predictions to its figures: every split, then what the last of them stands beside. */
import type * as tf from '@tensorflow/tfjs';
import type {
  AnswerScores,
  BaselineResult,
  Beside,
  Metrics,
  Predictions,
  SampleTable,
  Split,
  TrainingEvent,
} from '../domain/index.ts';
import {
  comparePaired,
  decide,
  evaluateAnswers,
  evaluateSplit,
  subgroups,
  type SplitOutcome,
} from '../evaluation/index.ts';
import { baselineAnswer, baselineKinds, type BaselineInput } from '../training/index.ts';
import { labelsOf, type LearningData } from './learning-data.ts';
import { pointing } from './pointing.ts';

/** @throws AbortError when the signal is aborted */
export async function* measure(
  data: LearningData,
  predictions: readonly Predictions[],
  model: tf.LayersModel,
  signal: AbortSignal,
): AsyncGenerator<TrainingEvent, Pick<Metrics, 'splits' | 'beside'>, void> {
  const outcomes = predictions.map((one) => outcomeOf(data, one));
  const val = outcomes[predictions.findIndex(({ split }) => split === 'val')] ?? null;
  const splits: Metrics['splits'] = {};
  for (const [i, outcome] of outcomes.entries()) {
    const { split, rows } = predictions[i]!;
    // A model has seen train: there AUC and ACC tell of overfitting, and more would only mislead.
    const result = evaluateSplit(split === 'train' ? outcome : { ...outcome, val });
    const answers = split === 'train' ? null : answersOf(data, predictions[i]!, outcome);
    Object.assign(splits, { [split]: answers === null ? result : { ...result, answers } });
    yield { kind: 'evaluating', split, done: rows.length, total: rows.length };
  }
  const [last, outcome] = [predictions.at(-1), outcomes.at(-1)];
  if (last === undefined || outcome === undefined || last.split === 'train') return { splits };
  return { splits, beside: yield* beside(data, last, outcome, model, signal) };
}

export function outcomeOf(data: LearningData, { rows, probabilities }: Predictions): SplitOutcome {
  const { plan, table } = data;
  return {
    target: plan.target,
    labels: labelsOf(data, rows),
    probabilities,
    patients: table.patients && Array.from(rows, (row) => table.patients![row]!),
    trainLabels: labelsOf(data, data.rows.train),
    seed: plan.recipe.seed,
  };
}

/** Null where classes are no answers. */
function answersOf(
  { asked, plan, table, labels }: LearningData,
  { split, rows }: Predictions,
  outcome: SplitOutcome,
): AnswerScores | null {
  if (asked === null) return null;
  const said = decide(outcome);
  const right = new Set(rows.filter((row, i) => labels[row] === said[i]));
  const of = (wanted: Split) => Array.from(asked.rows[wanted], (row) => asked.answers[row]!);
  const questions = Array.from(asked.rows[split]);
  return evaluateAnswers({
    answers: of(split),
    right: questions.map((row) => right.has(row)),
    patients: table.patients && questions.map((row) => table.patients![row]!),
    classes: plan.target.classes,
    trainAnswers: of('train'),
    seed: plan.recipe.seed,
  });
}

async function* beside(
  data: LearningData,
  { split, rows }: Predictions,
  outcome: SplitOutcome,
  model: tf.LayersModel,
  signal: AbortSignal,
): AsyncGenerator<TrainingEvent, Beside, void> {
  const { plan, labels, tensors, options } = data;
  const { recipe, target } = plan;
  const others = othersThan(target.name, data.table);
  const table = { ...data.table, covariates: others };
  const trainRows = data.rows.train;
  const { covariates } = data;
  const samples = { tensors, covariates, options, labels, trainRows, rows };
  const input: BaselineInput = { ...samples, recipe, target, table, model };
  const baselines: BaselineResult[] = [];
  for (const kind of baselineKinds(input)) {
    yield { kind: 'baseline', baseline: kind };
    const { probabilities, learnedFrom } = await baselineAnswer(kind, input, signal);
    const { auc, acc } = evaluateSplit({ ...outcome, probabilities });
    const behind = comparePaired(outcome, { probabilities }, outcome.patients, recipe.seed);
    baselines.push({ kind, auc, acc, behind, learnedFrom });
  }
  const game = yield* pointing(data, rows, model, signal);
  return {
    split,
    baselines,
    subgroups: subgroups(outcome, others, rows),
    ...(game && { pointing: game }),
  };
}

/** A column can be a target and a covariate: what is predicted must not predict itself. */
function othersThan(name: string, { covariates = {} }: SampleTable) {
  return Object.fromEntries(Object.entries(covariates).filter(([key]) => key !== name));
}
