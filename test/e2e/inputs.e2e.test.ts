/**
 * Half of the signal lies in the pictures, half in the notes: a model that is given both has to beat either alone. Goes
 * through the headless page, so that all three runs have the same split and settings but for their inputs.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { InputKind, Metrics } from '../../src/domain/index.ts';
import { run, saveDownloads, withPage } from '../../src/headless/session.ts';
import { newFolder } from './browser.ts';
import { writeMadeFolder } from './made-folder.ts';

/** What a cue by itself can reach, see `made-folder.ts`, with room for a test split of a hundred and some. */
const alone = { least: 0.7, most: 0.92 };
const recipe = {
  split: { use: 'made', val: 0.1, test: 0.25 },
  cut: { size: 28 },
  training: { epochs: 3, batch: 16 },
};

let folder: string;
beforeAll(async () => {
  folder = await newFolder('inputs');
  await writeMadeFolder(join(folder, 'cases'), { samples: 600, side: 36 });
});
afterAll(() => rm(folder, { recursive: true }));

it('learns more from image and text together than from either', async () => {
  const image = await testAuc('image');
  const text = await testAuc('text');
  const both = await testAuc('image+text');
  for (const auc of [image, text]) {
    expect(auc).toBeGreaterThan(alone.least);
    expect(auc).toBeLessThan(alone.most);
  }
  expect(both).toBeGreaterThan(Math.max(image, text) + 0.03);
});

it('goes on from weights that an earlier run kept', async () => {
  const out = join(folder, 'kept');
  const auc = await testAuc('image', { out });
  // So slow that nothing is learned any more: random weights stay random.
  const training = { ...recipe.training, epochs: 1, learningRate: 1e-9 };
  const start = join(out, 'weights.safetensors');
  const again = await testAuc('image', { start, recipe: { ...recipe, training } });
  expect(Math.abs(again - auc)).toBeLessThan(0.02);
});

it('learns for fifteen epochs where there are few samples and the recipe names no number', async () => {
  const training = { batch: 16, patience: 15 };
  const wanted = { ...recipe, training, model: { text: { buckets: 256 } } };
  expect((await metricsOf('text', { recipe: wanted })).epochs).toBe(15);
});

interface Way {
  readonly recipe?: unknown;
  /** Where its files go; nowhere if absent. */
  readonly out?: string;
  readonly start?: string;
}

async function testAuc(inputs: InputKind, way: Way = {}): Promise<number> {
  return (await metricsOf(inputs, way)).splits.test?.auc.value ?? NaN;
}

async function metricsOf(inputs: InputKind, way: Way): Promise<Metrics> {
  const { out, start } = way;
  const session = {
    browser: inject('browserPath'),
    url: inject('url'),
    source: { path: join(folder, 'cases'), isFolder: true },
    ...(start !== undefined && { start }),
    report: () => undefined,
  };
  const { metrics } = await withPage(session, async (page) => {
    const saved = out === undefined ? null : saveDownloads(page, out);
    const report = await run(page, { recipe: way.recipe ?? recipe, set: { inputs } });
    await saved?.(report.files);
    return report;
  });
  expect(metrics.inputs).toBe(inputs);
  return metrics;
}
