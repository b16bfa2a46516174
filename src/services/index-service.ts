/**
 * The index worker's job: opens a source, recognises it, and turns a recipe into a stored plan (which rows of which table
 * are learned from, which tensors they need). Holds the sample table, so that the page never does.
 */
import {
  AppError,
  appError,
  automaticEpochs,
  type BoxPolicy,
  completeRecipe,
  cubeSizes,
  reads,
  type CompleteRecipe,
  type HealthProgress,
  type HealthReport,
  type Inspection,
  type InputKind,
  type LabelColumn,
  type LabelPolicy,
  type Prepared,
  type Reading,
  type ReadingProgress,
  type Recipe,
  type SampleTable,
  type Source,
  type SourceDescriptor,
} from '../domain/index.ts';
import {
  checkLabels,
  describeSplits,
  recognise,
  settleBoxes,
  settleLabels,
  textNotices,
  toBoxSamples,
  type Recognised,
} from '../datasets/index.ts';
import { probeChannels } from '../preprocess/index.ts';
import { openSource } from '../source/index.ts';
import type { Examined } from '../health/index.ts';
import {
  contentId,
  contentIdOfList,
  database,
  keep,
  keepTable,
  rowBytes,
  rowsPerShard,
  shardCount,
  shardsOf,
  type CutRecord,
} from '../storage/index.ts';
import { examinedOf, examinePlan, healthKey } from './plan-health.ts';
import { rowsBySplit } from './plan-rows.ts';
import { saltOf } from './salt.ts';
import { splitSamples } from './split-samples.ts';

interface Opened {
  readonly source: Source;
  readonly recognised: Recognised;
  /** The reading that gave it. */
  readonly reading: Reading;
}

const anyReading: Reading = { reader: null, columns: null };

export class IndexService {
  #opened: Opened | null = null;
  /** What was prepared last, and what was found in it. */
  #prepared: { readonly planId: string; readonly key: string; readonly examined: Examined } | null =
    null;
  #health: { readonly key: string; readonly report: HealthReport } | null = null;

  /** Reads and recognises a source, which stays the open one. The one before stays if this one can't be used. */
  async *open(
    descriptor: SourceDescriptor,
    signal: AbortSignal,
  ): AsyncGenerator<ReadingProgress, Inspection, void> {
    return yield* this.#read(openSource(descriptor), anyReading, signal);
  }

  /** Reads the open source another way. The way before stays if this one does not work. */
  async *reread(
    reading: Reading,
    signal: AbortSignal,
  ): AsyncGenerator<ReadingProgress, Inspection, void> {
    return yield* this.#read(this.#open.source, reading, signal);
  }

  /** Checks the recipe against the open source, makes the splits and stores table and plan. */
  async prepare(recipe: Recipe, signal: AbortSignal): Promise<Prepared> {
    const wanted = completeRecipe(recipe);
    if (!sameReading(wanted.reading, this.#open.reading)) await this.#settle(wanted.reading, signal);
    const { source, recognised } = this.#open;
    const { inspection } = recognised;

    const samples = settleSamples(recognised.table, wanted.boxes);
    const chosen = chooseTarget(inspection, wanted);
    const readable = withoutOptions(inspection, recognised.table, chosen);
    const inputs = chooseInputs(readable, wanted);
    const given = reads(inputs);
    if (given.image) expectCut(wanted);
    const text = given.text ? chooseText(readable, wanted.text) : null;
    const covariates = given.covariates ? chooseCovariates(inspection, chosen, wanted.covariates) : null;
    const policied = settleTarget(samples, chosen, wanted.labels);
    const { column, assigned, asked, notices: answered } = splitSamples(samples, policied, wanted);
    const { target } = column;
    // What nobody learns from this plan is left out of it.
    const texts = text === null ? {} : { text: { [text]: samples.text[text]! } };
    // Nor does a column tell of itself.
    const beside = Object.entries(samples.covariates ?? {}).filter(([name]) => name !== chosen);
    const table: SampleTable = {
      ...samples,
      ...texts,
      ...(samples.covariates && { covariates: Object.fromEntries(beside) }),
      labels: [column],
    };
    const channels = await chooseChannels(source, table, inputs, wanted.cut);
    await expectStart(wanted);
    signal.throwIfAborted();

    const { counts, notices } = describeSplits(table, target, assigned);
    const rows = rowsBySplit(assigned);
    const { training } = wanted;
    const complete: CompleteRecipe = {
      ...wanted,
      reading: {
        reader: inspection.reader,
        columns: inspection.columns ? copyRoles(inspection.columns.roles) : null,
      },
      target: target.name,
      text,
      covariates,
      inputs,
      cut: { ...wanted.cut, channels },
      training: { ...training, epochs: training.epochs ?? automaticEpochs(rows.train.length) },
    };
    const tableId = await contentIdOfTable(table);
    const cut = !given.image ? null : await describeCut(table, source.name, tableId, complete.cut);
    const planId = await contentId([complete, tableId, cut?.id]);
    const key = await healthKey(complete, tableId, cut?.id ?? null);
    // Classes that were made from train have nothing in them that a policy settled.
    const named = samples.labels.find(({ target: one }) => one.name === chosen)!;
    const stated = asked === null ? named : column;
    const examined = examinedOf(samples, stated, column, assigned, complete);
    this.#prepared = { planId, key, examined };
    await keepTable(tableId, table);
    if (cut) await keep('cuts', cut);
    await keep('plans', {
      id: planId,
      dataset: inspection.dataset,
      title: inspection.title,
      licence: inspection.licence,
      sharing: inspection.sharing,
      salt: await saltOf(source, recognised.table),
      recipe: complete,
      target,
      tableId,
      cutId: cut?.id ?? null,
      rows,
      ...(asked && { asked: rowsBySplit(asked) }),
      counts,
      ...(this.#health?.key === key && { health: this.#health.report }),
    });
    return {
      recipe: complete,
      target,
      planId,
      tableId,
      cutId: cut?.id ?? null,
      picture: table.images?.[0] ?? null,
      counts,
      samples: { train: rows.train.length, val: rows.val.length, test: rows.test.length },
      notices: [...textNotices(column, text), ...answered, ...notices],
      isCut: cut === null || (await shardsOf(cut.id)).length === shardCount(cut),
    };
  }

  /**
   * Looks for what is wrong with what was prepared, in the pixels too where they are all cut. The report is kept with the plan,
   * and with later ones that differ only in how a model is trained.
   */
  async *examine(
    recipe: CompleteRecipe,
    planId: string,
    signal: AbortSignal,
  ): AsyncGenerator<HealthProgress, HealthReport, void> {
    // This worker may have taken the place of one that prepared the plan.
    if (this.#prepared?.planId !== planId) await this.prepare(recipe, signal);
    const { key, examined } = this.#prepared!;
    const report = yield* examinePlan(planId, examined, signal);
    this.#health = { key, report };
    return report;
  }

  get #open(): Opened {
    if (!this.#opened) throw new Error('no source is open');
    return this.#opened;
  }

  async *#read(
    source: Source,
    reading: Reading,
    signal: AbortSignal,
  ): AsyncGenerator<ReadingProgress, Inspection, void> {
    const recognised = yield* recognise(source, reading, signal);
    this.#opened = { source, recognised, reading };
    return recognised.inspection;
  }

  async #settle(reading: Reading, signal: AbortSignal): Promise<void> {
    const steps = this.#read(this.#open.source, reading, signal);
    while (!(await steps.next()).done);
  }
}

async function contentIdOfTable({ text, labels, ...columns }: SampleTable): Promise<string> {
  const ids: unknown[] = [labels.map(({ target }) => target)];
  for (const { values, answers, options } of labels) {
    ids.push(await contentIdOfList(Array.from(values)));
    if (answers !== undefined) ids.push(await contentIdOfList(answers));
    if (options?.kind === 'listed') ids.push(await contentIdOfList(options.texts));
    if (options?.kind === 'dealt')
      ids.push(await contentIdOfList(options.texts), await contentIdOfList(Array.from(options.samples)));
  }
  for (const [name, list] of [...Object.entries(columns), ...Object.entries(text)])
    ids.push(name, Array.isArray(list) ? await contentIdOfList(list) : list);
  return await contentId(ids);
}

function sameReading(wanted: Reading, current: Reading): boolean {
  return JSON.stringify(wanted) === JSON.stringify(current);
}

function copyRoles(roles: NonNullable<Inspection['columns']>['roles']): NonNullable<Reading['columns']> {
  return { ...roles, labels: [...roles.labels], covariates: [...roles.covariates] };
}

/** Images with the boxes that count, or these boxes. @throws AppError `recipe-does-not-fit` */
function settleSamples(table: SampleTable, policy: BoxPolicy): SampleTable {
  const settled = settleBoxes(table, policy);
  return policy.samples === 'boxes' ? toBoxSamples(settled, policy.margin) : settled;
}

/** The name of a target. @throws AppError `recipe-does-not-fit`, or the target's own problem */
function chooseTarget(inspection: Inspection, { boxes, target: wanted }: Recipe): string {
  const { boxTarget } = inspection;
  const ofBoxes = boxTarget === null ? [] : [boxTarget];
  const targets = boxes.samples === 'boxes' ? ofBoxes : inspection.targets;
  const summary =
    wanted === null
      ? (targets.find(({ problem }) => problem === null) ?? targets[0])
      : targets.find(({ name }) => name === wanted);
  if (!summary) {
    const available = targets.map(({ name }) => name).join(', ');
    if (wanted === null)
      throw appError('no-target', null, {
        columns: inspection.columns?.all.map((c) => c.name).join(', ') ?? '',
      });
    throw appError('recipe-does-not-fit', null, { path: 'target', found: wanted, available });
  }
  if (summary.problem) throw new AppError(summary.problem);
  return summary.name;
}

/** Without a text that is one of the options: whoever reads it need not look for it. */
function withoutOptions(inspection: Inspection, { labels }: SampleTable, target: string): Inspection {
  const options = labels.find(({ target: { name } }) => name === target)?.options;
  if (options?.kind !== 'drawn') return inspection;
  return { ...inspection, text: inspection.text.filter(({ name }) => name !== options.field) };
}

/**
 * The target's labels as the policy wants them.
 * @throws AppError `recipe-does-not-fit`, or what makes the labels that are left of no use
 */
function settleTarget(table: SampleTable, name: string, policy: LabelPolicy): LabelColumn {
  const column = settleLabels(
    table.labels.find(({ target }) => target.name === name)!,
    policy,
  );
  const { problem } = checkLabels(column, null);
  if (problem !== null) throw new AppError(problem);
  return column;
}

/** @throws AppError `recipe-does-not-fit` where no sample has such a text */
function chooseText({ text }: Inspection, wanted: string | null): string {
  const names = text.filter(({ samples }) => samples > 0).map(({ name }) => name);
  const choice = wanted === null ? names[0] : names.find((name) => name === wanted);
  if (choice !== undefined) return choice;
  throw appError('recipe-does-not-fit', null, {
    path: 'text',
    found: wanted ?? '',
    available: names.join(', '),
  });
}

/**
 * The covariates that are read, never the target itself; all, where none is named, but those by which the labels were given.
 * @throws AppError `recipe-does-not-fit` where one is not there
 */
function chooseCovariates(
  { covariates, evidence }: Inspection,
  target: string,
  wanted: Recipe['covariates'],
): string[] {
  const names = covariates
    .filter(({ name, samples }) => samples > 0 && name !== target)
    .map(({ name }) => name);
  const missing = wanted?.find((name) => !names.includes(name));
  if (missing !== undefined) {
    const available = names.join(', ');
    throw appError('recipe-does-not-fit', null, { path: 'covariates', found: missing, available });
  }
  if (wanted !== null) return wanted;
  const telling = evidence.flatMap(({ kind, parameters }) =>
    kind === 'covariate-defines-target' ? parameters.columns.split(', ') : [],
  );
  return names.filter((name) => !telling.includes(name));
}

/** `auto` takes the first that is there. */
const orderOfChoice: readonly InputKind[] = [
  'image+text',
  'image',
  'text',
  'covariates',
  'image+covariates',
  'text+covariates',
  'image+text+covariates',
];

/** @throws AppError `recipe-does-not-fit` where the dataset lacks the input asked for */
function chooseInputs(inspection: Inspection, { boxes, inputs: wanted }: Recipe): InputKind {
  const hasImages = inspection.images > 0;
  const hasText = inspection.text.some(({ samples }) => samples > 0);
  const hasCovariates = inspection.covariates.some(({ samples }) => samples > 0);
  const has = { image: hasImages, text: hasText, covariates: hasCovariates };
  const available = orderOfChoice.filter((kind) => {
    const needs = reads(kind);
    // Texts and covariates of an image can't tell its boxes apart.
    if (boxes.samples === 'boxes' && !needs.image) return false;
    return (['image', 'text', 'covariates'] as const).every((part) => has[part] || !needs[part]);
  });
  const choice = wanted === 'auto' ? available[0] : available.find((kind) => kind === wanted);
  if (choice) return choice;
  throw appError('recipe-does-not-fit', null, {
    path: 'inputs',
    found: wanted,
    available: available.join(', '),
  });
}

/** @throws AppError `recipe-does-not-fit` where volumes or several images can't be cut, or seen by a network, as the recipe asks */
function expectCut({ cut, boxes, model }: Recipe): void {
  const misfit = (path: string, found: string, available: string) =>
    appError('recipe-does-not-fit', null, { path, found, available });
  if (cut.volume !== 'slice' && boxes.samples === 'boxes')
    throw misfit('cut.volume', cut.volume, 'slice');
  if (cut.several !== 'first' && boxes.samples === 'boxes')
    throw misfit('cut.several', cut.several, 'first');
  if (cut.volume !== 'volume') return;
  if (!cubeSizes.some((size) => size === cut.size))
    throw misfit('cut.size', String(cut.size), cubeSizes.join(', '));
  const { encoder } = model.image;
  if (encoder !== 'residual') throw misfit('model.image.encoder', encoder, 'residual');
}

/** @throws AppError `recipe-does-not-fit` where the weights that training is to start from were not loaded here */
async function expectStart({ model: { start } }: Recipe): Promise<void> {
  if (start === null) return;
  const loaded = await (await database()).getAllKeys('weights');
  if (loaded.includes(start.weights)) return;
  const available = loaded.join(', ');
  throw appError('recipe-does-not-fit', null, {
    path: 'model.start.weights',
    found: start.weights,
    available,
  });
}

async function chooseChannels(
  source: Source,
  table: SampleTable,
  inputs: InputKind,
  wanted: Recipe['cut'],
): Promise<'grey' | 'rgb'> {
  if (wanted.channels !== 'auto') return wanted.channels;
  if (!reads(inputs).image || !table.images) return 'grey';
  return await probeChannels(source, table.images, wanted);
}

/** Goes up where a recipe gives other tensors than in versions before: what these cut is then cut anew. */
const cuttingVersion = 2;

/** Tensors are named by what is cut and how, not by the target: another target of the same images finds them cut. */
async function describeCut(
  table: SampleTable,
  sourceName: string,
  tableId: string,
  options: CompleteRecipe['cut'],
): Promise<CutRecord> {
  const channels = options.channels === 'grey' ? 1 : 3;
  const images = await contentIdOfList(table.images ?? []);
  const id = await contentId([cuttingVersion, sourceName, images, options]);
  const shape = { options, channels } as const;
  return {
    id,
    tableId,
    ...shape,
    rows: table.length,
    rowsPerShard: rowsPerShard(rowBytes(shape), table.length),
  };
}
