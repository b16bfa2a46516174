/**
 * `npm run bench:smooth [-- folder]`: the built page with 50,000 samples, from the drop to the files of a run, as a person does it.
 * Prints of each step how many tasks of the page's own thread took 50 ms and more, and the longest, and how long health took once all
 * was cut; fails where one is over its bound. The samples are made in the folder, or taken as they lie there; without one they are made
 * for this once. `--without-umap` leaves out the map that takes minutes.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Locator, type Page } from 'playwright-core';
import { driverArguments, ensureBrowser } from '../../src/headless/browser.ts';
import { distFolder, ensureBuilt } from '../../src/headless/project.ts';
import { serveFolder } from '../../src/headless/serve.ts';
import { loadWords, locales, words } from '../../src/i18n/index.ts';
import { drop } from '../../test/e2e/drop.ts';
import { openOptions, press, stepOf, unfold } from '../../test/e2e/notebook-page.ts';
import { pageTime, tasksSince, watchTasks } from '../long-tasks.ts';
import { writeSamples } from './made-samples.ts';

await loadWords(...locales);

const made = { usable: 50_000, damaged: 3_000, missing: 3_000 };
const limits = { healthSeconds: 60, taskMs: 100 };
/** For the longest step: a map by UMAP. */
const mostMs = 900_000;
/** After a step, for what it set off. */
const settledMs = 500;

const { explain, results, train } = words('en');
/** What was over its bound. */
const over: string[] = [];

/** Does something on the page, and prints its long tasks. Returns the seconds it took. */
async function step(page: Page, name: string, job: () => Promise<unknown>): Promise<number> {
  const begun = await pageTime(page);
  await job();
  const seconds = ((await pageTime(page)) - begun) / 1000;
  await page.waitForTimeout(settledMs);
  const tasks = await tasksSince(page, begun);
  const longest = Math.max(0, ...tasks.map(({ ms }) => ms));
  const places = tasks
    .filter(({ ms }) => ms > limits.taskMs)
    .map(({ start, ms }) => `${ms} ms at ${((start - begun) / 1000).toFixed(1)} s`);
  if (places.length > 0) over.push(name);
  const took = `${seconds.toFixed(1).padStart(6)} s  ${String(tasks.length).padStart(3)} long tasks`;
  const worst = tasks.length === 0 ? '' : `, longest ${Math.round(longest)} ms`;
  const tooLong = places.length === 0 ? '' : `  OVER: ${places.join(', ')}`;
  process.stdout.write(`  ${name.padEnd(44)} ${took}${worst}${tooLong}\n`);
  return seconds;
}

async function done(page: Page, name: Parameters<typeof stepOf>[1]): Promise<void> {
  const wanted = stepOf(page, name).and(page.locator('[data-state="done"]'));
  const failure = page.locator('[data-failure]').first();
  await wanted.or(failure).first().waitFor({ timeout: mostMs });
  if (!(await wanted.isVisible())) throw new Error(`${name}: ${await failure.innerText()}`);
}

/** Turns the wheel over something until its end, or long enough. */
async function scroll(page: Page, over: Locator): Promise<void> {
  await over.hover();
  for (let i = 0; i < 15; i++) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(40);
  }
}

async function save(page: Page, button: Locator): Promise<void> {
  const downloading = page.waitForEvent('download', { timeout: mostMs });
  await button.click();
  const { size } = await stat(await (await downloading).path());
  if (size === 0) throw new Error('an empty file was saved');
}

/** A line around most of the plot, with as many corners as a hand draws. */
async function lasso(page: Page, plot: Locator, radius: number): Promise<void> {
  await plot.scrollIntoViewIfNeeded();
  const { x, y, width } = (await plot.boundingBox())!;
  const corner = (turn: number) =>
    [
      x + width * (0.5 + radius * (1 + 0.05 * Math.sin(9 * turn)) * Math.cos(turn)),
      y + width * (0.5 + radius * Math.sin(turn)),
    ] as const;
  await page.mouse.move(...corner(0));
  await page.mouse.down();
  for (let i = 1; i <= 120; i++) await page.mouse.move(...corner((i / 120) * 2 * Math.PI));
  await page.mouse.up();
  await page.waitForTimeout(settledMs);
}

/** The table of files that can't be used: unfolded, searched, sorted out by kind, and kept. */
async function rejected(page: Page, of: Locator): Promise<void> {
  await of.locator('summary').click();
  await of.getByRole('searchbox').pressSequentially('case-5', { delay: 30 });
  await scroll(page, of.locator('ul'));
  await of.getByRole('searchbox').fill('');
  const kinds = of.locator('select');
  if ((await kinds.count()) > 0) await kinds.selectOption({ index: 1 });
  await save(page, of.locator('[data-action="keep-rejected"]'));
}

async function untilTrained(page: Page): Promise<void> {
  await step(page, 'target, and health without pictures', async () => {
    await press(page, 'confirm-target');
    await done(page, 'target');
    await done(page, 'health');
  });
  const cut = stepOf(page, 'cut');
  await step(page, 'preview: other pictures', async () => {
    for (let i = 0; i < 5; i++) {
      await press(page, 'next-picture');
      await page.waitForTimeout(300);
    }
  });
  let seconds = 0;
  const health = async () => {
    seconds = await step(page, 'health, once all is cut', () => done(page, 'health'));
  };
  await step(page, 'cut, with the contact sheet', async () => {
    await press(page, 'start-cut');
    await done(page, 'cut');
  });
  await health();
  process.stdout.write(`  health took ${seconds.toFixed(1)} s of ${limits.healthSeconds} s\n`);
  if (seconds > limits.healthSeconds) over.push('health');
  await step(page, 'contact sheet: scrolling', () => scroll(page, cut.locator('[role="region"]')));
  await step(page, 'cut: table of rejected files', () =>
    rejected(page, cut.locator('[data-part="rejected"]')),
  );
  await step(page, 'health: findings and their examples', async () => {
    await unfold(page, 'health');
    for (const summary of await stepOf(page, 'health').locator('li summary').all())
      await summary.click();
    await scroll(page, stepOf(page, 'health'));
  });
  await openOptions(page, 'train');
  await stepOf(page, 'train').getByLabel(train.epochs, { exact: true }).fill('1');
  await step(page, 'training, and what is measured after it', async () => {
    await press(page, 'start-training');
    await done(page, 'results');
  });
}

async function figures(page: Page): Promise<void> {
  const section = stepOf(page, 'results');
  const splits = words('en').target.splits;
  for (const split of ['train', 'val', 'test'] as const)
    await step(page, `results of ${split}`, async () => {
      await section.getByRole('radio', { name: splits[split], exact: true }).check({ force: true });
      await page.waitForTimeout(settledMs);
    });
  await section.getByRole('radio', { name: splits.train, exact: true }).check({ force: true });
  const parts = ['scores', 'classes', 'subgroups', 'thresholds', 'roc', 'precision-recall'];
  for (const part of [...parts, 'calibration', 'curves']) {
    const one = section.locator(`details[data-part="${part}"]`);
    if ((await one.count()) === 0) continue;
    await step(page, `results: ${part}`, async () => {
      for (const summary of await one.locator('summary').all()) await summary.click();
      await scroll(page, one);
      for (const button of await one.locator('[data-action^="save-"]').all()) await save(page, button);
    });
  }
  await step(page, 'confusion matrix: pictures of its cells', async () => {
    const cells = section.locator('[data-part="confusion"] button:not(:disabled)');
    for (let i = 0; i < 12; i += 3) {
      await cells.nth(i).click();
      await page.waitForTimeout(300);
    }
  });
  await step(page, 'worst mistakes: scrolling and looking', async () => {
    const grid = section.getByRole('toolbar', { name: results.mistakes });
    await scroll(page, grid);
    for (let i = 0; i < 10; i++) await grid.locator('button').nth(i).click();
  });
  await step(page, 'the other language, and back', async () => {
    for (let i = 0; i < 2; i++) {
      await press(page, 'switch-language');
      await page.waitForTimeout(settledMs);
    }
  });
}

async function mapOf(page: Page, projection: 'pca' | 'umap'): Promise<void> {
  const map = page.locator('[data-part="map"]');
  const plot = map.locator('[role="application"]');
  const drawn = map.locator(`[data-projection="${projection}"]`);
  await step(page, `map by ${projection}: laid out and drawn`, async () => {
    await map.getByRole('radio', { name: explain.projections[projection] }).check({ force: true });
    if (projection === 'pca') await press(page, 'draw-map');
    await drawn.waitFor({ timeout: mostMs });
    await page.waitForTimeout(2 * settledMs);
  });
  await step(page, `map by ${projection}: other colours`, async () => {
    const colourings = map.locator('select');
    for (let i = (await colourings.locator('option').count()) - 1; i >= 0; i--) {
      await colourings.selectOption({ index: i });
      await page.waitForTimeout(settledMs);
    }
  });
  await step(page, `map by ${projection}: lines drawn around points`, async () => {
    for (const radius of [0.45, 0.2]) await lasso(page, plot, radius);
    await plot.focus();
    for (let i = 0; i < 60; i++) await page.keyboard.press('+');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(settledMs);
  });
  await step(page, `map by ${projection}: the other theme, and back`, async () => {
    for (const theme of ['dark', 'light']) {
      await page.locator('[data-action="choose-theme"]').selectOption(theme);
      await page.waitForTimeout(settledMs);
    }
  });
  for (const kind of ['svg', 'csv'])
    await step(page, `map by ${projection}: saved as ${kind}`, () =>
      save(page, map.locator(`[data-action="save-${kind}"]`)),
    );
}

const { values, positionals } = parseArgs({
  options: { 'without-umap': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [given] = positionals;
const folder = given ?? (await mkdtemp(join(tmpdir(), 'microtome-smooth-')));
const source = join(folder, 'tissue');
if (!existsSync(join(source, 'cases.csv'))) writeSamples(source, made);
ensureBuilt();
const server = await serveFolder(distFolder, { port: 0 });
const context = await chromium.launchPersistentContext('', {
  executablePath: ensureBrowser(),
  args: [...driverArguments],
  locale: 'en-US',
  viewport: { width: 1280, height: 900 },
});
try {
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
  await watchTasks(page);
  await page.goto(server.url);
  process.stdout.write(`${made.usable} samples; a task may take ${limits.taskMs} ms\n`);
  await step(page, 'opened', async () => {
    await drop(page, [source]);
    await done(page, 'data');
  });
  await step(page, 'data: table of rejected files', () =>
    rejected(page, stepOf(page, 'data').locator('[data-part="rejected"]')),
  );
  await untilTrained(page);
  await figures(page);
  await page.locator('[data-part="map"] > summary').click();
  await mapOf(page, 'pca');
  if (!values['without-umap']) await mapOf(page, 'umap');
  await step(page, 'files', async () => {
    await press(page, 'make-files');
    await done(page, 'keep');
  });
  await step(page, 'all files as one', () => save(page, page.locator('[data-action="download-all"]')));
  await page.reload();
  await step(page, 'the run from the shelf', async () => {
    await press(page, 'look-at-results');
    await done(page, 'results');
  });
} finally {
  await context.close();
  await server.close();
  if (given === undefined) await rm(folder, { recursive: true });
}
process.exitCode = over.length === 0 ? 0 : 1;
