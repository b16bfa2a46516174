/** Runs the headless runner as a person would, and times it. Shared by the benches. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Metrics } from '../src/domain/index.ts';
import type { InspectReport } from '../src/headless/contract.ts';

export interface HeadlessRun {
  readonly out: string;
  readonly seconds: number;
  /** `metrics.json` as it was written. */
  readonly metricsText: string;
  readonly metrics: Metrics;
  /** What the runner said on its way, and when, in seconds from its start. */
  readonly lines: readonly { readonly seconds: number; readonly line: string }[];
}

/**
 * `headless inspect` on a source.
 * @throws Error where the runner's exit code is not 0
 */
export async function headlessInspect(source: string): Promise<InspectReport> {
  const runner = spawn('npm', ['run', '--silent', 'headless', '--', 'inspect', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  runner.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(runner, 'close')) as [number | null];
  if (code !== 0) throw new Error(`headless inspect ${source} ended with exit code ${code}`);
  return JSON.parse(said) as InspectReport;
}

/**
 * `headless run` on a source into a new temporary folder; progress goes to this process's stderr.
 * @throws Error where the runner's exit code is not 0
 */
export async function headlessRun(
  source: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<HeadlessRun> {
  const out = await mkdtemp(join(tmpdir(), 'microtome-bench-'));
  const sets = Object.entries(settings).flatMap(([path, value]) => ['--set', `${path}=${value}`]);
  const started = performance.now();
  const runner = spawn(
    'npm',
    ['run', '--silent', 'headless', '--', 'run', source, '--out', out, ...sets],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const lines: { seconds: number; line: string }[] = [];
  createInterface(runner.stderr).on('line', (line) => {
    lines.push({ seconds: (performance.now() - started) / 1000, line });
    process.stderr.write(`${line}\n`);
  });
  const [code] = (await once(runner, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`headless run ${source} ended with exit code ${code}`);
  const metricsText = await readFile(join(out, 'metrics.json'), 'utf8');
  const seconds = (performance.now() - started) / 1000;
  return { out, seconds, metricsText, lines, metrics: JSON.parse(metricsText) as Metrics };
}
