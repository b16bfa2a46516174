import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Estimate, ReliabilityBin, SplitScores, TargetKind } from '../../src/domain/index.ts';
import { evaluateSplit } from '../../src/evaluation/index.ts';
import { chooseThreshold } from '../../src/evaluation/thresholds.ts';
import { randomOutcome, targetOf } from './outcomes.ts';

type Value = number | null;
interface Case {
  readonly name: string;
  readonly kind: TargetKind;
  readonly classes: number;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly valLabels: number[];
  readonly valProbabilities: number[];
  readonly averagePrecision: Value;
  readonly f1Macro: Value;
  readonly f1Weighted: Value;
  readonly kappa: Value;
  readonly brier: Value;
  readonly ece: Value;
  readonly rates: Record<'sensitivity' | 'specificity' | 'precision' | 'f1', Value>[];
  readonly questions: {
    readonly samples: number;
    readonly auc: Value;
    readonly averagePrecision: Value;
    readonly brier: Value;
    readonly ece: Value;
    readonly reliability: [samples: number, said: number, true: number][];
    readonly operatingPoints: [aim: string, threshold: number, sensitivity: Value, specificity: Value][];
  }[];
}
const fixtures = new URL('../fixtures/metrics/scores.json', import.meta.url);
const cases = JSON.parse(readFileSync(fixtures, 'utf8')) as Case[];

function outcomeOf(kind: TargetKind, classes: number, labels: number[], probabilities: number[]) {
  return {
    target: targetOf(kind, classes),
    labels: Int32Array.from(labels),
    probabilities: Float32Array.from(probabilities),
  };
}

function evaluate(one: Case): { scores: SplitScores; aucs: Value[] } {
  const outcome = outcomeOf(one.kind, one.classes, one.labels, one.probabilities);
  const val = outcomeOf(one.kind, one.classes, one.valLabels, one.valProbabilities);
  const result = evaluateSplit({
    ...outcome,
    patients: null,
    trainLabels: outcome.labels,
    seed: 0,
    val,
  });
  const aucs = result.classes.map(({ auc }) => auc.value);
  return { scores: result.scores!, aucs: one.kind === 'binary' ? aucs.slice(1) : aucs };
}

/** To 1e-10. */
function expectSame(found: Value, expected: Value): void {
  if (expected === null) expect(found).toBeNull();
  else expect(Math.abs(found! - expected)).toBeLessThan(1e-10);
}

const full = (bins: readonly ReliabilityBin[]) => bins.filter(({ samples }) => samples > 0);

describe('against scikit-learn', () => {
  test.each(cases)('$name: over all classes', (expected) => {
    const { scores } = evaluate(expected);
    for (const name of ['averagePrecision', 'f1Macro', 'f1Weighted', 'brier', 'ece'] as const)
      expectSame(scores[name].value, expected[name]);
    expectSame(scores.kappa?.value ?? null, expected.kappa);
    expect(scores.kappa === null).toBe(expected.kind !== 'ordinal');
  });

  test.each(cases)('$name: class by class', (expected) => {
    const { scores, aucs } = evaluate(expected);
    expect(scores.classes).toHaveLength(expected.rates.length);
    expected.rates.forEach((rates, k) => {
      for (const name of ['sensitivity', 'specificity', 'precision', 'f1'] as const)
        expectSame(scores.classes[k]![name].value, rates[name]);
    });
    expect(scores.questions).toHaveLength(expected.questions.length);
    expected.questions.forEach((question, k) => {
      const found = scores.questions[k]!;
      expect(found.samples).toBe(question.samples);
      expectSame(aucs[k]!, question.auc);
      for (const name of ['averagePrecision', 'brier', 'ece'] as const)
        expectSame(found[name].value, question[name]);
      const bins = full(found.reliability);
      expect(bins.map(({ samples }) => samples)).toEqual(question.reliability.map(([n]) => n));
      question.reliability.forEach(([, said, truth], bin) => {
        expectSame(bins[bin]!.said, said);
        expectSame(bins[bin]!.true, truth);
      });
    });
  });

  test.each(cases)('$name: thresholds are chosen on val and judged here', (expected) => {
    const { scores } = evaluate(expected);
    expected.questions.forEach(({ operatingPoints }, k) => {
      const found = scores.questions[k]!.operatingPoints;
      expect(found.map(({ aim }) => aim)).toEqual(operatingPoints.map(([aim]) => aim));
      operatingPoints.forEach(([, threshold, sensitivity, specificity], i) => {
        expect(found[i]!.threshold).toBe(threshold);
        expectSame(found[i]!.sensitivity.value, sensitivity);
        expectSame(found[i]!.specificity.value, specificity);
      });
    });
  });
});

describe('thresholds', () => {
  const scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
  const truths = [1, 1, 0, 1, 0, 0];

  test('do what is wanted, and no more is given away than must be', () => {
    expect(chooseThreshold(scores, truths, { aim: 'specificity', wanted: 1 })).toBe(0.8);
    expect(chooseThreshold(scores, truths, { aim: 'specificity', wanted: 0.6 })).toBe(0.6);
    expect(chooseThreshold(scores, truths, { aim: 'sensitivity', wanted: 1 })).toBe(0.6);
    expect(chooseThreshold(scores, truths, { aim: 'sensitivity', wanted: 0.5 })).toBe(0.8);
    expect(chooseThreshold([0.9, 0.1], [0, 1], { aim: 'specificity', wanted: 0.9 })).toBeNull();
  });

  test('do not look at the split that they are judged on', () => {
    const val = randomOutcome('binary', 2, 80, 1);
    const thresholdsOn = (seed: number) =>
      evaluateSplit({
        ...randomOutcome('binary', 2, 80, seed),
        patients: null,
        trainLabels: Int32Array.of(0),
        seed: 0,
        val,
      }).scores!.questions[0]!.operatingPoints.map(({ threshold }) => threshold);
    expect(thresholdsOn(2)).toHaveLength(3);
    expect(thresholdsOn(3)).toEqual(thresholdsOn(2));
  });
});

describe('what was not asked for or is not defined', () => {
  const outcome = { ...randomOutcome('ordinal', 3, 40, 1), patients: null, seed: 0 };

  test('without val there are scores but no thresholds; without being asked for there are no scores', () => {
    const trainLabels = outcome.labels;
    const { scores } = evaluateSplit({ ...outcome, trainLabels, val: null });
    expect(scores!.questions.map(({ operatingPoints }) => operatingPoints)).toEqual([[], [], []]);
    expect(evaluateSplit({ ...outcome, trainLabels }).scores).toBeUndefined();
  });

  test('names the class that was never said, and the one that is everywhere', () => {
    const probabilities = Float32Array.of(1, 0, 0, 1, 0, 0);
    const labels = Int32Array.of(0, 0);
    const { scores } = evaluateSplit({
      ...outcome,
      labels,
      probabilities,
      trainLabels: labels,
      val: null,
    });
    const undefinedAs = (reason: string, name: string): Estimate =>
      ({ value: null, reason, className: name }) as Estimate;
    expect(scores!.classes[1]!.precision).toEqual(undefinedAs('never-said', 'class 1'));
    expect(scores!.classes[1]!.f1).toEqual(undefinedAs('no-samples', 'class 1'));
    expect(scores!.classes[0]!.specificity).toEqual(undefinedAs('one-class', 'class 0'));
    expect(scores!.kappa).toEqual(undefinedAs('one-class', 'class 0'));
  });

  test('every number has an interval around it', () => {
    const { scores } = evaluateSplit({ ...outcome, trainLabels: outcome.labels, val: outcome });
    const { averagePrecision, f1Macro, f1Weighted, kappa, brier, questions, classes } = scores!;
    const estimates = [averagePrecision, f1Macro, f1Weighted, kappa!, brier].concat(
      questions.flatMap(({ operatingPoints }) => operatingPoints.map(({ sensitivity }) => sensitivity)),
      classes.map(({ f1 }) => f1),
    );
    expect(estimates).toHaveLength(5 + 9 + 3);
    for (const { value, low, high } of estimates as Extract<Estimate, { value: number }>[]) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(low).toBeLessThan(high!);
    }
  });
});
