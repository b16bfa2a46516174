/** What a stored plan learns from: its table's columns, and the rows of each split whose images could be used. */
import {
  appError,
  completeRecipe,
  labelWidth,
  middleSlices,
  reads,
  splits,
  type CompleteRecipe,
  type CovariateReader,
  type Options,
  type SampleTable,
  type Split,
  type TensorReader,
  type TrainedModel,
} from '../domain/index.ts';
import { applyFixes } from '../health/index.ts';
import { covariateReader, fitCovariates } from '../models/index.ts';
import type { OptionReader } from '../training/index.ts';
import { openTensors, rejectedRows, stored, storedTable, type PlanRecord } from '../storage/index.ts';
import { examinedOf } from './plan-health.ts';
import { assignedSplits } from './plan-rows.ts';

export interface LearningData {
  readonly plan: PlanRecord;
  readonly table: SampleTable;
  /** `[rows of the table, width]`; -1 where missing. */
  readonly labels: Int32Array;
  readonly width: number;
  readonly rows: Readonly<Record<Split, Int32Array>>;
  /** Where classes are answers: what was answered, and the usable rows of each split whose answer is known, a class or not. */
  readonly asked: {
    readonly answers: readonly string[];
    readonly rows: Readonly<Record<Split, Int32Array>>;
  } | null;
  /** Null for a text-only run. */
  readonly tensors: TensorReader | null;
  /** Null for an image-only run. */
  readonly text: readonly string[] | null;
  /** Null for a run that reads none. */
  readonly covariates: CovariateReader | null;
  /** Null for a target that is no choice. */
  readonly options: OptionReader | null;
  /** What training starts from; null for random weights. */
  readonly start: TrainedModel | null;
}

/** Patients of train that have a value of a covariate before it is named in a model: a rarer one could tell who they are. */
const fewestPatients = 5;

/** @throws AppError `empty-split` where every training image was rejected */
export async function learningData(planId: string): Promise<LearningData> {
  const kept = await stored('plans', planId);
  // Plans of earlier versions lack what could not be chosen then.
  const recipe = completeRecipe(kept.recipe) as CompleteRecipe;
  const plan = { ...kept, recipe };
  const table = await storedTable(plan.tableId);
  const column = table.labels.find(({ target }) => target.name === plan.target.name);
  if (!column) throw new Error(`plan ${planId} has a target that its table lacks`);
  const rejected = plan.cutId === null ? new Set<number>() : await rejectedRows(plan.cutId);
  const tensors = plan.cutId === null ? null : await openTensors(plan.cutId);
  const assigned = assignedSplits(plan.rows, table.length);
  const { dropped, labels } = await applyFixes(
    examinedOf(table, column, column, assigned, plan.recipe),
    tensors && middleSlices(tensors),
    rejected,
    recipe.health,
  );
  const width = labelWidth(plan.target);
  const isLabelled = (row: number) =>
    labels.subarray(row * width, (row + 1) * width).some((value) => value >= 0);
  const usable = (from: PlanRecord['rows']) => {
    const isUsable = (row: number) => !rejected.has(row) && !dropped.has(row);
    const found = splits.map((split) => [split, from[split].filter(isUsable)] as const);
    return Object.fromEntries(found) as Record<Split, Int32Array>;
  };
  const { train, val, test } = usable(plan.rows);
  const rows = {
    train: train.filter(isLabelled),
    val: val.filter(isLabelled),
    test: test.filter(isLabelled),
  };
  const { answers } = column;
  if (rows.train.length === 0)
    throw appError('empty-split', null, { split: 'train', samples: table.length });
  const { start } = recipe.model;
  return {
    plan,
    table,
    labels,
    width,
    rows,
    asked: plan.asked && answers ? { answers, rows: usable(plan.asked) } : null,
    tensors,
    text: reads(recipe.inputs).text ? (Object.values(table.text)[0] ?? null) : null,
    options:
      column.options === undefined
        ? null
        : optionReader(column.options, plan.target.classes.length, labels),
    start: start === null ? null : (await stored('weights', start.weights)).model,
    covariates: covariatesFrom(rows.train, table, recipe),
  };
}

/** @param places how many */
function optionReader(options: Options, places: number, labels: Int32Array): OptionReader {
  if (options.kind === 'drawn') throw new Error('options that were never drawn');
  if (options.kind === 'listed') return { of: (row) => options.texts[row]!, places: null };
  const { texts, samples } = options;
  const textsOf = (row: number) =>
    Array.from(samples.subarray(row * places, (row + 1) * places), (sample) => texts[sample] ?? '');
  return { of: textsOf, places: labels };
}

/** The same data with other rows to learn from, and covariates as found on those. */
export function withTrain(data: LearningData, train: Int32Array): LearningData {
  const covariates = covariatesFrom(train, data.table, data.plan.recipe);
  return { ...data, rows: { ...data.rows, train }, covariates };
}

function covariatesFrom(
  train: Int32Array,
  table: SampleTable,
  { inputs, covariates }: CompleteRecipe,
): CovariateReader | null {
  if (!reads(inputs).covariates) return null;
  const columns = fitCovariates(table, covariates ?? [], train, fewestPatients);
  return covariateReader(columns, table.covariates ?? {});
}

/** Labels of the given rows, one after the other: `[rows, width]`. */
export function labelsOf(
  { labels, width }: Pick<LearningData, 'labels' | 'width'>,
  rows: Int32Array,
): Int32Array {
  const picked = new Int32Array(rows.length * width);
  rows.forEach((row, i) => picked.set(labels.subarray(row * width, (row + 1) * width), i * width));
  return picked;
}
