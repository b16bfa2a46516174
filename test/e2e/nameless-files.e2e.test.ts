/**
 * Whatever is kept of a dataset that names patients names none: MIMIC-CXR-JPG with identifiers asked for, learned twice. Every file is
 * looked through, those inside of archives too.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { run, saveDownloads, withPage } from '../../src/headless/session.ts';
import { memorySource, openZip } from '../../src/source/index.ts';
import { madeDatasets } from '../datasets/generate/catalogue.ts';
import { newFolder } from './browser.ts';
import { filesBelow } from './files-below.ts';

let folder: string;
const paths = Object.keys(madeDatasets['mimic-cxr-jpg']!());

beforeAll(async () => {
  folder = await newFolder('nameless');
  for (const [path, bytes] of Object.entries(madeDatasets['mimic-cxr-jpg']!())) {
    await mkdir(dirname(join(folder, 'data', path)), { recursive: true });
    await writeFile(join(folder, 'data', path), bytes);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** Learns a little and keeps everything. Returns the files by name, with what is packed in them beside. */
async function kept(name: string): Promise<Map<string, Uint8Array>> {
  const out = join(folder, name);
  const session = {
    browser: inject('browserPath'),
    url: inject('url'),
    source: { path: join(folder, 'data'), isFolder: true },
    report: () => undefined,
  };
  const set = { identifiers: true, target: 'chexpert', 'training.epochs': 1 };
  await withPage(session, async (page) => {
    const saved = saveDownloads(page, out);
    const { files } = await run(page, { set });
    await saved(files);
  });
  const files = new Map<string, Uint8Array>();
  for (const { path, bytes } of await filesBelow(out)) {
    files.set(path, bytes);
    if (!path.endsWith('.npz')) continue;
    const packed = await memorySource('kept', { [path]: new Uint8Array(bytes) }).open(path);
    for (const [member, entry] of await openZip(packed))
      files.set(`${path}/${member}`, await entry.slice(0, entry.size));
  }
  return files;
}

it('keeps no identifier of a patient, a study or an image, and the same names a second time', async () => {
  const identifiers = new Set(
    paths.flatMap((path) => {
      const [, subject, study, image] = /p(\d{8})\/s(\d{8})\/([\w-]+)\.jpg$/.exec(path) ?? [];
      return subject === undefined ? [] : [subject, study!, image!];
    }),
  );
  expect(identifiers.size).toBeGreaterThan(500);
  const first = await kept('first');
  expect(first.size).toBeGreaterThan(12);
  for (const [name, bytes] of first) {
    const text = Buffer.from(bytes).toString('latin1');
    const found = [...identifiers].filter((one) => name.includes(one) || text.includes(one));
    expect(found, name).toEqual([]);
  }
  const lines = Buffer.from(first.get('predictions-test.csv')!).toString().trim().split('\n');
  expect(lines[1]).toMatch(/^\d+,[0-9a-f]{16},[0-9a-f]{16},/);

  const second = await kept('second');
  for (const name of [
    'predictions-train.csv',
    'predictions-val.csv',
    'predictions-test.csv',
    'tensors.npz',
  ])
    expect(Buffer.compare(second.get(name)!, first.get(name)!), name).toBe(0);
}, 170_000);
