/** Datasets in archives, through the built page and its workers: recognised and cut as the same files in folders are. */
import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { run, withPage } from '../../src/headless/session.ts';
import { newFolder } from './browser.ts';
import { writeMadeFolder } from './made-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await newFolder('archives');
  await writeMadeFolder(join(folder, 'cases'), { samples: 60, side: 28 });
  const tar = (...args: string[]) => execFileSync('tar', args, { cwd: folder });
  tar('-czf', 'cases.tar.gz', 'cases');
  await mkdir(join(folder, 'parts'));
  tar('-cf', 'parts/images_001.tar', '-C', 'cases', 'images');
  tar('-cf', 'parts.tar', '-C', 'cases', 'cases.csv', '-C', '../parts', 'images_001.tar');
});
afterAll(() => rm(folder, { recursive: true }));

/** Area under the curve of a short run, which would be another if a single picture were. */
async function testAuc(name: string): Promise<number | null> {
  const session = {
    browser: inject('browserPath'),
    url: inject('url'),
    source: { path: join(folder, name), isFolder: name === 'cases' },
    report: () => undefined,
  };
  const { metrics } = await withPage(session, (page) =>
    run(page, { set: { inputs: 'image', 'training.epochs': 2 } }),
  );
  return metrics.splits.test?.auc.value ?? null;
}

describe('an archive', () => {
  it('gives what its folder gives: tar.gz, and a tar in a tar beside the table', async () => {
    const expected = await testAuc('cases');
    expect(expected).not.toBeNull();
    expect(await testAuc('cases.tar.gz')).toBe(expected);
    expect(await testAuc('parts.tar')).toBe(expected);
  });
});
