/** Trains a finished run's recipe again on parts of its training samples, one after the other, the smallest first. */
import type { LearningCurve, LearningCurveEvent, LearningCurvePoint } from '../domain/index.ts';
import { trainFraction } from '../datasets/index.ts';
import { evaluateSplit } from '../evaluation/index.ts';
import { keep, type ResultRecord } from '../storage/index.ts';
import { predict, restore, train } from '../training/index.ts';
import { withTrain, type LearningData } from './learning-data.ts';
import { outcomeOf } from './measure.ts';

const never = new AbortController().signal;

/**
 * Points that are there already are not trained again, and that of all samples is the run's own. Each new one is kept with the result
 * at once, so that whatever ends this early loses only the one in training.
 * @param fractions above 0, up to 1
 * @throws AbortError when the signal is aborted
 */
export async function* learningCurve(
  data: LearningData,
  result: ResultRecord,
  fractions: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<LearningCurveEvent, LearningCurve, void> {
  const { split } = result.predictions.at(-1)!;
  let curve: LearningCurve = result.metrics.learningCurve ?? { split, points: [] };
  const wanted = [...new Set(fractions)]
    .filter((fraction) => curve.points.every((point) => point.fraction !== fraction))
    .sort((a, b) => a - b);
  for (const [i, fraction] of wanted.entries()) {
    const later = wanted.slice(i + 1).filter((other) => other < 1);
    const secondsLater = later.reduce((sum, other) => sum + other * result.seconds, 0);
    const point =
      fraction === 1
        ? wholePoint(data, result)
        : yield* trainedPoint(data, result, fraction, secondsLater, signal);
    const points = [...curve.points, point].sort((a, b) => a.fraction - b.fraction);
    curve = { split, points };
    await keep('results', { ...result, metrics: { ...result.metrics, learningCurve: curve } });
    yield { kind: 'point', curve };
  }
  return curve;
}

function wholePoint({ rows }: LearningData, { metrics, predictions }: ResultRecord): LearningCurvePoint {
  const { auc, acc } = metrics.splits[predictions.at(-1)!.split]!;
  return { fraction: 1, samples: rows.train.length, auc, acc };
}

async function* trainedPoint(
  data: LearningData,
  { predictions }: ResultRecord,
  fraction: number,
  secondsLater: number,
  signal: AbortSignal,
): AsyncGenerator<LearningCurveEvent, LearningCurvePoint, void> {
  const { recipe, target } = data.plan;
  const column = { target, width: data.width, values: data.labels };
  const rows = trainFraction(data.table, column, data.rows.train, fraction, recipe.seed);
  const part = withTrain(data, rows);
  const samples = rows.length;
  const training = train(
    { recipe, target, ...part },
    { resume: null, save: () => Promise.resolve(), stop: never, signal },
  );
  let step = await training.next();
  for (; step.done !== true; step = await training.next()) {
    if (step.value.kind !== 'step') continue;
    const { epoch, secondsLeft } = step.value;
    const { epochs } = recipe.training;
    yield {
      kind: 'training',
      fraction,
      samples,
      epoch,
      epochs,
      secondsLeft: secondsLeft + secondsLater,
    };
  }
  const model = restore(step.value);
  try {
    const { split, rows: judged } = predictions.at(-1)!;
    const { batch } = recipe.training;
    const probabilities = await predict(model, target, { ...part, rows: judged }, batch, signal);
    const { auc, acc } = evaluateSplit(outcomeOf(part, { split, rows: judged, probabilities }));
    return { fraction, samples, auc, acc };
  } finally {
    model.dispose();
  }
}
