/** Boxes of several readers, and boxes as samples. What fusing comes to is computed by test/fixtures/boxes/make.py in numpy. */
import { describe, expect, it } from 'vitest';
import {
  AppError,
  defaultRecipe,
  type Box,
  type BoxPolicy,
  type LabelColumn,
  type SampleTable,
} from '../../src/domain/index.ts';
import { makeSplits, settleBoxes, toBoxSamples } from '../../src/datasets/index.ts';
import expected from '../fixtures/boxes/fused.json' with { type: 'json' };
import { readMade } from './made.ts';

const readers = [...new Set(Object.values(expected.readers).flat())].sort();
const readings = Object.entries(expected.readers).flatMap(([sample, names]) =>
  names.map((name) => ({ sample: Number(sample), by: readers.indexOf(name) })),
);
const drawn = expected.boxes.map((box): Box => ({ ...box, shape: 'rectangle' }));

/** Readers are known by their labels: not all of them drew something. */
function tableOf(boxes: readonly Box[], over: Partial<SampleTable> = {}): SampleTable {
  const length = Object.keys(expected.readers).length;
  const labels: LabelColumn = {
    target: { name: 'any', kind: 'binary', classes: ['no', 'yes'], mayFlip: false },
    width: 1,
    values: new Int32Array(length),
    readings: {
      readers,
      samples: Int32Array.from(readings, ({ sample }) => sample),
      by: Int32Array.from(readings, ({ by }) => by),
      values: new Int8Array(readings.length),
    },
  };
  const ids = Array.from({ length }, (_, i) => `image-${i}.png`);
  return {
    length,
    ids,
    images: ids.map((path) => ({ kind: 'file', path })),
    text: {},
    patients: null,
    officialSplits: ids.map(() => null),
    labels: [labels],
    boxes,
    ...over,
  };
}

const policy = (over: Partial<BoxPolicy>): BoxPolicy => ({ ...defaultRecipe.boxes, ...over });
const numbers = ({ x, y, width, height }: Box) => [x, y, width, height];
const names = ({ sample, className, reader }: Box) => [sample, className, reader];
const problemOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.problem;
    throw error;
  }
  return null;
};

describe('boxes of several readers', () => {
  it.each(expected.fused)('come to what numpy makes of them: $policy above $iou', (wanted) => {
    const settled = settleBoxes(tableOf(drawn), policy({ readers: wanted.policy, iou: wanted.iou }));
    expect(settled.boxes!.map(names)).toEqual(wanted.boxes.map((box) => names(box as Box)));
    settled.boxes!.forEach((box, i) => {
      numbers(box).forEach((value, k) => {
        expect(value).toBeCloseTo(numbers(wanted.boxes[i] as Box)[k]!, 9);
      });
    });
  });

  it('are fused alike in any order of the table', () => {
    const union = policy({ readers: 'union' });
    const backwards = drawn.toReversed().sort((a, b) => a.sample - b.sample);
    expect(settleBoxes(tableOf(backwards), union).boxes).toEqual(
      settleBoxes(tableOf(drawn), union).boxes,
    );
  });

  it('stay as they are, or are those of one reader and of nobody who is named', () => {
    expect(settleBoxes(tableOf(drawn), policy({ readers: 'all' })).boxes).toEqual(drawn);
    const { boxes } = settleBoxes(tableOf(drawn), policy({ readers: 'R2' }));
    expect(new Set(boxes!.map(({ reader }) => reader))).toEqual(new Set(['R2', null]));
    expect(boxes).toHaveLength(drawn.filter(({ reader }) => reader === 'R2' || reader === null).length);
  });

  it('are refused for a reader who drew none', () => {
    const found = problemOf(() => settleBoxes(tableOf(drawn), policy({ readers: 'R9' })));
    expect(found).toMatchObject({
      kind: 'recipe-does-not-fit',
      parameters: { path: 'boxes.readers', found: 'R9' },
    });
  });

  it('need most of those who looked, not of those who drew', () => {
    const box: Box = {
      sample: 0,
      x: 1,
      y: 1,
      width: 9,
      height: 9,
      className: 'Nodule/Mass',
      reader: expected.readers['0'][0]!,
      shape: 'rectangle',
    };
    expect(settleBoxes(tableOf([box]), policy({ readers: 'majority' })).boxes).toEqual([]);
    const alone = tableOf([box], { labels: [] });
    expect(settleBoxes(alone, policy({ readers: 'majority' })).boxes).toEqual([box]);
  });
});

describe('boxes as samples', () => {
  it('are rows with the class of the box, the number of the box, and what is known of the image', () => {
    const table = tableOf(drawn, { text: { report: Array.from({ length: 12 }, (_, i) => `t${i}`) } });
    const boxes = toBoxSamples(table, 0.25);
    const [column] = boxes.labels as [LabelColumn];
    expect(column.target).toMatchObject({ kind: 'binary', classes: ['Cardiomegaly', 'Nodule/Mass'] });
    expect(new Set(boxes.ids).size).toBe(drawn.length);
    drawn.forEach((box, row) => {
      const place = drawn.filter(({ sample }, i) => sample === box.sample && i <= row).length;
      expect(boxes.ids[row]).toBe(`image-${box.sample}.png#${place}`);
      expect(column.target.classes[column.values[row]!]).toBe(box.className);
      expect(boxes.text['report']![row]).toBe(`t${box.sample}`);
      expect(boxes.images![row]).toMatchObject({
        path: `image-${box.sample}.png`,
        region: { x: box.x, y: box.y, width: box.width, height: box.height, margin: 0.25, space: null },
      });
    });
  });

  it.each([
    ['files', {}],
    [
      'cells of a table',
      {
        images: Array.from({ length: 12 }, (_, row) => ({
          kind: 'cell' as const,
          path: 'a.parquet',
          column: 'image',
          row,
        })),
      },
    ],
    ['patients with two images', { patients: Array.from({ length: 12 }, (_, i) => `p${i >> 1}`) }],
  ])('are never parted by a split: %s', (_, over) => {
    const table = toBoxSamples(tableOf(drawn, over), 0);
    const unit = (row: number) =>
      'patients' in over ? table.patients![row]! : table.ids[row]!.split('#')[0]!;
    for (const seed of [0, 1, 2, 3]) {
      const split = { use: 'made', val: 0.2, test: 0.3 } as const;
      const assigned = makeSplits(table, table.labels[0]!.target, split, seed);
      const splitOf = new Map(assigned.map((one, row) => [unit(row), one]));
      assigned.forEach((one, row) => expect(one).toBe(splitOf.get(unit(row))));
      expect(new Set(assigned).size).toBe(3);
    }
  });

  it('are refused where there are none', () => {
    const { boxes: _, ...table } = tableOf([]);
    expect(problemOf(() => toBoxSamples(table, 0.1))).toMatchObject({
      kind: 'recipe-does-not-fit',
      parameters: { path: 'boxes.samples', available: 'images' },
    });
  });

  it('are offered by a dataset that has boxes of several classes, counted by its own splits', async () => {
    const { inspection, table } = await readMade('vindr-cxr');
    const { boxTarget } = inspection;
    expect(boxTarget).toMatchObject({ kind: 'multi-class', missing: 0, problem: null });
    expect(boxTarget!.readers).toContain('R9');
    const inTest = table.boxes!.filter(({ sample }) => table.officialSplits[sample] === 'test');
    expect(boxTarget!.counts.test.reduce((sum, one) => sum + one)).toBe(inTest.length);
    const single = await readMade('rsna-pneumonia');
    expect(single.inspection.boxTarget!.problem).toMatchObject({ kind: 'one-class' });
  });
});
