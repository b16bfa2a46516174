/** A model so large that its files are more than a browser lets a page download in one second: none may be lost. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { run, saveDownloads, withPage } from '../../src/headless/session.ts';
import { newFolder } from './browser.ts';
import { filesBelow } from './files-below.ts';
import { writeMadeFolder } from './made-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await newFolder('many-files');
  await writeMadeFolder(join(folder, 'cases'), { samples: 60, side: 28 });
});
afterAll(() => rm(folder, { recursive: true }));

it('hands over every file of a model of many shards', async () => {
  const out = join(folder, 'out');
  const session = {
    browser: inject('browserPath'),
    url: inject('url'),
    source: { path: join(folder, 'cases'), isFolder: true },
    report: () => undefined,
  };
  const set = { inputs: 'text', 'model.text.buckets': 65536, 'training.epochs': 1, 'training.batch': 2 };
  const names = await withPage(session, async (page) => {
    const saved = saveDownloads(page, out);
    const { files } = await run(page, { set });
    await saved(files);
    return files;
  });
  expect(names.filter((name) => name.endsWith('.bin')).length).toBeGreaterThan(3);
  expect((await filesBelow(out)).map(({ path }) => path)).toEqual([...names].sort());
});
