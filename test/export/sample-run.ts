/** A finished run with invented figures, for tests of what is kept. Nothing in it is a patient's. */
import {
  defaultRecipe,
  seededRandom,
  splits,
  type CompleteRecipe,
  type PictureBatch,
  type RunResult,
  type Split,
  type Target,
  type TargetKind,
} from '../../src/domain/index.ts';
import { evaluateSplit } from '../../src/evaluation/index.ts';
import type { ReportInput } from '../../src/export/index.ts';
import { randomOutcome } from '../evaluation/outcomes.ts';
import { fakeReport } from '../state/fake-findings.ts';

export interface SampleRunOptions {
  readonly kind?: TargetKind;
  readonly classes?: readonly string[];
  readonly identifiers?: boolean;
  readonly inputs?: CompleteRecipe['inputs'];
}

const sampleCounts: Readonly<Record<Split, number>> = { train: 300, val: 60, test: 120 };

export function sampleRun({
  kind = 'binary',
  classes = ['normal', 'pneumonia'],
  identifiers = false,
  inputs = 'image',
}: SampleRunOptions = {}): RunResult {
  const target: Target = { name: 'diagnosis', kind, classes, mayFlip: false };
  const outcomes = splits.map((split, i) => ({
    split,
    ...randomOutcome(kind, classes.length, sampleCounts[split], i),
    target,
  }));
  const recipe: CompleteRecipe = {
    ...defaultRecipe,
    target: target.name,
    inputs,
    cut: { ...defaultRecipe.cut, channels: 'grey' },
    training: { ...defaultRecipe.training, epochs: 15 },
    identifiers,
  };
  const trainLabels = outcomes[0]!.labels;
  const evaluated = outcomes.map(
    (outcome) =>
      [
        outcome.split,
        evaluateSplit({
          ...outcome,
          patients: null,
          trainLabels,
          seed: 0,
          ...(outcome.split === 'train' ? {} : { val: outcomes[1]! }),
        }),
      ] as const,
  );
  const history = Array.from({ length: 12 }, (_, i) => ({
    epoch: i + 1,
    trainLoss: 0.2 + 0.5 * Math.exp(-i / 3),
    valLoss: 0.3 + 0.4 * Math.exp(-i / 3) + 0.01 * i,
    valAuc: 0.97 - 0.2 * Math.exp(-i / 2) - 0.002 * Math.max(0, i - 8),
    learningRate: 0.003 * (1 - i / 12),
    seconds: 6,
  }));
  return {
    runId: 'run-1',
    recipe,
    target,
    cutId: inputs === 'text' ? null : 'cut-1',
    backend: { backend: 'wasm', device: 'SIMD × 1', samplesPerSecond: 700, tried: [] },
    history,
    seconds: 72,
    metrics: {
      version: 1,
      dataset: 'table',
      target: target.name,
      inputs,
      backend: 'wasm',
      seed: 0,
      parameters: 61_234,
      epochs: 12,
      bestEpoch: 9,
      splits: Object.fromEntries(evaluated),
      beside: {
        split: 'test',
        baselines: [
          {
            kind: 'pixels',
            auc: { value: 0.812, low: 0.77, high: 0.851 },
            acc: { value: 0.741, low: 0.7, high: 0.78 },
            behind: {
              auc: { value: 0.012, low: -0.003, high: 0.021 },
              acc: { value: 0.1, low: 0.05, high: 0.15 },
            },
            learnedFrom: 300,
          },
        ],
        subgroups: [
          {
            field: 'age',
            name: '40–59',
            samples: 71,
            patients: null,
            auc: { value: 0.901, low: 0.82, high: 0.955 },
            acc: { value: 0.81, low: 0.72, high: 0.89 },
          },
        ],
      },
    },
    predictions: outcomes.map(({ split, probabilities }, i) => ({
      split,
      rows: Int32Array.from({ length: sampleCounts[split] }, (_, row) => 1000 * i + row),
      probabilities,
    })),
    labels: outcomes.map(({ labels }) => labels),
  };
}

/** Grey blobs that differ from row to row. */
export function blobs(rows: readonly number[], size = 28): PictureBatch {
  const data = new Uint8Array(rows.length * size * size);
  rows.forEach((row, i) => {
    const random = seededRandom(row, 'blob');
    const [x, y, radius] = [random() * size, random() * size, 4 + random() * 10];
    for (let p = 0; p < size * size; p++) {
      const distance = Math.hypot((p % size) - x, Math.floor(p / size) - y) / radius;
      data[i * size * size + p] = Math.round(230 * Math.exp(-distance * distance) + 20 * random());
    }
  });
  return { size, channels: 1, data };
}

export function sampleReport(run: RunResult, locale: ReportInput['locale']): ReportInput {
  const perClass = run.target.classes.map((_, k) => 30 + k);
  return {
    locale,
    dataset: { title: 'Chest films', licence: 'CC BY 4.0' },
    run,
    counts: { train: perClass, val: perClass, test: perClass },
    health: fakeReport(true),
    samples: sampleCounts,
    readPictures: run.recipe.inputs === 'text' ? null : (rows) => Promise.resolve(blobs(rows)),
    ids: Array.from({ length: 3000 }, (_, row) => `patient-${row}/film.png`),
  };
}
