/** Heat maps against boxes: numbers of numpy and scipy (test/fixtures/boxes/heat.py), and what is not defined. */
import { describe, expect, it } from 'vitest';
import type { Rectangle } from '../../src/domain/index.ts';
import {
  boxShare,
  heatMapOverlap,
  pointingResult,
  pointsAtBox,
  type HeatMap,
} from '../../src/evaluation/index.ts';
import hits from '../fixtures/boxes/hits.json' with { type: 'json' };
import cases from '../fixtures/boxes/heat.json' with { type: 'json' };

const made = cases.map(({ values, width, height, boxes, ...wanted }) => ({
  map: { values: Float32Array.from(values), width, height },
  boxes: boxes.map(([x, y, wide, high]) => ({ x: x!, y: y!, width: wide!, height: high! })),
  ...wanted,
}));

const map = (width: number, ...values: number[]): HeatMap => ({
  values: Float32Array.from(values),
  width,
  height: values.length / width,
});
const box = (x: number, y: number, width: number, height: number): Rectangle => ({
  x,
  y,
  width,
  height,
});

describe('a heat map', () => {
  it('hits and overlaps boxes as numpy says', () => {
    for (const { map: heat, boxes, hit, chance, overlaps } of made) {
      expect(pointsAtBox(heat, boxes)).toBe(hit);
      expect(boxShare(heat, boxes)).toBeCloseTo(chance, 12);
      for (const { share, iou } of overlaps)
        expect(heatMapOverlap(heat, boxes, share)).toBeCloseTo(iou, 12);
    }
    expect(new Set(made.map(({ hit }) => hit)).size).toBe(2);
  });

  it('points with the middle of equal maxima, and at pixels by their centres', () => {
    expect(pointsAtBox(map(3, 7, 7, 7, 0, 0, 0), [box(1, 0, 1, 1)])).toBe(true);
    expect(pointsAtBox(map(3, 7, 7, 7, 0, 0, 0), [box(0, 0, 0.9, 1)])).toBe(false);
    expect(pointsAtBox(map(2, 0, 7, 7, 0), [box(1, 0, 1, 1)])).toBe(true);
    expect(pointsAtBox(map(2, 0, 7, 7, 0), [box(0, 1, 1, 1)])).toBe(false);
    expect(pointsAtBox(map(2, 0, 7, 0, 0), [box(1.5, 0, 0.2, 0.5)])).toBe(true);
    expect(pointsAtBox(map(2, 0, 7, 0, 0), [box(1.51, 0, 0.2, 0.5)])).toBe(false);
  });

  it('passes over what is not a number', () => {
    expect(pointsAtBox(map(2, NaN, 1, 5, NaN), [box(0, 1, 1, 1)])).toBe(true);
    expect(heatMapOverlap(map(2, NaN, 1, 4, NaN), [box(0, 1, 1, 1)], 0.5)).toBe(1);
  });

  it('says nothing where there is nothing to say', () => {
    expect(pointsAtBox(map(2, 0, 1), [])).toBeNull();
    expect(pointsAtBox(map(2, 3, 3), [box(0, 0, 2, 1)])).toBeNull();
    expect(pointsAtBox(map(2, NaN, NaN), [box(0, 0, 2, 1)])).toBeNull();
    expect(heatMapOverlap(map(2, 0, -1), [box(0, 0, 2, 1)], 0.5)).toBeNull();
    expect(heatMapOverlap(map(2, 0, 1), [box(0.6, 0, 0.3, 1)], 0.5)).toBeNull();
  });

  it('has as many values as pixels', () => {
    expect(() => pointsAtBox({ ...map(2, 0, 1), height: 2 }, [])).toThrow(RangeError);
    expect(() => heatMapOverlap({ ...map(2, 0, 1), width: 0 }, [], 0.5)).toThrow(RangeError);
  });
});

describe('the maps of a class', () => {
  const pointed = (count: number, hitCount: number, patientOf: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => ({
      patient: patientOf(i),
      isHit: i < hitCount,
      iou: i < hitCount ? 0.5 : 0,
      chance: 0.25,
      isBlank: i === count - 1 && hitCount < count,
    }));

  it.each(hits)(
    'hit $hits of $asked times, as surely as scipy says',
    ({ hits: hit, asked, low, high }) => {
      const result = pointingResult(
        'a',
        pointed(asked, hit, () => ''),
        asked + 3,
        false,
        0,
      );
      expect(result).toMatchObject({
        asked,
        images: asked + 3,
        patients: null,
        hits: hit,
        chance: 0.25,
      });
      expect(result.hitRate.value).toBe(hit / asked);
      expect(result.iou.value).toBeCloseTo((0.5 * hit) / asked, 12);
      const { low: from, high: to } = result.hitRate as { low: number; high: number };
      expect(from).toBeCloseTo(low, 12);
      expect(to).toBeCloseTo(high, 12);
      expect(result.blank).toBe(hit < asked ? 1 : 0);
    },
  );

  it('are no surer for showing a patient twice', () => {
    const twice = pointingResult(
      'a',
      pointed(24, 14, (i) => `p${i >> 1}`),
      24,
      true,
      0,
    );
    const { low, high } = hits.find(({ hits: hit, asked }) => hit === 7 && asked === 12)!;
    expect(twice.patients).toBe(12);
    expect(twice.hitRate).toMatchObject({ value: 14 / 24 });
    const { low: from, high: to } = twice.hitRate as { low: number; high: number };
    expect([from, to]).toEqual([expect.closeTo(low, 12), expect.closeTo(high, 12)]);
  });
});
