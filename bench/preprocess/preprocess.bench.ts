/**
 * How many pictures a second are cut, next to Pillow in two processes on the same files in the same minutes:
 *
 *     npm run bench:preprocess [-- --rounds 5] [--files 320] [--case jpeg]
 *
 * FILES is of JPEG; of PNG and DICOM there are four times as many.
 * Our side is the engine with its own pool of workers in headless Chromium, from the start of the cut to the last shard
 * written; workers and Pillow's processes run already. The two take turns; the ratio is the median of the rounds', with the smallest and the largest. Below it stand the
 * ratio of processor time (of the whole browser, and of both Pillow processes), which other programs disturb less,
 * and where one worker's time goes, in ms an image.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../src/headless/project.ts';
import { benchSite, type BrowserProcess } from '../bench-page.ts';
import type { CutTime } from './preprocess-page.ts';
import type { Profile } from './profile.ts';

const python = '/usr/bin/python3';
const here = join(projectFolder, 'bench', 'preprocess');

interface Busy {
  readonly seconds: number;
  /** Seconds of processor time, of all processes together. */
  readonly busy: number;
}

interface Case {
  readonly label: string;
  /** Folder, as `make_cases.py` names it. */
  readonly files: 'jpeg' | 'png' | 'dicom';
  readonly decode: 'exact' | 'fast';
  readonly pillow: 'exact' | 'draft' | 'dicom';
  /** Smallest ratio that is good enough. */
  readonly bound: number;
}
const cases: readonly Case[] = [
  { label: 'JPEG 2048x2500, exact', files: 'jpeg', decode: 'exact', pillow: 'exact', bound: 1 },
  { label: 'JPEG 2048x2500, fast / draft', files: 'jpeg', decode: 'fast', pillow: 'draft', bound: 1 },
  { label: 'PNG 1024x1024', files: 'png', decode: 'exact', pillow: 'exact', bound: 1.2 },
  {
    label: 'DICOM 1024x1024, JPEG baseline',
    files: 'dicom',
    decode: 'exact',
    pillow: 'dicom',
    bound: 2,
  },
];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    files: { type: 'string', default: '320' },
    case: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);

const folder = await mkdtemp(join(tmpdir(), 'microtome-cases-'));
const site = await benchSite('bench/preprocess/preprocess.html');
try {
  runPython('make_cases.py', folder, values.files);
  print(`${cpus().length} cores; images/s, median of ${rounds} rounds in turns`);
  print(
    'ours: reading, decoding, cutting, writing and recording shards; Pillow: reading, decoding, cutting;',
    'the workers and processes of both run already',
  );
  let missed = 0;
  for (const one of cases.filter(({ label }) => label.toLowerCase().includes(values.case.toLowerCase())))
    if (!(await measure(one))) missed++;
  if (missed > 0) process.exitCode = 1;
} finally {
  await site.close();
  await rm(folder, { recursive: true });
}

/** Whether the ratio is good enough. */
async function measure({ label, files, decode, pillow: way, bound }: Case): Promise<boolean> {
  const path = join(folder, files);
  // Both begin anew with each case: what a process has done before decides how it gets its memory.
  const pillow = startPillow();
  const { ours, theirs, profile } = await site.visit(async (page, processes) => {
    const busy = async () => timesByType(await processes());
    await page.waitForFunction(() => window.cutFolder !== undefined);
    await page.locator('#folder').setInputFiles(path, { timeout: 0 });
    const times = { ours: [] as (CutTime & { byType: Times })[], theirs: [] as Busy[] };
    // The first of both only warms up.
    for (let round = -1; round < rounds; round++) {
      await page.evaluate((how) => window.prepareFolder!(how), decode);
      const before = await busy();
      const mine = await page.evaluate(() => window.cutFolder!());
      const after = await busy();
      const other = await pillow.time(path, way);
      if (round < 0) continue;
      times.ours.push({ ...mine, byType: difference(after, before) });
      times.theirs.push(other);
    }
    return { ...times, profile: await page.evaluate((how) => window.profileFolder!(how), decode) };
  });
  pillow.stop();
  const count = ours[0]!.images;
  const ratios = ours.map(({ seconds }, round) => theirs[round]!.seconds / seconds);
  const busyRatios = ours.map(({ byType }, round) => theirs[round]!.busy / total(byType));
  const ratio = median(ratios);
  const isGood = ratio >= bound && ours.every(({ rejected }) => rejected === 0);
  print(
    [
      label.padEnd(32),
      `ours ${(count / median(ours.map(({ seconds }) => seconds))).toFixed(0).padStart(4)}`,
      `Pillow ${(count / median(theirs.map(({ seconds }) => seconds))).toFixed(0).padStart(4)}`,
      `ratio ${spread(ratios)}`,
      `at least ${bound.toFixed(1)}: ${isGood ? 'yes' : 'NO'}`,
      ours[0]!.rejected > 0 ? `${ours[0]!.rejected} files rejected` : '',
    ].join('  '),
  );
  const perImage = Object.entries(ours.at(-1).byType).map(
    ([type, seconds]) => `${type} ${((1000 * seconds) / count).toFixed(1)}`,
  );
  const pillowMs = ((1000 * theirs.at(-1).busy) / count).toFixed(1);
  print(
    `    processor time: ratio ${spread(busyRatios)}; ms an image: ${perImage.join(', ')}; Pillow ${pillowMs}`,
  );
  print(`    one worker by itself, ms an image: ${profileText(profile)}`);
  return isGood;
}

/** Seconds of processor time by type of process. */
type Times = Readonly<Record<string, number>>;

function timesByType(processes: readonly BrowserProcess[]): Times {
  const times: Record<string, number> = { renderer: 0, browser: 0, others: 0 };
  for (const { type, cpuTime } of processes) times[type in times ? type : 'others']! += cpuTime;
  return times;
}

function difference(after: Times, before: Times): Times {
  return Object.fromEntries(Object.entries(after).map(([type, time]) => [type, time - before[type]!]));
}

function total(times: Times): number {
  return Object.values(times).reduce((sum, time) => sum + time, 0);
}

function spread(ratios: readonly number[]): string {
  const [least, middle, most] = [Math.min(...ratios), median(ratios), Math.max(...ratios)];
  return `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}

function profileText(profile: Profile | string): string {
  if (typeof profile === 'string') return profile;
  return Object.entries(profile)
    .map(([stage, ms]) => `${stage} ${(ms as number).toFixed(2)}`)
    .join(', ');
}

/** A Python process with Pillow that cuts folders; its start does not count. */
function startPillow() {
  const child = spawn(python, [join(here, 'pillow_cut.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async time(path: string, way: string): Promise<Busy> {
      child.stdin.write(`${path} ${way}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error('Pillow stopped');
      const [seconds = NaN, busy = NaN] = line.value.split(' ').map(Number);
      return { seconds, busy };
    },
    stop: () => child.stdin.end(),
  };
}

function runPython(script: string, ...parameters: readonly string[]): void {
  const made = spawnSync(python, [join(here, script), ...parameters], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (made.status !== 0) throw new Error(`${script} failed`);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
