/** What only both images of a question tell is learned where they are cut side by side, and nowhere else. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { run, withPage } from '../../src/headless/session.ts';
import { medicalDiffVqaChanges } from '../datasets/generate/medical-diff-vqa.ts';
import { newFolder } from './browser.ts';

let folder: string;
beforeAll(async () => {
  folder = await newFolder('several-images');
  for (const [path, bytes] of Object.entries(medicalDiffVqaChanges())) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
});
afterAll(() => rm(folder, { recursive: true }));

it('learns a change from the main and the reference image, and not from the main one alone', async () => {
  const recipe = { inputs: 'image', training: { epochs: 8, batch: 32 } };
  const [alone, both] = await withPage(
    {
      browser: inject('browserPath'),
      url: inject('url'),
      source: { path: folder, isFolder: true },
      report: () => undefined,
    },
    async (page) => [
      await run(page, { recipe, set: {} }),
      await run(page, { recipe, set: { 'cut.several': 'together' } }),
    ],
  );
  expect(alone.metrics.splits.test!.auc.value).toBeLessThan(0.7);
  expect(both.metrics.splits.test!.auc.value).toBeGreaterThan(0.95);
});
