/** Why the model of a run said what it said of the run's own samples. */
import type * as tf from '@tensorflow/tfjs';
import {
  splits,
  tensorLength,
  type Embeddings,
  type Explanation,
  type ExplanationProgress,
  type Neighbour,
  type Pixels,
  type Split,
  type TensorReader,
} from '../domain/index.ts';
import {
  embed,
  explainRows,
  hasPictures,
  nearest,
  wordEffects,
  type MapQuestion,
} from '../explanation/index.ts';
import { pickSamples, predict } from '../training/index.ts';
import { labelsOf, type LearningData } from './learning-data.ts';

/** Pictures or texts at once: few, so that one explanation is there at once and a cancelled one soon stops. */
const batch = 16;
/** As many fit in a line. */
const neighboursShown = 8;

export async function explainSample(
  data: LearningData,
  model: tf.LayersModel,
  question: MapQuestion,
  signal: AbortSignal,
): Promise<Explanation> {
  const { text, plan } = data;
  const samples = pickSamples(data);
  const maps = hasPictures(model)
    ? explainRows(model, plan.target, samples, [question], 1, signal)
    : null;
  const answer = (await maps?.next())?.value ?? null;
  await maps?.return();
  const words =
    text === null ? null : await wordEffects(model, plan.target, samples, question, batch, signal);
  return {
    ...question,
    score: answer?.score ?? words?.score ?? (await scoreOf(data, model, question, signal)),
    map: answer?.map ?? null,
    ...(data.tensors?.depth !== undefined && { slices: await slicesOf(data.tensors, question.row) }),
    ...(data.options && { options: data.options.of(question.row) }),
    text: words && { text: text?.[question.row] ?? '', words: words.words },
  };
}

/** The slices of a volume as pictures. */
async function slicesOf(tensors: TensorReader, row: number): Promise<Pixels[]> {
  const { size, channels, depth = 1 } = tensors;
  const volume = new Uint8Array(tensorLength(tensors));
  await tensors.read([row], volume);
  const length = volume.length / depth;
  return Array.from({ length: depth }, (_, slice) => ({
    ...{ width: size, height: size, channels },
    data: volume.slice(slice * length, (slice + 1) * length),
  }));
}

/** The probability of the class, where neither picture nor text is there to be explained. */
async function scoreOf(
  data: LearningData,
  model: tf.LayersModel,
  { row, classIndex }: MapQuestion,
  signal: AbortSignal,
): Promise<number> {
  const samples = { ...pickSamples(data), rows: [row] };
  return (await predict(model, data.plan.target, samples, 1, signal))[classIndex]!;
}

export async function* embedRun(
  data: LearningData,
  model: tf.LayersModel,
  signal: AbortSignal,
): AsyncGenerator<ExplanationProgress, Embeddings, void> {
  const { rows, table, plan } = data;
  const all = Int32Array.from(splits.flatMap((split) => Array.from(rows[split])));
  const steps = embed(model, pickSamples(data), all, plan.recipe.training.batch, signal);
  for (;;) {
    const next = await steps.next();
    if (!next.done) {
      yield { stage: 'embedding', done: next.value, total: all.length };
      continue;
    }
    const counts = Object.fromEntries(splits.map((split) => [split, rows[split].length]));
    const covariates = Object.entries(table.covariates ?? {}).map(([name, values]) => [
      name,
      Array.from(all, (row) => values[row] ?? null),
    ]);
    return {
      ...next.value,
      rows: all,
      counts: counts as Record<Split, number>,
      covariates: Object.fromEntries(covariates) as Embeddings['covariates'],
    };
  }
}

export function neighboursOf(data: LearningData, embeddings: Embeddings, row: number): Neighbour[] {
  const { rows, counts, width, values } = embeddings;
  const place = rows.indexOf(row);
  if (place < 0) throw new Error(`row ${row} is in no split of this run`);
  const query = values.subarray(place * width, (place + 1) * width);
  const training = Array.from({ length: counts.train }, (_, i) => i).filter((i) => i !== place);
  return nearest(values, query, training, neighboursShown).map(({ index, similarity }) => {
    const found = rows[index]!;
    return { row: found, similarity, labels: labelsOf(data, Int32Array.of(found)) };
  });
}
