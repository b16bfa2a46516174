/** A run that is kept in this browser is what the next one starts from, and the recipe names it as its file. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Metrics, Recipe } from '../../src/domain/index.ts';
import { loadWords, words } from '../../src/i18n/index.ts';
import { newFolder, visit, type Visit } from './browser.ts';
import { drop } from './drop.ts';
import { keptFiles } from './kept-files.ts';
import { writeMadeFolder } from './made-folder.ts';
import { openOptions, press, reach, stepOf, unfold } from './notebook-page.ts';

await loadWords('en');

let folder: string;
let visited: Visit;
beforeAll(async () => {
  folder = await newFolder('start');
  await writeMadeFolder(join(folder, 'cases'), { samples: 240, side: 32 });
  visited = await visit();
});
afterAll(async () => {
  await visited.close();
  await rm(folder, { recursive: true });
});

it('goes on from the weights of an earlier run', async () => {
  const { page } = visited;
  await drop(page, [join(folder, 'cases')]);
  await reach(page, 'data', 'done');
  await press(page, 'confirm-target');
  await reach(page, 'target', 'done');
  await press(page, 'start-cut');
  await reach(page, 'cut', 'done');
  await openOptions(page, 'train');
  const start = page.locator('[data-action="choose-start"]');
  expect(await start.count()).toBe(0);
  const first = await trained(page, { epochs: 4 });

  await unfold(page, 'train');
  await page.locator('details', { has: start }).locator('summary').click();
  const runs = await start
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(runs).toHaveLength(2);
  await start.selectOption(runs[1]!);
  await start.and(page.locator(':enabled')).waitFor();
  // So slow that nothing is learned any more: from random weights, AUC would be near 0.5.
  const again = await trained(page, { epochs: 1, rate: '1e-6' });

  const weights = createHash('sha256').update(first.files.get('weights.safetensors')!).digest('hex');
  expect(again.recipe.model.start).toEqual({ weights: weights.slice(0, 32), train: 'all' });
  expect(first.recipe.model.start).toBeNull();
  expect(first.auc).toBeGreaterThan(0.8);
  expect(again.auc).toBeGreaterThan(0.7);
  expect(visited.complaints).toEqual([]);
});

async function trained(page: Page, { epochs, rate }: { epochs: number; rate?: string }) {
  const train = stepOf(page, 'train');
  const { epochs: epochsLabel, learningRate } = words('en').train;
  await train.getByLabel(epochsLabel, { exact: true }).fill(String(epochs));
  if (rate !== undefined) await train.getByLabel(learningRate, { exact: true }).fill(rate);
  await press(page, 'start-training');
  await reach(page, 'results', 'done');
  await press(page, 'make-files');
  await reach(page, 'keep', 'done');
  const files = await keptFiles(page, join(folder, `files-${epochs}`));
  const json = (name: string) => JSON.parse(new TextDecoder().decode(files.get(name))) as unknown;
  const metrics = json('metrics.json') as Metrics;
  return { files, recipe: json('recipe.json') as Recipe, auc: metrics.splits.test!.auc.value! };
}
