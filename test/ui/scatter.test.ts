/** Points of a plot: where they are put, and which are inside a line or a circle. */
import { describe, expect, it } from 'vitest';
import { groupNames, groupNumbers } from '../../src/state/point-groups.ts';
import { groupPaths, placed, pointsInside, pointsWithin, side } from '../../src/ui/plots/scatter.ts';

const corners = Float32Array.of(0, 0, 4, 0, 4, 2, 0, 2);

describe('points', () => {
  it('keep their proportions, up is up, and the longer side fills the plot', () => {
    expect([...placed(corners)]).toEqual([12, 354, 468, 354, 468, 126, 12, 126]);
    expect([...placed(Float32Array.of(7, 7))]).toEqual([side / 2, side / 2]);
  });

  it('are chosen by a line around them, hollow shapes included', () => {
    const places = Float32Array.of(10, 10, 50, 20, 50, 80, 95, 90);
    const arrow = [
      [0, 0],
      [100, 0],
      [100, 100],
      [50, 40],
      [0, 100],
    ] as const;
    expect(pointsInside(places, arrow)).toEqual([0, 1, 3]);
    expect(pointsWithin(places, [50, 50], 31)).toEqual([1, 2]);
  });

  it('are one path a group, with a shape for each', async () => {
    const paths = await groupPaths(placed(corners), {
      names: ['a', 'b'],
      codes: Uint8Array.of(0, 1, 1, 0),
    });
    expect(paths.map((path) => path.match(/M/g)?.length)).toEqual([2, 2]);
    expect(paths[0]).toContain('a3.5');
    expect(paths[1]).toContain('h7');
  });
});

describe('groups', () => {
  it('are names, the most frequent first', () => {
    const { names, codes } = groupNames(['b', 'a', null, 'b']);
    expect(names).toEqual(['b', '*unknown', 'a']);
    expect([...codes]).toEqual([0, 2, 1, 0]);
  });

  it('share the last one where there are too many', () => {
    const { names, codes } = groupNames(Array.from({ length: 50 }, (_, i) => `site ${i}`));
    expect(names).toHaveLength(36);
    expect(names[35]).toBe('*other');
    expect(codes.filter((code) => code === 35)).toHaveLength(15);
  });

  it('are fifths of numbers, unless those are few', () => {
    const { names, codes } = groupNumbers([...Array(10).keys(), null]);
    expect(names).toEqual(['0 – 2', '2 – 4', '4 – 6', '6 – 8', '8 – 9', '*unknown']);
    expect([...codes]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5]);
    expect(groupNumbers([1, 2, 1]).names).toEqual(['1', '2']);
  });
});
