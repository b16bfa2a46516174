/** The health of a plan: brings together the checks' facts from what is open and from storage, and keeps the report with the plan. */
import {
  middleSlices,
  reads,
  type CompleteRecipe,
  type HealthProgress,
  type HealthReport,
  type LabelColumn,
  type SampleTable,
  type Split,
} from '../domain/index.ts';
import { examine, type CutImages, type Examined } from '../health/index.ts';
import {
  contentId,
  imageBits,
  imageSizes,
  keep,
  openTensors,
  rejectedRows,
  shardCount,
  shardsOf,
  stored,
} from '../storage/index.ts';

/** What was prepared, as the checks look at it. */
export function examinedOf(
  table: SampleTable,
  stated: LabelColumn,
  settled: LabelColumn,
  assigned: readonly (Split | null)[],
  { inputs, text, cut }: Pick<CompleteRecipe, 'inputs' | 'text' | 'cut'>,
): Examined {
  const readsImages = reads(inputs).image;
  const areTogether = cut.several === 'together' && cut.volume === 'slice';
  return { table, stated, settled, splits: assigned, text, readsImages, areTogether };
}

/** What findings depend on: plans that differ in how a model is trained have the same. */
export async function healthKey(
  { labels, split, inputs, text, seed }: CompleteRecipe,
  tableId: string,
  cutId: string | null,
): Promise<string> {
  return await contentId([labels, split, inputs, text, seed, tableId, cutId]);
}

/** Runs all checks that can be run: those on pixels where all images are cut. */
export async function* examinePlan(
  planId: string,
  examined: Examined,
  signal: AbortSignal,
): AsyncGenerator<HealthProgress, HealthReport, void> {
  const { cutId } = await stored('plans', planId);
  const report = yield* examine(examined, await cutImages(cutId), signal);
  await keep('plans', { ...(await stored('plans', planId)), health: report });
  return report;
}

async function cutImages(cutId: string | null): Promise<CutImages | null> {
  if (cutId === null) return null;
  const cut = await stored('cuts', cutId);
  if ((await shardsOf(cutId)).length < shardCount(cut)) return null;
  const facts = {
    rejected: await rejectedRows(cutId),
    sizes: await imageSizes(cutId),
    bits: await imageBits(cutId),
  };
  return { tensors: middleSlices(await openTensors(cutId)), facts };
}
