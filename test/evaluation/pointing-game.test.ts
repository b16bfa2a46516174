/** Heat maps against boxes: numbers of numpy (test/fixtures/boxes/heat.py), and what is not defined. */
import { describe, expect, it } from 'vitest';
import type { Rectangle } from '../../src/domain/index.ts';
import { heatMapOverlap, pointsAtBox, type HeatMap } from '../../src/evaluation/index.ts';
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
    for (const { map: heat, boxes, hit, overlaps } of made) {
      expect(pointsAtBox(heat, boxes)).toBe(hit);
      for (const { share, iou } of overlaps)
        expect(heatMapOverlap(heat, boxes, share)).toBeCloseTo(iou, 12);
    }
    expect(new Set(made.map(({ hit }) => hit)).size).toBe(2);
  });

  it('points with the first of equal maxima, and at pixels by their centres', () => {
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
