/**
 * Thousands of damaged files for every reader, in workers in headless Chromium, where they are read in earnest. Each has to
 * end as pixels, rows or an AppError, in time and without allocating what the file only claims.
 *
 *     npm run fuzz [-- --reader png] [--count 5000] [--seed 7] [--only 1234]
 *
 * `--only` repeats one input, says how it ended, and writes it to a file. Exit code 1 where anything was found.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchSite, PageCrash, type BenchSite, type BrowserProcess } from '../bench-page.ts';
import { damaged } from './mutate.ts';
import { otherReaderIds } from './readers.ts';
import type { Finding, Share, ShareReport, Tally } from './report.ts';
import { collectSeeds, type Seed } from './seeds.ts';

/** Workers at a time. */
const lanes = 2;
const msAnInput = 2000;
/** Most that the whole process of the page may ever hold, decoders and their code included. */
const mostResident = 1200 * 2 ** 20;

const { values } = parseArgs({
  options: {
    reader: { type: 'string' },
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
const only = values.only === undefined ? null : Number(values.only);

const readers = await collectSeeds(otherReaderIds);
const chosen = [...readers].filter(([id]) => values.reader === undefined || id === values.reader);
if (chosen.length === 0) throw new Error(`no such reader; there are ${[...readers.keys()].join(', ')}`);

const started = performance.now();
const site = await benchSite('bench/fuzz/fuzz.html');
let found = 0;
try {
  print(
    `${'reader'.padEnd(10)}${['seeds', 'inputs', 'read', 'refused', 'findings', 'slowest', 'allocated', 'resident'].map((word) => word.padStart(11)).join('')}`,
  );
  for (const [reader, seeds] of chosen) found += await fuzz(site, reader, seeds);
} finally {
  await site.close();
}
print(`${found} findings in ${Math.round((performance.now() - started) / 1000)} s`);
if (found > 0) process.exitCode = 1;

/** Returns the number of findings. */
async function fuzz(on: BenchSite, reader: string, seeds: readonly Seed[]): Promise<number> {
  if (seeds.length === 0) {
    print(`${reader.padEnd(10)}  no fixtures to start from`);
    return 1;
  }
  const addresses = await publish(on, reader, seeds);
  const range = only === null ? { from: 0, to: count } : { from: only, to: only + 1 };
  const base = { reader, seeds: addresses, seed, to: range.to };
  const step = only === null ? lanes : 1;
  const shares = Array.from({ length: step }, (_, lane) => ({ ...base, from: range.from + lane, step }));
  const { reports, resident } = await runShares(on, shares);

  const findings = reports.flatMap((report) => report.findings);
  const tally = sumOf(reports.map((report) => report.tally));
  const largest = reports.map((report) => report.largest).reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const longest = reports.map((report) => report.longest).reduce((a, b) => (b.ms > a.ms ? b : a));
  if (resident > mostResident)
    findings.push({ index: largest.index, kind: 'memory', detail: `${mebibytes(resident)} resident` });
  const inputs = Object.values(tally).reduce((sum, n) => sum + n, 0);
  const refused = inputs - (tally['read'] ?? 0) - (tally['bug'] ?? 0);
  const cells = [
    seeds.length,
    inputs,
    tally['read'] ?? 0,
    refused,
    findings.length,
    `${Math.round(longest.ms)} ms`,
    mebibytes(largest.bytes),
    mebibytes(resident),
  ];
  print(`${reader.padEnd(10)}${cells.map((cell) => String(cell).padStart(11)).join('')}`);
  if (only !== null) await show(reader, seeds, only, tally, longest.ms, largest.bytes);
  for (const [detail, same] of groups(findings)) {
    const indices = same.map(({ index }) => index);
    print(
      `  ${same[0]!.kind.toUpperCase()} ${indices.length} times; npm run fuzz -- --reader ${reader} --seed ${seed} --only ${indices.slice(0, 4).join(' | ')}`,
    );
    print(
      detail
        .split('\n')
        .slice(0, 7)
        .map((line) => `      ${line}`)
        .join('\n'),
    );
  }
  return findings.length;
}

async function publish(on: BenchSite, reader: string, seeds: readonly Seed[]): Promise<string[]> {
  await mkdir(join(on.folder, 'seeds', reader), { recursive: true });
  return Promise.all(
    seeds.map(async ({ bytes }, index) => {
      const address = `/seeds/${reader}/${index}.bin`;
      await writeFile(join(on.folder, address), bytes);
      return address;
    }),
  );
}

/** The reports of all shares, and the most that their page's process ever held. */
async function runShares(
  on: BenchSite,
  shares: readonly Share[],
): Promise<{ reports: ShareReport[]; resident: number }> {
  try {
    return await on.visit(async (page, processes) => {
      await page.waitForFunction(() => window.fuzzShare !== undefined);
      const reports = await page.evaluate(
        ([all, ms]) => Promise.all(all.map((share) => window.fuzzShare!(share, ms))),
        [shares, msAnInput] as const,
      );
      return { reports, resident: await peakOfPage(await processes()) };
    });
  } catch (error) {
    if (!(error instanceof PageCrash)) throw error;
    const finding: Finding = { index: shares[0]!.from, kind: 'page lost', detail: 'the page crashed' };
    const nothing = { bytes: 0, ms: 0, index: -1 };
    return {
      reports: [{ tally: {}, findings: [finding], largest: nothing, longest: nothing }],
      resident: 0,
    };
  }
}

/** Peak resident memory in bytes of the largest renderer; 0 where the system does not tell (Linux does). */
async function peakOfPage(processes: readonly BrowserProcess[]): Promise<number> {
  const peaks = processes
    .filter(({ type }) => type === 'renderer')
    .map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      return 1024 * Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0);
    });
  return Math.max(0, ...(await Promise.all(peaks)));
}

async function show(
  reader: string,
  seeds: readonly Seed[],
  index: number,
  tally: Tally,
  ms: number,
  allocated: number,
): Promise<void> {
  const bytes = damaged(
    seeds.map((whole) => whole.bytes),
    reader,
    seed,
    index,
  );
  const path = join(tmpdir(), `fuzz-${reader}-${seed}-${index}.bin`);
  await writeFile(path, bytes);
  print(
    `  ${path}: ${bytes.length} bytes, ended as ${Object.keys(tally).join(', ')} after ${ms.toFixed(1)} ms and ${mebibytes(allocated)}`,
  );
}

/** Findings that say the same: stacks are compared without the numbers in their first line. */
function groups(findings: readonly Finding[]): Map<string, Finding[]> {
  const byText = new Map<string, { detail: string; same: Finding[] }>();
  for (const finding of findings) {
    const [first = '', second = ''] = finding.detail.split('\n');
    const key = `${finding.kind} ${first.replace(/\d+/g, '#')} ${second}`;
    const group = byText.get(key) ?? { detail: finding.detail, same: [] };
    group.same.push(finding);
    byText.set(key, group);
  }
  return new Map([...byText.values()].map(({ detail, same }) => [detail, same]));
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum: Tally = {};
  for (const tally of tallies)
    for (const [ended, n] of Object.entries(tally)) sum[ended] = (sum[ended] ?? 0) + n;
  return sum;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
