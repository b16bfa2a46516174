/**
 * `npm run bench:mimic [-- folder]`: a MIMIC-CXR-JPG of full size dropped on the built page as a person does. Prints how long it takes
 * until it is recognised and joined, the longest tasks of the page's own thread, and, of a second drop, the most memory that page and
 * workers held. The release is made in the folder, or taken as it lies there; without one it is made for this once. Linux only.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { driverArguments, ensureBrowser } from '../../src/headless/browser.ts';
import { distFolder, ensureBuilt } from '../../src/headless/project.ts';
import { serveFolder } from '../../src/headless/serve.ts';
import { drop } from '../../test/e2e/drop.ts';
import { pageTime, tasksSince, watchTasks } from '../long-tasks.ts';
import { gaugeArguments, watchMemory } from '../memory-gauge.ts';
import { published, writeFullMimic } from './full-mimic.ts';

const limits = { seconds: 60, bytes: 500e6, taskMs: 100 };
const longestMs = 170_000;

async function arrive(page: Page, url: string): Promise<void> {
  await watchTasks(page);
  await page.goto(url);
  await page.locator('[data-step="data"]').waitFor();
}

/** Drops the folder on the page and waits. Returns what the page says it is, and seconds until then. */
async function open(page: Page, folder: string) {
  const begun = await pageTime(page);
  const started = performance.now();
  await drop(page, [folder]);
  const step = page.locator('[data-step="data"]');
  const finished = page.locator(
    '[data-step="data"][data-state="done"], [data-step="data"][data-state="failed"]',
  );
  await finished.waitFor({ timeout: longestMs });
  const seconds = (performance.now() - started) / 1000;
  const said = (await step.innerText()).split('\n').filter((line) => line.trim() !== '');
  const tasks = await tasksSince(page, begun);
  return { seconds, said, tasks: tasks.map(({ start, ms }) => ({ start: start - begun, ms })) };
}

async function inBrowser<T>(more: readonly string[], job: (page: Page) => Promise<T>): Promise<T> {
  const context = await chromium.launchPersistentContext('', {
    executablePath: ensureBrowser(),
    args: [...driverArguments, ...more],
    locale: 'en-US',
    viewport: { width: 1280, height: 900 },
  });
  try {
    return await job(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
  }
}

const [given] = process.argv.slice(2);
const folder = given ?? (await mkdtemp(join(tmpdir(), 'microtome-mimic-')));
const root = join(folder, 'mimic-cxr-jpg');
if (!existsSync(join(root, 'IMAGE_FILENAMES'))) {
  const started = performance.now();
  writeFullMimic(root);
  process.stderr.write(`made in ${Math.round((performance.now() - started) / 1000)} s\n`);
}
ensureBuilt();
const server = await serveFolder(distFolder, { port: 0 });
try {
  const { seconds, said, tasks } = await inBrowser([], async (page) => {
    await arrive(page, server.url);
    return await open(page, root);
  });
  const longest = Math.max(0, ...tasks.map(({ ms }) => ms));
  const peaks = await inBrowser(gaugeArguments, async (page) => {
    const devtools = await page.context().browser()!.newBrowserCDPSession();
    await arrive(page, server.url);
    const end = watchMemory(page, devtools);
    await open(page, root);
    return await end();
  });
  const counted = (numbers: Readonly<Record<string, number>>) =>
    Object.entries(numbers)
      .map(([what, number]) => `${number} ${what}`)
      .join(', ');
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const lines = [
    `MIMIC-CXR-JPG of ${counted(published)}; the page says: ${said.slice(0, 4).join(' | ')}`,
    `  recognised and joined in ${seconds.toFixed(1)} s of ${limits.seconds} s`,
    `  longest task of the page ${Math.round(longest)} ms of ${limits.taskMs} ms ` +
      `(${tasks.length} over 50 ms${tasks.map(({ start, ms }) => `, ${Math.round(ms)} ms at ${(start / 1000).toFixed(1)} s`).join('')})`,
    `  peak ${megabytes(peaks.counted)} of ${megabytes(limits.bytes)} (workers ${megabytes(peaks.workers)}), ` +
      `process ${megabytes(peaks.resident)}; ${peaks.samples} measurements`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const isWithin =
    seconds < limits.seconds &&
    longest < limits.taskMs &&
    peaks.samples > 0 &&
    peaks.counted < limits.bytes;
  process.exitCode = isWithin ? 0 : 1;
} finally {
  await server.close();
  if (given === undefined) await rm(folder, { recursive: true });
}
