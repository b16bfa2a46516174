/**
 * Text alone at MELD's size: 13,708 made utterances of seven emotions, from the tables to the files of a run with the default
 * recipe. Prints when each stage ended and the accuracy beside the majority's.
 *
 *     npm run build && npm run bench:meld
 *
 * Ends with 1 where it took two minutes or more, or is no better than the majority.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headlessRun } from '../headless.ts';
import { madeMeld } from './made-meld.ts';

const mostSeconds = 120;

const folder = await mkdtemp(join(tmpdir(), 'microtome-meld-'));
try {
  for (const [name, table] of Object.entries(madeMeld())) await writeFile(join(folder, name), table);
  const { out, seconds, metrics, lines } = await headlessRun(folder, { inputs: 'text' });
  await rm(out, { recursive: true });
  const { acc, auc, majorityAcc } = metrics.splits.test!;
  const timed = [
    ['recognised', lines.find(({ line }) => line.startsWith('recognised'))?.seconds],
    ['backend chosen', lines.find(({ line }) => line.startsWith('training on'))?.seconds],
    ['trained', lines.findLast(({ line }) => /^epoch \d+: loss/.test(line))?.seconds],
    ['first baseline', lines.find(({ line }) => line.startsWith('baseline'))?.seconds],
    ['files written', seconds],
  ] as const;
  for (const [stage, at] of timed) say(`${stage}: after ${at?.toFixed(1) ?? '-'} s`);
  say(
    `${metrics.target}, ${metrics.epochs} epochs on ${metrics.backend}: ` +
      `ACC ${figure(acc.value)} (majority ${figure(majorityAcc)}), AUC ${figure(auc.value)}`,
  );
  const isFast = seconds < mostSeconds;
  const isBetter = (acc.value ?? NaN) > (majorityAcc ?? NaN);
  say(
    `under ${mostSeconds} s: ${isFast ? 'yes' : 'NO'}; better than the majority: ${isBetter ? 'yes' : 'NO'}`,
  );
  if (!isFast || !isBetter) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}

function figure(value: number | null): string {
  return value?.toFixed(4) ?? '-';
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
