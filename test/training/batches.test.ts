/** Every sample once a pass, one batch size, and an order that seed and epoch alone decide. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planEpoch, stepsOfEpoch } from '../../src/training/batches.ts';

const rowsOf = (count: number) => Int32Array.from({ length: count }, (_, i) => 1000 + i);

describe('batches of an epoch', () => {
  test('hold every sample once a pass, in batches of one size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 130 }), (count, batch) => {
        const plan = planEpoch(count, batch);
        const steps = [...stepsOfEpoch(rowsOf(count), plan, 7, 3)];
        expect(steps).toHaveLength(plan.steps);
        expect(plan.steps).toBeGreaterThanOrEqual(60);
        const seen = new Map<number, Set<number>>();
        let real = 0;
        for (const step of steps) {
          expect(step.rows).toHaveLength(plan.batch);
          real += step.real;
          step.rows.slice(0, step.real).forEach((row, i) => {
            const passes = seen.get(row) ?? new Set();
            seen.set(row, passes.add(step.passes[i]!));
          });
        }
        expect(real).toBe(count * plan.passes);
        expect([...seen.values()].every((passes) => passes.size === plan.passes)).toBe(true);
        expect(seen.size).toBe(count);
      }),
      { numRuns: 60 },
    );
  });

  test('go through a large dataset once', () => {
    expect(planEpoch(3882, 64)).toEqual({ batch: 64, passes: 1, steps: 61 });
  });

  test('are the same for the same seed and epoch, and others for others', () => {
    const order = (seed: number, epoch: number) =>
      [...stepsOfEpoch(rowsOf(200), planEpoch(200, 32), seed, epoch)].flatMap(({ rows }) => [...rows]);
    expect(order(1, 1)).toEqual(order(1, 1));
    expect(order(1, 2)).not.toEqual(order(1, 1));
    expect(order(2, 1)).not.toEqual(order(1, 1));
  });
});
