/** Sliders of a window reach all that a picture holds, in steps that can be felt. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliderRange } from '../../src/ui/steps/slider-range.ts';

describe('sliderRange', () => {
  it('goes by whole values over a CT slice, and reaches a window that lies beyond it', () => {
    expect(sliderRange([-1024, 3071], { centre: 40, width: 400 })).toEqual({
      centre: [-1024, 3071],
      widest: 8190,
      step: 1,
    });
    expect(sliderRange([0, 100], { centre: -600, width: 1500 })).toEqual({
      centre: [-600, 100],
      widest: 1500,
      step: 1,
    });
  });

  it('goes by fractions where a picture holds fractions', () => {
    expect(sliderRange([0, 1], { centre: 0.5, width: 1 }).step).toBe(0.01);
  });

  it('has a step, ends in order and room for what is set, whatever the values', () => {
    const value = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(
        value,
        value,
        value,
        fc.double({ noNaN: true, min: 1e-6, max: 1e12 }),
        (a, b, c, width) => {
          const values = [Math.min(a, b), Math.max(a, b)] as const;
          const { centre, widest, step } = sliderRange(values, { centre: c, width });
          expect(step).toBeGreaterThan(0);
          expect(centre[0]).toBeLessThanOrEqual(Math.min(values[0], c));
          expect(centre[1]).toBeGreaterThanOrEqual(Math.max(c, centre[0]));
          expect(widest).toBeGreaterThanOrEqual(Math.max(width, step));
        },
      ),
    );
  });
});
