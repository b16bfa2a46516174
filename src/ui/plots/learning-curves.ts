/** The geometry of the learning curves: two panels over the same epochs, loss above and validation AUC below. */
import type { EpochResult } from '../../domain/index.ts';
import { linearScale, linePath, ticks, type Scale } from './scales.ts';

export interface Tick {
  readonly at: number;
  readonly value: number;
}

export interface Panel {
  readonly width: number;
  readonly height: number;
  /** Edges of the area in which lines are drawn. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly lines: readonly Line[];
  /** Where the best epoch is, null before there is one. */
  readonly best: { readonly x: number; readonly y: number } | null;
  /** Where a baseline is drawn, null where the panel has none. */
  readonly baseline: number | null;
}

export interface Line {
  readonly key: 'trainLoss' | 'valLoss' | 'valAuc';
  readonly path: string;
  /** The last point, for its marker. */
  readonly end: readonly [number, number] | null;
}

const height = 200;
const margin = { left: 44, right: 16, top: 12, bottom: 28 };
/** AUC of a model that knows nothing. */
const chance = 0.5;

interface PanelOptions {
  readonly history: readonly EpochResult[];
  readonly epochs: number;
  readonly best: number | null;
  readonly width: number;
  readonly keys: readonly Line['key'][];
  readonly range: readonly [number, number];
  readonly baseline: number | null;
}

function panel({ history, epochs, best, width, keys, range, baseline }: PanelOptions): Panel {
  const edges = {
    left: margin.left,
    right: Math.max(margin.left + 1, width - margin.right),
    top: margin.top,
    bottom: height - margin.bottom,
  };
  const last = Math.max(2, epochs, history.length);
  const x = linearScale([1, last], [edges.left, edges.right]);
  const y = linearScale(range, [edges.bottom, edges.top]);
  const place = (result: EpochResult, key: Line['key']): readonly [number, number] | null => {
    const value = result[key];
    return value === null ? null : [x(result.epoch), y(value)];
  };
  const lines = keys.map((key) => {
    const points = history.map((result) => place(result, key));
    return { key, path: linePath(points), end: points.findLast((point) => point !== null) ?? null };
  });
  const bestResult = history.find((result) => result.epoch === best);
  const bestPlace = bestResult === undefined ? null : place(bestResult, keys.at(-1) ?? 'valAuc');
  const at = (scale: Scale) => (value: number) => ({ at: scale(value), value });
  return {
    width,
    height,
    ...edges,
    xTicks: ticks(1, last, Math.min(last, 6)).filter(Number.isInteger).map(at(x)),
    yTicks: ticks(range[0], range[1], 4).map(at(y)),
    lines,
    best: bestPlace === null ? null : { x: bestPlace[0], y: bestPlace[1] },
    baseline: baseline === null ? null : y(baseline),
  };
}

export interface CurvesInput {
  readonly history: readonly EpochResult[];
  /** Epochs that are planned: how far the axis goes from the beginning. */
  readonly epochs: number;
  readonly best: number | null;
  /** Of one panel, in px. */
  readonly width: number;
}

export function lossPanel(input: CurvesInput): Panel {
  const losses = input.history.flatMap(({ trainLoss, valLoss }) => [trainLoss, valLoss ?? 0]);
  const range = [0, Math.max(0.1, ...losses) * 1.05] as const;
  return panel({ ...input, keys: ['trainLoss', 'valLoss'], range, baseline: null });
}

export function aucPanel(input: CurvesInput): Panel {
  const lowest = Math.min(chance, ...input.history.map(({ valAuc }) => valAuc ?? chance));
  const range = [Math.floor(lowest * 10) / 10, 1] as const;
  return panel({ ...input, keys: ['valAuc'], range, baseline: chance });
}
