/** What a part of the bench gives: whole runs, and figures beside what they should reach. */
import { rm } from 'node:fs/promises';
import type { Metrics } from '../../src/domain/index.ts';
import { headlessRun } from '../headless.ts';

export interface MeasuredRun {
  readonly dataset: string;
  readonly metrics: Metrics;
  /** From the runner's start to its last file. */
  readonly seconds: number;
}

export interface Check {
  readonly dataset: string;
  readonly what: string;
  readonly figure: string;
  /** What the figure should be. */
  readonly wanted: string;
  readonly isReached: boolean;
  readonly seconds: number;
}

export interface PartResult {
  readonly runs: readonly MeasuredRun[];
  readonly checks: readonly Check[];
}

/** @param folder empty, for whatever the part writes */
export type Part = (folder: string) => Promise<PartResult>;

export async function measure(
  dataset: string,
  source: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<MeasuredRun> {
  const { out, metrics, seconds } = await headlessRun(source, settings);
  await rm(out, { recursive: true });
  return { dataset, metrics, seconds };
}

/** NaN where it is not defined, which reaches nothing. */
export function testFigure({ metrics }: MeasuredRun, of: 'auc' | 'acc'): number {
  return metrics.splits.test?.[of].value ?? NaN;
}

export function atLeast(
  dataset: string,
  what: string,
  figure: number,
  least: number,
  seconds: number,
): Check {
  const isReached = figure >= least;
  return { dataset, what, figure: figure.toFixed(4), wanted: `at least ${least}`, isReached, seconds };
}

export function equally(
  dataset: string,
  what: string,
  figure: number | string,
  wanted: number | string,
  seconds: number,
): Check {
  const isReached = figure === wanted;
  return { dataset, what, figure: String(figure), wanted: String(wanted), isReached, seconds };
}

export function secondsOf(runs: readonly MeasuredRun[]): number {
  return runs.reduce((sum, { seconds }) => sum + seconds, 0);
}
