/** `docs/quality.md`: a section for each part, so that a part can be measured anew and the others stay. */
import { cpus } from 'node:os';
import { format } from 'prettier';
import type { Estimate } from '../../src/domain/index.ts';
import type { Check, MeasuredRun, PartResult } from './part.ts';

const head = [
  '# What the default recipe reaches',
  '',
  'Made by `npm run bench:quality`: `headless inspect` and `headless run` (recognising, health, cutting, training, evaluation, files) without',
  'a GPU. Intervals are 95 %, from 1,000 resamples of the patients. The baselines are those that stand beside every result',
  '(`docs/decisions/013-figures-and-baselines.md`). Generated sets are made by `bench/quality` and `test/e2e/made-folder.ts`.',
].join('\n');

/**
 * @param before the page as it was; sections of parts without a result stay
 * @param order names of all parts
 */
export async function page(
  before: string,
  order: readonly string[],
  results: ReadonlyMap<string, PartResult>,
): Promise<string> {
  const kept = new Map(
    before
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), `## ${section}`]),
  );
  const sections = order.map((name) => {
    const result = results.get(name);
    return result === undefined ? kept.get(name) : section(name, result);
  });
  const text = [head, ...sections.filter((one) => one !== undefined)].join('\n\n');
  return format(text, { parser: 'markdown' });
}

function section(name: string, { runs, checks }: PartResult): string {
  const processor = `Measured on ${cpus()[0]!.model.trim()}, ${cpus().length} logical processors.`;
  return [
    `## ${name}`,
    processor,
    ...(runs.length > 0 ? [runTable(runs)] : []),
    checkTable(checks),
  ].join('\n\n');
}

function runTable(runs: readonly MeasuredRun[]): string {
  const heading = ['dataset', 'inputs', 'seed', 'test AUC', 'test ACC', 'AUC of baselines', 'time'];
  return table(
    heading,
    runs.map(({ dataset, metrics, seconds }) => {
      const test = metrics.splits.test;
      const baselines = (metrics.beside?.baselines ?? []).map(
        ({ kind, auc }) => `${kind} ${auc.value?.toFixed(3) ?? '-'}`,
      );
      return [
        ...[dataset, metrics.inputs, String(metrics.seed), interval(test?.auc), interval(test?.acc)],
        ...[baselines.join(', '), `${seconds.toFixed(0)} s`],
      ];
    }),
  );
}

function checkTable(checks: readonly Check[]): string {
  return table(
    ['dataset', 'check', 'figure', 'should be', 'reached', 'time'],
    checks.map(({ dataset, what, figure, wanted, isReached, seconds }) => [
      ...[dataset, what, figure, wanted, isReached ? 'yes' : 'NO', `${seconds.toFixed(0)} s`],
    ]),
  );
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [heading, heading.map(() => '---'), ...rows].map(line).join('\n');
}

function interval(estimate: Estimate | undefined): string {
  if (estimate === undefined || estimate.value === null) return '-';
  const digits = (figure: number | null) => figure?.toFixed(4) ?? '-';
  return `${digits(estimate.value)} [${digits(estimate.low)}, ${digits(estimate.high)}]`;
}
