/** What is drawn is where its numbers say: scales, ticks, curves, whiskers, matrices, and where arrow keys lead. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowTarget } from '../../src/ui/arrow-keys.ts';
import { whiskerPlot } from '../../src/ui/plots/dot-whisker.ts';
import { aucPanel, lossPanel } from '../../src/ui/plots/learning-curves.ts';
import { csvOf } from '../../src/ui/plots/plot-files.ts';
import { squarePaths, thinned } from '../../src/ui/plots/square.ts';
import { linearScale, linePath, ticks } from '../../src/ui/plots/scales.ts';
import { matrixRows } from '../../src/ui/steps/matrix-rows.ts';
import { epoch } from '../state/fake-data.ts';

describe('scales', () => {
  it('map ends to ends and an empty range to the middle', () => {
    const scale = linearScale([0.5, 1], [200, 0]);
    expect([scale(0.5), scale(1), scale(0.75)]).toEqual([200, 0, 100]);
    expect(linearScale([3, 3], [0, 10])(3)).toBe(5);
  });

  it('tick at round numbers within the range', () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(1, 15, 6)).toEqual([5, 10, 15]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (low, span) => {
          const made = ticks(low, low + span, 5);
          expect(made.length).toBeLessThanOrEqual(7);
          for (const tick of made) {
            expect(tick).toBeGreaterThanOrEqual(low - span * 1e-6);
            expect(tick).toBeLessThanOrEqual(low + span * (1 + 1e-6));
          }
        },
      ),
    );
  });

  it('break a line where a value is missing', () => {
    expect(linePath([[0, 0], [1, 1], null, [3, 3]])).toBe('M0.0 0.0L1.0 1.0M3.0 3.0');
  });
});

describe('learning curves', () => {
  const history = Array.from({ length: 12 }, (_, i) => epoch(i + 1));
  const input = { history, epochs: 15, best: 10, width: 400 };

  it('mark the best epoch on the curve of the validation AUC', () => {
    const panel = aucPanel(input);
    const x = linearScale([1, 15], [panel.left, panel.right]);
    expect(panel.best?.x).toBeCloseTo(x(10));
    expect(panel.lines[0]?.path).toContain(
      `${panel.best?.x.toFixed(1) ?? ''} ${panel.best?.y.toFixed(1) ?? ''}`,
    );
    expect(panel.baseline).toBeCloseTo(panel.bottom);
  });

  it('stay within the panel', () => {
    const panel = lossPanel(input);
    for (const line of panel.lines) {
      const [x, y] = line.end ?? [0, 0];
      expect(x).toBeLessThanOrEqual(panel.right);
      expect(y).toBeGreaterThanOrEqual(panel.top);
      expect(y).toBeLessThanOrEqual(panel.bottom);
    }
  });

  it('leave out what was not measured', () => {
    const blind = history.map((result) => ({ ...result, valLoss: null, valAuc: null }));
    const panel = aucPanel({ ...input, history: blind, best: null });
    expect(panel.lines[0]).toMatchObject({ path: '', end: null });
    expect(panel.best).toBeNull();
  });
});

describe('dots with whiskers', () => {
  it('share one axis that holds everything', () => {
    const plot = whiskerPlot([
      { label: 'a', estimate: { value: 0.9, low: 0.85, high: 0.95 }, baseline: 0.5, isMain: true },
      { label: 'b', estimate: { value: 0.35, low: 0.28, high: 0.4 }, baseline: null, isMain: false },
      {
        label: 'c',
        estimate: { value: null, reason: 'no-samples', className: null },
        baseline: 0.5,
        isMain: false,
      },
      { label: 'd', estimate: { value: 0.7, low: null, high: null }, baseline: null, isMain: false },
    ]);
    expect(plot.ticks[0]?.value).toBe(0.2);
    for (const { at, from, to } of plot.rows)
      for (const place of [at, from, to])
        if (place !== null) expect(place >= 0 && place <= 100).toBe(true);
    expect(plot.rows[0]?.at).toBeCloseTo(87.5);
    expect(plot.rows[2]).toMatchObject({ at: null, from: null, to: null });
    expect(plot.rows[3]).toMatchObject({ from: null, to: null });
  });
});

describe('a confusion matrix', () => {
  it('shades by the share of the true class', () => {
    const [first, second] = matrixRows([
      [3, 1],
      [0, 0],
    ]);
    expect(first?.map((cell) => cell.percent)).toEqual([75, 25]);
    expect(second?.map((cell) => [cell.percent, cell.position])).toEqual([
      [0, 2],
      [0, 3],
    ]);
  });
});

describe('a curve over two shares', () => {
  it('runs from the lower left to the upper right', () => {
    const points = [
      [0, 0],
      [1, 1],
    ] as const;
    expect(squarePaths([{ name: 'a', points }])[0]).toEqual({
      name: 'a',
      d: 'M40.0 280.0L312.0 8.0',
      dots: [
        [40, 280],
        [312, 8],
      ],
    });
  });

  it('is thinned in a table, its ends kept', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => i);
    const few = thinned(lines);
    expect(few).toHaveLength(24);
    expect([few[0], few.at(-1)]).toEqual([0, 999]);
    expect(thinned(lines.slice(0, 24))).toEqual(lines.slice(0, 24));
  });

  it('is saved as CSV that a spreadsheet reads', async () => {
    const rows = [['effusion, "large"', 0.5, null]];
    expect(await csvOf({ columns: ['类别', 'x', 'y'], rows })).toBe(
      '\ufeff类别,x,y\r\n"effusion, ""large""",0.5,\r\n',
    );
  });
});

describe('arrow keys', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 1, 4],
    ['ArrowUp', 4, 1],
    ['ArrowDown', 6, 6],
    ['Home', 5, 0],
    ['End', 2, 6],
    ['a', 2, null],
  ])('%s at %d of 7 in rows of 3', (key, from, to) => {
    expect(arrowTarget(key, from, 7, 3)).toBe(to);
  });
});
