/** What the fake engine found and learned: one dataset, its targets, a learning curve and a result, all made up. */
import {
  completeRecipe,
  seededRandom,
  type BackendChoice,
  type Beside,
  type CompleteRecipe,
  type EpochResult,
  type Inspection,
  type LearningCurvePoint,
  type Problem,
  type Recipe,
  type RunResult,
  type SplitResult,
  type Target,
  type TargetSummary,
} from '../../src/domain/index.ts';
import { evaluateSplit } from '../../src/evaluation/index.ts';
import { isPositive } from './fake-pictures.ts';

export const rejected: readonly Problem[] = [
  {
    kind: 'truncated-image',
    file: 'images/p0412/film-2.png',
    parameters: { format: 'PNG', bytes: 20480 },
  },
  { kind: 'empty-file', file: 'images/p1177/film-1.jpg', parameters: {} },
  { kind: 'not-an-image', file: 'images/p1300/notes.png', parameters: { firstBytes: '25 50 44 46' } },
  {
    kind: 'truncated-image',
    file: 'images/p2210/film-1.png',
    parameters: { format: 'PNG', bytes: 9011 },
  },
];

const finding: TargetSummary = {
  name: 'finding',
  kind: 'binary',
  classes: ['normal', 'pneumonia'],
  counts: { train: [1214, 1494], val: [135, 389], test: [234, 390], none: [0, 0] },
  missing: 26,
  uncertain: 0,
  unmentioned: 0,
  readers: [],
  problem: null,
};
const view: TargetSummary = {
  name: 'view',
  kind: 'multi-class',
  classes: ['PA', 'AP', 'lateral'],
  counts: { train: [1800, 700, 208], val: [310, 160, 54], test: [380, 190, 54], none: [0, 0, 0] },
  missing: 0,
  uncertain: 0,
  unmentioned: 0,
  readers: [],
  problem: null,
};
const site: TargetSummary = {
  name: 'site',
  kind: 'multi-class',
  classes: ['A'],
  counts: { train: [2708], val: [524], test: [624], none: [0] },
  missing: 0,
  uncertain: 0,
  unmentioned: 0,
  readers: [],
  problem: {
    kind: 'one-class',
    file: 'films.csv',
    parameters: { target: 'site', className: 'A', samples: 3882 },
  },
};

/** Of the boxes of a dataset that has some. */
export const boxTarget: TargetSummary = {
  name: 'class of the box',
  kind: 'multi-class',
  classes: ['Cardiomegaly', 'Nodule/Mass', 'Pleural effusion'],
  counts: { train: [611, 240, 388], val: [80, 31, 44], test: [97, 52, 60], none: [0, 0, 0] },
  missing: 0,
  uncertain: 0,
  unmentioned: 0,
  readers: ['R8', 'R9', 'R10'],
  problem: null,
};

export const inspection: Inspection = {
  reader: 'table',
  dataset: 'table',
  title: 'Chest films, teaching set',
  licence: 'CC BY 4.0',
  sharing: null,
  volumes: false,
  several: false,
  evidence: [
    { kind: 'table-found', holds: true, parameters: { table: 'films.csv', rows: 3882, columns: 6 } },
    {
      kind: 'column-file',
      holds: true,
      parameters: { column: 'path', matched: 3879, rows: 3882, example: 'p0001/film-1.png' },
    },
    {
      kind: 'column-label',
      holds: true,
      parameters: { column: 'finding', classes: 2, example: 'pneumonia' },
    },
    { kind: 'column-text', holds: true, parameters: { column: 'report', meanLength: 212 } },
    {
      kind: 'column-patient',
      holds: true,
      parameters: { column: 'patient', patients: 2941, rows: 3882 },
    },
    { kind: 'column-split', holds: true, parameters: { column: 'fold', values: 'train, val, test' } },
    {
      kind: 'counts-differ',
      holds: false,
      parameters: { train: 2708, val: 524, test: 624, published: '4708 / 524 / 624' },
    },
  ],
  alternatives: ['class-folders'],
  columns: {
    all: [
      { name: 'path', distinct: 3882, examples: ['p0001/film-1.png', 'p0002/film-1.png'] },
      { name: 'finding', distinct: 2, examples: ['normal', 'pneumonia'] },
      { name: 'view', distinct: 3, examples: ['PA', 'AP'] },
      { name: 'report', distinct: 3790, examples: ['No acute findings.'] },
      { name: 'patient', distinct: 2941, examples: ['p0001'] },
      { name: 'fold', distinct: 3, examples: ['train', 'test'] },
    ],
    roles: {
      file: 'path',
      labels: ['finding'],
      text: 'report',
      patient: 'patient',
      split: 'fold',
      covariates: ['view'],
    },
  },
  samples: 3882,
  images: 3879,
  patients: 2941,
  imageSize: null,
  targets: [finding, view, site],
  text: [{ name: 'report', samples: 3790 }],
  covariates: [],
  boxes: 0,
  boxTarget: null,
  splits: {
    train: { samples: 2708, patients: 2033 },
    val: { samples: 524, patients: 391 },
    test: { samples: 624, patients: 517 },
  },
  rejected: [
    {
      kind: 'missing-file',
      file: 'images/p0300/film-1.png',
      parameters: { table: 'films.csv', row: 412 },
    },
    {
      kind: 'missing-file',
      file: 'images/p0311/film-1.png',
      parameters: { table: 'films.csv', row: 430 },
    },
    {
      kind: 'missing-file',
      file: 'images/p0312/film-4.png',
      parameters: { table: 'films.csv', row: 431 },
    },
  ],
};

export const backend: BackendChoice = {
  backend: 'wasm',
  device: 'relaxed SIMD × 2',
  samplesPerSecond: 1480,
  tried: [
    { backend: 'webgpu', reason: 'software-gpu', detail: 'SwiftShader' },
    { backend: 'webgl', reason: 'not-available', detail: '' },
  ],
};

export function targetOf(name: string | null): Target {
  const found = inspection.targets.find((target) => target.name === name) ?? finding;
  return { name: found.name, kind: found.kind, classes: found.classes, mayFlip: false };
}

export function complete(recipe: Recipe): CompleteRecipe {
  return {
    ...recipe,
    target: recipe.target ?? 'finding',
    inputs: recipe.inputs === 'auto' ? 'image+text' : recipe.inputs,
    cut: { ...recipe.cut, channels: 'grey' },
    training: { ...recipe.training, epochs: recipe.training.epochs ?? 15 },
  };
}

/** Learning that improves until epoch 10 and then turns. */
export function epoch(number: number): EpochResult {
  const wobble = Math.sin(number * 2.3) * 0.006;
  const over = Math.max(0, number - 10);
  return {
    epoch: number,
    trainLoss: 0.12 + 0.55 * Math.exp(-number / 4) + wobble / 2,
    valLoss: 0.2 + 0.48 * Math.exp(-number / 3.5) + wobble + over * 0.012,
    valAuc: 0.972 - 0.36 * Math.exp(-number / 3) + wobble - over * 0.003,
    learningRate: 0.003,
    seconds: 9.4,
  };
}

/** A sample's probability of the last class, right more often than not. */
export function probability(row: number, certainty = 1): number {
  const noise = seededRandom(row, 'probability')() * 2 - 1;
  const score = (isPositive(row) ? 1.6 : -1.6) + noise * 2.6;
  return 1 / (1 + Math.exp(-score * certainty));
}

/** Scores of the invented probabilities, thresholds included. */
const scoresOf = (samples: number) => {
  const probabilities = Float32Array.from({ length: samples * 2 }, (_, i) => {
    const positive = probability(i >> 1);
    return i % 2 === 1 ? positive : 1 - positive;
  });
  const labels = Int32Array.from({ length: samples }, (_, row) => Number(isPositive(row)));
  const outcome = { target: targetOf('finding'), labels, probabilities };
  const { scores } = evaluateSplit({
    ...outcome,
    patients: null,
    trainLabels: labels,
    seed: 0,
    val: outcome,
  });
  return scores;
};

export const fakePoints: readonly LearningCurvePoint[] = [
  [0.1, 274, 0.871, 0.031],
  [0.25, 680, 0.918, 0.022],
  [0.5, 1356, 0.946, 0.017],
  [1, 2708, 0.958, 0.014],
].map(([fraction, samples, auc, by]) => ({
  fraction: fraction!,
  samples: samples!,
  auc: { value: auc!, low: auc! - by!, high: auc! + by! },
  acc: { value: auc! - 0.08, low: auc! - 0.11, high: auc! - 0.05 },
}));

/** Baselines and subgroups with invented figures. */
function beside(auc: number): Beside {
  const around = (value: number, by: number) => ({ value, low: value - by, high: value + by });
  const kinds = { majority: 0.5, pixels: 0.917, text: 0.702, covariates: 0.611 } as const;
  return {
    split: 'test',
    pointing: {
      share: 0.5,
      classes: [
        {
          className: 'pneumonia',
          images: 391,
          asked: 250,
          patients: 231,
          hits: 171,
          hitRate: around(0.684, 0.06),
          iou: around(0.318, 0.021),
          chance: 0.171,
          blank: 3,
        },
      ],
    },
    baselines: Object.entries(kinds).map(([kind, value]) => ({
      kind: kind as keyof typeof kinds,
      auc: kind === 'majority' ? { value, low: value, high: value } : around(value, 0.02),
      acc: around(0.625 + (value - 0.5) / 3, 0.03),
      behind: { auc: around(auc - value, 0.015), acc: around(0.1, 0.02) },
      learnedFrom: 4708,
    })),
    subgroups: (
      [
        ['sex', 'M', 352],
        ['sex', 'F', 272],
        ['age', '0–17', 41],
        ['age', '18–39', 163],
        ['age', '40–59', 254],
        ['age', '60–79', 154],
        ['age', null, 12],
      ] as const
    ).map(([field, name, samples], i) => ({
      field,
      name,
      samples,
      patients: Math.round(samples * 0.8),
      auc:
        name === null
          ? { value: null, reason: 'one-class', className: finding.classes[0]! }
          : around(auc - i * 0.006, 2 / (samples + 40)),
      acc: around(0.86 - i * 0.004, 1.2 / (samples + 10)),
    })),
  };
}

function splitResult(auc: number, samples: number, patients: number): SplitResult {
  const shown = { value: 0.91, sensitivity: 0.93, specificity: 0.86 };
  const rows = Array.from({ length: samples }, (_, row) => row);
  const counts = [0, 1].map((truth) =>
    [0, 1].map(
      (said) =>
        rows.filter(
          (row) => Number(isPositive(row)) === truth && Number(probability(row) > 0.5) === said,
        ).length,
    ),
  );
  return {
    samples,
    patients,
    auc: { value: auc, low: auc - 0.018, high: auc + 0.014 },
    acc: { value: 0.862, low: 0.834, high: 0.888 },
    confusion: counts,
    classes: finding.classes.map((name, i) => ({
      name,
      samples: counts[i]!.reduce((a, b) => a + b, 0),
      auc: { value: auc, low: auc - 0.018, high: auc + 0.014 },
      sensitivity: i === 1 ? shown.sensitivity : shown.specificity,
      specificity: i === 1 ? shown.specificity : shown.sensitivity,
      precision: shown.value,
    })),
    majorityAcc: 0.625,
    scores: scoresOf(samples)!,
  };
}

export function runResult(runId: string, recipe: CompleteRecipe, auc = 0.958): RunResult {
  const samples = 624;
  const rows = Int32Array.from({ length: samples }, (_, row) => row);
  const probabilities = Float32Array.from({ length: samples * 2 }, (_, i) => {
    const positive = probability(i >> 1);
    return i % 2 === 1 ? positive : 1 - positive;
  });
  return {
    runId,
    recipe,
    target: targetOf('finding'),
    cutId: recipe.inputs === 'text' ? null : 'cut-28',
    backend,
    history: Array.from({ length: 15 }, (_, i) => epoch(i + 1)),
    seconds: 192,
    metrics: {
      version: 1,
      dataset: 'table',
      target: 'finding',
      inputs: recipe.inputs,
      backend: 'wasm',
      seed: recipe.seed,
      parameters: 61_000,
      epochs: 15,
      bestEpoch: 10,
      splits: { val: splitResult(0.972, 524, 391), test: splitResult(auc, samples, 517) },
      beside: beside(auc),
    },
    predictions: [{ split: 'test', rows, probabilities }],
    labels: [Int32Array.from(rows, (row) => Number(isPositive(row)))],
  };
}

export const defaultComplete = complete(completeRecipe({}));
