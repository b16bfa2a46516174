/** Questions with options, and pictures with captions: what the choice of an option comes to, from files to figures. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { run, withPage } from '../../src/headless/session.ts';
import { madeDatasets } from '../datasets/generate/catalogue.ts';
import { newFolder } from './browser.ts';

async function runMade(name: string, recipe: object) {
  const folder = await newFolder(name);
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, bytes] of Object.entries(madeDatasets[name]!())) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const source = { path: folder, isFolder: true };
  const session = { browser: inject('browserPath'), url: inject('url'), source, report: () => {} };
  return await withPage(session, (page) => run(page, { recipe, set: {} }));
}

const accuracies = ({ metrics }: Awaited<ReturnType<typeof runMade>>) => {
  const { baselines } = metrics.beside!;
  const of = Object.fromEntries(baselines.map(({ kind, acc }) => [kind, acc.value!]));
  return { ...of, own: metrics.splits.test!.acc.value! } as Record<string, number>;
};

it('GMAI-MMBench: each option is scored against picture and question, and without the picture there is only chance', async () => {
  const outcome = await runMade('gmai-mmbench', { training: { epochs: 8 } });
  expect(outcome.metrics).toMatchObject({ target: 'option', inputs: 'image+text' });
  const { own, ...baselines } = accuracies(outcome);
  expect(Object.keys(baselines)).toEqual(['majority', 'longest-option', 'blank-image', 'shuffled-text']);
  expect(own).toBeGreaterThan(0.9);
  for (const kind of ['majority', 'longest-option', 'blank-image'])
    expect(baselines[kind]).toBeLessThan(0.6);
});

it('PMC-OA: captions are matched without ever being read beside the picture', async () => {
  const outcome = await runMade('pmc-oa', { training: { epochs: 8 } });
  expect(outcome.metrics).toMatchObject({ target: 'caption', inputs: 'image' });
  expect(Object.keys(accuracies(outcome))).toEqual(['majority', 'blank-image', 'own']);
  // Half of all captions say the same of their pictures, so that nobody is always right.
  expect(outcome.metrics.splits.test!.auc.value).toBeGreaterThan(0.7);
});
