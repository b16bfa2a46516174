import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSplits, makeSplits } from '../../src/datasets/index.ts';
import {
  AppError,
  seededRandom,
  splits,
  type LabelColumn,
  type SampleTable,
  type Split,
  type TargetKind,
} from '../../src/domain/index.ts';

const count = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));
const made = { use: 'made', val: 0.1, test: 0.2 } as const;
const official = { ...made, use: 'official' } as const;

interface Given {
  /** Class index, or for multi-label the 0 and 1 of each class; -1 is missing. */
  readonly labels: readonly (number | readonly number[])[];
  readonly patients?: readonly string[];
  readonly official?: readonly (Split | null)[];
  readonly images?: readonly string[];
}

function tableOf({ labels, patients, official, images }: Given): SampleTable & { column: LabelColumn } {
  const first = labels[0] ?? 0;
  const isMultiLabel = typeof first !== 'number';
  const classes = isMultiLabel ? first.length : Math.max(1, ...(labels as number[])) + 1;
  const kind: TargetKind = isMultiLabel ? 'multi-label' : classes > 2 ? 'multi-class' : 'binary';
  const column = {
    target: { name: 'label', kind, classes: count(classes, String), mayFlip: false },
    width: isMultiLabel ? classes : 1,
    values: Int32Array.from(labels.flat()),
  };
  return {
    column,
    length: labels.length,
    ids: labels.map((_, row) => `row ${row}`),
    images: images?.map((path) => ({ kind: 'file', path })) ?? null,
    text: {},
    patients: patients ?? null,
    officialSplits: official ?? labels.map(() => null),
    labels: [column],
  };
}

function split(given: Given, options: Parameters<typeof makeSplits>[2] = made, seed = 0) {
  const table = tableOf(given);
  const result = makeSplits(table, table.column.target, options, seed);
  return { table, result, ...describeSplits(table, table.column.target, result) };
}

function problemOf(given: Given, options: Parameters<typeof makeSplits>[2] = made) {
  try {
    split(given, options);
  } catch (error) {
    if (error instanceof AppError) return error.problem;
    throw error;
  }
  throw new Error('no error');
}

describe('made splits', () => {
  it('give each split its share of each class', () => {
    // 1000 of class 0, 100 of class 1, 10 of class 2.
    const labels = count(1110, (i) => (i < 1000 ? 0 : i < 1100 ? 1 : 2));
    const { counts, samples, notices } = split({ labels });
    expect(counts).toEqual({ train: [700, 70, 7], val: [100, 10, 1], test: [200, 20, 2] });
    expect(samples).toEqual({ train: 777, val: 111, test: 222 });
    expect(notices).toEqual([
      { kind: 'split-made', split: 'train', samples: 777, byPatient: false },
      { kind: 'split-made', split: 'val', samples: 111, byPatient: false },
      { kind: 'split-made', split: 'test', samples: 222, byPatient: false },
    ]);
  });

  it('come near these shares with whole patients of 1 to 20 samples', () => {
    const patients: string[] = [];
    const labels: number[] = [];
    for (let p = 0; p < 300; p++) {
      for (let i = 0; i <= (p * 7) % 20; i++) {
        patients.push(`p${p}`);
        labels.push(p % 10 === 0 ? 1 : i % 5 === 0 ? 2 : 0);
      }
    }
    const { counts, samples } = split({ labels, patients });
    const total = labels.length;
    expect(Math.abs(samples.val / total - 0.1)).toBeLessThan(0.02);
    expect(Math.abs(samples.test / total - 0.2)).toBeLessThan(0.02);
    for (const index of [0, 1, 2]) {
      const all = labels.filter((label) => label === index).length;
      expect(Math.abs(counts.val[index]! / all - 0.1)).toBeLessThan(0.02);
      expect(Math.abs(counts.test[index]! / all - 0.2)).toBeLessThan(0.02);
    }
  });

  it('do so for 14 labels of 3000 patients, the rarest as well as the commonest', () => {
    const random = seededRandom(1, 'multi-label');
    const labels = count(10_000, () => count(14, (k) => Number(random() < 0.3 / (1 + k))));
    const patients = count(10_000, () => `p${Math.floor(random() ** 2 * 3000)}`);
    const { counts } = split({ labels, patients });
    for (let k = 0; k < 14; k++) {
      const positives = labels.filter((values) => values[k] === 1).length;
      expect(Math.abs(counts.val[k]! - 0.1 * positives)).toBeLessThan(3);
      expect(Math.abs(counts.test[k]! - 0.2 * positives)).toBeLessThan(3);
    }
  });

  it('spread the positives and the samples without any in multi-label data', () => {
    const labels = count(1000, (i) => [Number(i % 4 === 0), Number(i % 10 === 0), Number(i % 50 === 3)]);
    const { counts, samples, result } = split({ labels });
    expect(Math.abs(samples.val - 100)).toBeLessThan(10);
    expect(Math.abs(samples.test - 200)).toBeLessThan(10);
    const negatives = (wanted: Split) =>
      result.filter((s, row) => s === wanted && labels[row]!.every((value) => value === 0)).length;
    const all = labels.filter((values) => values.every((value) => value === 0)).length;
    expect(Math.abs(negatives('test') / all - 0.2)).toBeLessThan(0.01);
    [250, 100, 20].forEach((positives, index) => {
      expect(Math.abs(counts.test[index]! / positives - 0.2)).toBeLessThan(0.03);
      expect(Math.abs(counts.val[index]! / positives - 0.1)).toBeLessThan(0.03);
    });
  });

  it('keep rows of one image together where patients are unknown', () => {
    const images = count(60, (i) => `${Math.floor(i / 3)}.png`);
    const { result } = split({ labels: count(60, (i) => i % 2), images });
    images.forEach((path, row) => expect(result[row]).toBe(result[images.indexOf(path)]));
  });

  it('leave samples without a label out, and say how many', () => {
    const { result, notices } = split({ labels: count(40, (i) => (i < 5 ? -1 : i % 2)) });
    expect(result.slice(0, 5)).toEqual([null, null, null, null, null]);
    expect(result.slice(5)).not.toContain(null);
    expect(notices).toContainEqual({ kind: 'labels-missing', samples: 5 });
    expect(notices).toContainEqual({ kind: 'few-samples', samples: 35 });
    const partly = split({ labels: count(40, (i) => [i < 20 ? -1 : 0, i % 2, i < 2 ? -1 : 0]) });
    expect(partly.result).not.toContain(null);
  });

  it('have properties that hold for every table and seed', () => {
    const rows = fc.array(fc.record({ label: fc.integer({ min: -1, max: 3 }), patient: fc.nat(12) }), {
      minLength: 20,
      maxLength: 150,
    });
    fc.assert(
      fc.property(rows, fc.nat(), (drawn, seed) => {
        const labels = drawn.map(({ label }) => label);
        const patients = drawn.map(({ patient }) => `p${patient}`);
        let both;
        try {
          both = split({ labels, patients }, made, seed);
        } catch (error) {
          // Too few patients with labels for three splits.
          if (error instanceof AppError && error.problem.kind === 'empty-split') return;
          throw error;
        }
        const { result, counts } = both;
        expect(split({ labels, patients }, made, seed).result).toEqual(result);
        const splitOfPatient = new Map<string, Split>();
        result.forEach((given, row) => {
          expect(given === null).toBe(labels[row]! < 0);
          if (given === null) return;
          expect(splitOfPatient.get(patients[row]!) ?? given).toBe(given);
          splitOfPatient.set(patients[row]!, given);
        });
        for (const label of new Set(labels)) {
          if (label >= 0) expect(counts.train[label]).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('differ with the seed', () => {
    const labels = count(200, (i) => i % 2);
    expect(split({ labels }, made, 1).result).not.toEqual(split({ labels }, made, 2).result);
  });

  it('are what they were: the same on every machine', () => {
    const { result } = split({ labels: count(20, (i) => i % 2) }, made, 7);
    const letters = result.map((given) => given?.[1] ?? '-').join('');
    expect(letters).toMatchInlineSnapshot(`"reerrrrrrrareerrrrra"`);
  });
});

describe('official splits', () => {
  const three = (n: number) => count(n, (i): Split => splits[Math.floor((3 * i) / n)]!);

  it('are kept as they are, even where they part a patient', () => {
    const given = three(30);
    const patients = count(30, () => 'p');
    const { result, notices } = split(
      { labels: count(30, (i) => i % 2), official: given, patients },
      official,
    );
    expect(result).toEqual(given);
    expect(notices).toEqual([{ kind: 'few-samples', samples: 30 }]);
  });

  it('are ignored when asked to', () => {
    const { samples, notices } = split({ labels: count(300, (i) => i % 2), official: three(300) });
    expect(samples).toEqual({ train: 210, val: 30, test: 60 });
    expect(notices.filter(({ kind }) => kind === 'split-made')).toHaveLength(3);
  });

  it('get a missing val from train, its share being of train', () => {
    const given = count(400, (i): Split => (i < 200 ? 'train' : 'test'));
    const { result, samples, notices } = split(
      { labels: count(400, (i) => i % 2), official: given },
      official,
    );
    expect(samples).toEqual({ train: 180, val: 20, test: 200 });
    expect(result.slice(200).every((one) => one === 'test')).toBe(true);
    expect(notices).toEqual([{ kind: 'split-made', split: 'val', samples: 20, byPatient: false }]);
  });

  it('get a missing test from train', () => {
    const given = count(300, (i): Split => (i < 200 ? 'train' : 'val'));
    const { samples } = split({ labels: count(300, (i) => i % 2), official: given }, official);
    expect(samples).toEqual({ train: 160, val: 100, test: 40 });
  });

  it('never bring a patient of the official test into a made val', () => {
    const given = count(200, (i): Split => (i < 100 ? 'train' : 'test'));
    // The first 50 patients have a sample in both.
    const patients = count(200, (i) => (i < 100 ? `p${i}` : i < 150 ? `p${i - 100}` : `q${i}`));
    const { result } = split({ labels: count(200, (i) => i % 2), official: given, patients }, official);
    const val = patients.filter((_, row) => result[row] === 'val');
    const test = new Set(patients.filter((_, row) => result[row] === 'test'));
    expect(val.length).toBeGreaterThan(0);
    expect(val.filter((patient) => test.has(patient))).toEqual([]);
  });

  it('leave out what the dataset left out, and deal out what it left open', () => {
    const labels = count(100, (i) => i % 2);
    const withTrain = count(100, (i) => (i < 60 ? 'train' : i < 80 ? 'test' : null));
    expect(split({ labels, official: withTrain }, official).result.slice(80)).toEqual(
      count(20, () => null),
    );
    const onlyTest = count(100, (i) => (i < 20 ? 'test' : null));
    expect(split({ labels, official: onlyTest }, official).samples).toEqual({
      train: 72,
      val: 8,
      test: 20,
    });
    const nothingElse = count(100, () => 'test' as const);
    expect(split({ labels, official: nothingElse }, official).samples).toEqual({
      train: 70,
      val: 10,
      test: 20,
    });
  });

  it('tell of a class that a split lacks', () => {
    const { notices } = split(
      { labels: count(300, (i) => (i < 200 ? i % 3 : i % 2)), official: three(300) },
      official,
    );
    expect(notices).toEqual([{ kind: 'class-missing-from-split', split: 'test', classes: ['2'] }]);
  });
});

describe('splits that can not be made', () => {
  it('throws with the split that would be empty', () => {
    expect(problemOf({ labels: [0, 1] })).toEqual({
      kind: 'empty-split',
      file: null,
      parameters: { split: 'val', samples: 2 },
    });
    expect(problemOf({ labels: [-1, -1] })).toMatchObject({
      parameters: { split: 'train', samples: 0 },
    });
    const patients = count(100, () => 'the only one');
    expect(problemOf({ labels: count(100, (i) => i % 2), patients })).toMatchObject({
      kind: 'empty-split',
    });
  });

  it('takes a share of 0 for a split that is not wanted', () => {
    const { samples } = split({ labels: count(100, (i) => i % 2) }, { ...made, test: 0 });
    expect(samples).toEqual({ train: 90, val: 10, test: 0 });
  });

  it('throws where nothing is left for train', () => {
    expect(problemOf({ labels: [0, 1, 0, 1] }, { use: 'made', val: 0.5, test: 0.5 })).toEqual({
      kind: 'recipe-does-not-fit',
      file: null,
      parameters: { path: 'split', found: 'val 0.5 + test 0.5', available: '< 1' },
    });
  });
});
