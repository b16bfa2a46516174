/**
 * Work that is broken off: workers that die, pages that are reloaded, a person who stops. What was done stays, and what comes
 * of going on is exactly what would have come of never being disturbed, which a headless run of the same recipe tells.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Metrics } from '../../src/domain/index.ts';
import { loadWords, locales, words } from '../../src/i18n/index.ts';
import { classFolders, writeFiles } from './bad-sources.ts';
import { newFolder, visit, type Visit } from './browser.ts';
import { drop } from './drop.ts';
import { headless } from './headless-process.ts';
import { press, reach, stepOf, unfold } from './notebook-page.ts';
import { storedShards } from './stored-shards.ts';

await loadWords(...locales);

/** 200 pictures are cut in shards of 16; with batches of 4 an epoch takes a few seconds. */
const size = 128;
const epochs = 3;
const samples = 200;

let folder: string;
let data: string;
let visited: Visit;
/** The files of a run that nobody disturbed. */
let undisturbed: Map<string, Buffer>;

const compared = [
  'metrics.json',
  'predictions-train.csv',
  'predictions-val.csv',
  'predictions-test.csv',
  'tensors.npz',
];

beforeAll(async () => {
  folder = await newFolder('recovery');
  data = join(folder, 'data');
  const half = samples / 2;
  // Large pictures take their time to cut.
  await writeFiles(data, classFolders({ a: half, b: half }, '', 700));
  const out = join(folder, 'out');
  const { code, stderr } = await headless(
    ...['run', data, '--out', out, '--set', `cut.size=${size}`],
    ...['--set', `training.epochs=${epochs}`, '--set', 'training.batch=4'],
  );
  expect(code, stderr).toBe(0);
  undisturbed = new Map();
  for (const name of compared) undisturbed.set(name, await readFile(join(out, name)));
  visited = await visit();
}, 240_000);
afterAll(async () => {
  await visited.close();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  expect(visited.complaints).toEqual([]);
});

/** Opens the folder and goes to where cutting can begin. */
async function goToCut(page: Page): Promise<void> {
  await drop(page, [data]);
  await reach(page, 'data', 'done');
  await press(page, 'confirm-target');
  await reach(page, 'target', 'done');
  const chosen = page.locator(`[name="cut-size"][value="${size}"]`);
  if (!(await chosen.isChecked())) await chosen.check({ force: true });
}

/** Waits until at least so many shards are on disk. Returns them. */
async function shardsWritten(page: Page, least: number): Promise<Record<string, number>> {
  for (;;) {
    const shards = await storedShards(page);
    if (Object.keys(shards).length >= least) return shards;
    await page.waitForTimeout(50);
  }
}

/** Ends all workers of a kind, as a browser that runs out of memory does. */
async function killWorkers(page: Page, kind: 'preprocess' | 'training' | 'index'): Promise<void> {
  const workers = page.workers().filter((worker) => worker.url().includes(`${kind}.worker`));
  expect(workers.length).toBeGreaterThan(0);
  // The worker may end before it can answer.
  await Promise.allSettled(workers.map((worker) => worker.evaluate(() => self.close())));
}

async function startTraining(page: Page): Promise<void> {
  const train = stepOf(page, 'train');
  const { epochs: name, batch } = words('en').train;
  await train.locator('summary').first().click();
  await train.getByLabel(name, { exact: true }).fill(String(epochs));
  await train.getByLabel(batch, { exact: true }).fill('4');
  await press(page, 'start-training');
}

/** Waits until the page says that this epoch is going on. */
async function inEpoch(page: Page, epoch: number): Promise<void> {
  await stepOf(page, 'train')
    .getByText(words('en').train.epochOf(epoch, epochs))
    .waitFor({ timeout: 0 });
}

async function makeFiles(page: Page): Promise<Map<string, Buffer>> {
  await press(page, 'make-files');
  await reach(page, 'keep', 'done');
  const files = new Map<string, Buffer>();
  for (const name of compared) {
    const coming = page.waitForEvent('download');
    await page.locator(`[data-file="${name}"] a`).click();
    files.set(name, await readFile(await (await coming).path()));
  }
  return files;
}

async function expectUndisturbedResult(page: Page): Promise<void> {
  await reach(page, 'train', 'done');
  const files = await makeFiles(page);
  for (const name of compared)
    expect(files.get(name)!.equals(undisturbed.get(name)!), `${name} is the same`).toBe(true);
}

describe('cutting', () => {
  it('goes on by itself when its worker dies, and where it was after a pause and a reload', async () => {
    const { page } = visited;
    await goToCut(page);
    await press(page, 'start-cut');
    await shardsWritten(page, 1);
    await killWorkers(page, 'preprocess');

    await press(page, 'pause-cut');
    await reach(page, 'cut', 'open');
    const beforePause = await storedShards(page);
    await press(page, 'start-cut');

    const beforeReload = await shardsWritten(page, Object.keys(beforePause).length + 1);
    await page.reload();
    await page.locator('[data-action="go-on-cutting"]').waitFor();
    // The browser would ask for its permission again, which nobody can give here: the folder is dropped again instead.
    await goToCut(page);
    await press(page, 'start-cut');
    await reach(page, 'cut', 'done');

    const complete = await storedShards(page);
    expect(Object.keys(complete).length).toBe(Math.ceil(samples / 16));
    expect(beforeReload).toMatchObject(beforePause);
    expect(complete).toMatchObject(beforeReload);
    expect(Object.keys(beforeReload).length).toBeLessThan(Object.keys(complete).length);
  });
});

describe('training', () => {
  it('goes on from its checkpoint when its worker dies, with the same result', async () => {
    const { page } = visited;
    await startTraining(page);
    await inEpoch(page, 2);
    await killWorkers(page, 'training');
    await inEpoch(page, 3);
    await killWorkers(page, 'training');
    await expectUndisturbedResult(page);
  });

  it('ends early when it is told to, with the best epoch so far as its result', async () => {
    const { page } = visited;
    await unfold(page, 'train');
    await press(page, 'start-training');
    await inEpoch(page, 2);
    await press(page, 'stop-training');
    await reach(page, 'train', 'done');
    expect(await stepOf(page, 'train').innerText()).toMatch(/\b2 epochs, best at [12]\b/);
    const files = await makeFiles(page);
    const metrics = JSON.parse(files.get('metrics.json')!.toString()) as Metrics;
    expect(metrics.bestEpoch).toBeLessThanOrEqual(2);
    expect(Object.keys(metrics.splits)).toContain('test');
  });

  it('is offered again after a reload, with the same result', async () => {
    const { page } = visited;
    await unfold(page, 'train');
    await press(page, 'start-training');
    await inEpoch(page, 2);
    await page.reload();
    await page.locator('[data-part="shelf"] [data-action="go-on"]').click();
    await expectUndisturbedResult(page);
  });
});
