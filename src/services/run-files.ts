/** The files of a finished run, made one after the other when they are asked for. */
import type * as tf from '@tensorflow/tfjs';
import {
  middleSlices,
  tensorLength,
  type ExportedFile,
  type ExportName,
  type PictureBatch,
  type RunResult,
  type Split,
  type TensorReader,
} from '../domain/index.ts';
import {
  loadingSnippets,
  metricsJson,
  npzStream,
  predictionsCsv,
  pseudonyms,
  recipeJson,
  reportHtml,
  writeSafetensors,
  type SplitTensors,
} from '../export/index.ts';
import type { Locale } from '../i18n/index.ts';
import { toTfjsFiles } from '../models/index.ts';
import type { ResultRecord } from '../storage/index.ts';
import { labelsOf, type LearningData } from './learning-data.ts';

/** Smallest first, so that a page has something to show while the tensors are read. */
export async function* runFiles(
  data: LearningData,
  result: ResultRecord,
  model: tf.LayersModel,
  locale: Locale,
  signal: AbortSignal,
): AsyncGenerator<ExportedFile, void, void> {
  for await (const file of contents(data, result, model, locale, signal))
    yield {
      ...file,
      snippets: loadingSnippets(file.name, data.plan.target, data.plan.recipe.model.ordinal),
    };
}

type FileContent = Omit<ExportedFile, 'snippets'>;

async function* contents(
  data: LearningData,
  result: ResultRecord,
  model: tf.LayersModel,
  locale: Locale,
  signal: AbortSignal,
): AsyncGenerator<FileContent, void, void> {
  const { plan, table } = data;
  const { recipe, target } = plan;
  // Without a salt the names could be looked up; a random one serves these files, and differs the next time.
  const naming = pseudonyms(plan.salt ?? crypto.randomUUID());
  const ids = plan.sharing === null ? table.ids : await naming(table.ids);
  const patients = table.patients && (await naming(table.patients));
  yield textFile('recipe.json', recipeJson(recipe));
  yield textFile('metrics.json', metricsJson(result.metrics));
  for (const [i, { split, rows, probabilities }] of result.predictions.entries()) {
    const pick = (values: readonly string[]): string[] => Array.from(rows, (row) => values[row]!);
    const identifiers = recipe.identifiers
      ? { samples: pick(ids), patients: patients && pick(patients) }
      : null;
    const blob = predictionsCsv({ target, labels: result.labels[i]!, probabilities, identifiers });
    yield { name: `predictions-${split}.csv`, blob };
  }
  yield { name: 'weights.safetensors', blob: new Blob([writeSafetensors(result.model)]) };
  const { modelJson, shards } = await toTfjsFiles(model);
  yield textFile('tfjs/model.json', modelJson);
  for (const { name, data: bytes } of shards)
    yield { name: `tfjs/${name}` as ExportName, blob: new Blob([bytes]) };
  signal.throwIfAborted();
  yield textFile('report.html', await report(data, ids, result, locale));
  signal.throwIfAborted();
  if (data.tensors) yield { name: 'tensors.npz', blob: await tensorsFile(data, data.tensors) };
}

async function report(
  { plan, tensors }: LearningData,
  ids: readonly string[],
  result: ResultRecord,
  locale: Locale,
): Promise<string> {
  const { recipe, target, cutId, title, licence, counts, rows } = plan;
  const run: RunResult = { ...result, recipe, target, cutId };
  return await reportHtml({
    locale,
    dataset: { title, licence },
    run,
    counts,
    samples: { train: rows.train.length, val: rows.val.length, test: rows.test.length },
    health: plan.health ?? null,
    readPictures: tensors && ((wanted) => pictures(middleSlices(tensors), wanted)),
    ids,
  });
}

async function pictures(tensors: TensorReader, rows: readonly number[]): Promise<PictureBatch> {
  const { size, channels } = tensors;
  const data = new Uint8Array(rows.length * size * size * channels);
  await tensors.read(rows, data);
  return { size, channels, data };
}

function textFile(name: ExportName, text: string): FileContent {
  const type = name.endsWith('.html') ? 'text/html' : 'application/json';
  return { name, blob: new Blob([text], { type: `${type};charset=utf-8` }) };
}

async function tensorsFile(
  data: LearningData,
  tensors: NonNullable<LearningData['tensors']>,
): Promise<Blob> {
  const { size, channels, depth } = tensors;
  const bytes = tensorLength(tensors);
  const splitTensors = (split: Split): SplitTensors => {
    const rows = data.rows[split];
    return {
      rows: rows.length,
      labels: labelsOf(data, rows),
      labelWidth: data.width,
      read: async (start, end) => {
        const into = new Uint8Array((end - start) * bytes);
        await tensors.read(rows.subarray(start, end), into);
        return into;
      },
    };
  };
  const parts = { train: splitTensors('train'), val: splitTensors('val'), test: splitTensors('test') };
  // The browser puts a large Blob on disk by itself.
  return await new Response(
    npzStream({ ...{ size, channels, depth }, splits: parts }).stream as ReadableStream<
      Uint8Array<ArrayBuffer>
    >,
  ).blob();
}
