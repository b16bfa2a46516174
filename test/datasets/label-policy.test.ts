import { describe, expect, it } from 'vitest';
import type { LabelColumn, LabelPolicy, Readings } from '../../src/domain/index.ts';
import { settleLabels } from '../../src/datasets/index.ts';
import { majorityOf } from '../../src/datasets/label-policy.ts';

const policy: LabelPolicy = {
  uncertain: 'ignore',
  unmentioned: 'negative',
  readers: 'majority',
  classes: null,
};
const target = { name: 'findings', kind: 'multi-label', classes: ['a', 'b'], mayFlip: false } as const;
/** Yes, no, missing, uncertain, not mentioned. */
const column: LabelColumn = { target, width: 2, values: Int32Array.of(1, 0, -1, -2, -3, -2) };
const settle = (change: Partial<LabelPolicy>) =>
  Array.from(settleLabels(column, { ...policy, ...change }).values);

describe('settleLabels', () => {
  it.each([
    ['U-Ignore', { uncertain: 'ignore' }, [1, 0, -1, -1, 0, -1]],
    ['U-Ones', { uncertain: 'ones' }, [1, 0, -1, 1, 0, 1]],
    ['U-Zeros', { uncertain: 'zeros' }, [1, 0, -1, 0, 0, 0]],
    ['blanks masked', { unmentioned: 'masked' }, [1, 0, -1, -1, -1, -1]],
  ] as const)('%s', (_, change, values) => {
    expect(settle(change)).toEqual(values);
  });

  it('keeps the classes that are wanted, in the order in which they are wanted', () => {
    const chosen = settleLabels(column, { ...policy, uncertain: 'ones', classes: ['b'] });
    expect(chosen).toMatchObject({ width: 1, target: { kind: 'multi-label', classes: ['b'] } });
    expect(Array.from(chosen.values)).toEqual([0, 1, 1]);
  });

  it('leaves samples of other classes out of a multi-class target', () => {
    const grades: LabelColumn = {
      target: { name: 'grade', kind: 'multi-class', classes: ['x', 'y', 'z'], mayFlip: false },
      width: 1,
      values: Int32Array.of(0, 1, 2, -1),
    };
    const chosen = settleLabels(grades, { ...policy, classes: ['z', 'x'] });
    expect(chosen.target).toMatchObject({ kind: 'binary', classes: ['z', 'x'] });
    expect(Array.from(chosen.values)).toEqual([1, -1, 0, -1]);
  });

  it.each([
    ['labels.classes', { classes: ['c'] }],
    ['labels.classes', { classes: [] }],
  ])('says that %s does not fit', (path, change) => {
    expect(() => settleLabels(column, { ...policy, ...change })).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ kind: 'recipe-does-not-fit' }) as unknown,
      }),
    );
    expect(path).toBe('labels.classes');
  });
});

describe('several readers', () => {
  /** Sample 0 by three, who disagree; sample 1 by two, evenly; sample 2 by all together. */
  const readings: Readings = {
    readers: ['R1', 'R2', 'R3'],
    samples: Int32Array.of(0, 0, 0, 1, 1, 2),
    by: Int32Array.of(0, 1, 2, 0, 1, -1),
    values: Int8Array.of(1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1),
  };
  const read: LabelColumn = { target, width: 2, values: majorityOf(4, 2, readings), readings };
  const by = (readers: string) => Array.from(settleLabels(read, { ...policy, readers }).values);

  it('are settled by most of them, by any of them, or by one', () => {
    expect(by('majority')).toEqual([1, 0, 0, 0, 0, 1, -1, -1]);
    expect(by('any')).toEqual([1, 1, 1, 0, 0, 1, -1, -1]);
    expect(by('R3')).toEqual([0, 0, -1, -1, 0, 1, -1, -1]);
  });

  it('are named where somebody else is asked for', () => {
    expect(() => by('R9')).toThrow('majority, any, R1, R2, R3');
  });
});
