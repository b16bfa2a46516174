/** Each way to hand a dataset to the page, with the browser's own events: what comes is recognised, and folders are remembered. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadZip } from 'client-zip';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, visit, type Visit } from './browser.ts';
import { drop } from './drop.ts';
import { writeMadeFolder, tableFile } from './made-folder.ts';
import { press, reach, stepOf } from './notebook-page.ts';
import { filesBelow } from './files-below.ts';

const npz = fileURLToPath(new URL('../fixtures/datasets/pneumoniamnist_64.npz', import.meta.url));
const samples = 12;
const columns = [
  /“file” names the files: 12 of 12/,
  /“finding” is the label: 2 classes/,
  /“note” is text/,
  /“patient” tells the patients apart: 4 in 12/,
];

let folder: string;
let made: string;
let zip: string;

beforeAll(async () => {
  folder = await newFolder('drops');
  made = join(folder, 'ward 7 影像');
  zip = join(folder, 'ward.zip');
  await writeMadeFolder(made, { samples });
  const entries = (await filesBelow(made)).map(({ path, bytes }) => ({ name: path, input: bytes }));
  await writeFile(zip, await downloadZip(entries).bytes());
});
afterAll(() => rm(folder, { recursive: true }));

async function expectEvidence(page: Page, evidence: readonly RegExp[]): Promise<void> {
  await reach(page, 'data', 'done');
  const list = await stepOf(page, 'data').locator('[data-part="evidence"]').innerText();
  for (const sentence of evidence) expect(list).toMatch(sentence);
  expect(await stepOf(page, 'target').getAttribute('data-state')).toBe('open');
}

describe('a browser that keeps folders', () => {
  let at: Visit;
  beforeEach(async () => {
    at = await visit();
  });
  afterEach(async () => {
    expect(at.complaints).toEqual([]);
    await at.close();
  });

  it('takes a dropped folder as a handle, and offers it again after a reload', async () => {
    await at.page.evaluate(() => {
      window.addEventListener('drop', (event) => {
        const [item] = event.dataTransfer?.items ?? [];
        void item?.getAsFileSystemHandle?.().then((handle) => {
          document.body.dataset['dropped'] = `${handle?.constructor.name} ${handle?.name}`;
        });
      });
    });
    await drop(at.page, [made]);
    await expectEvidence(at.page, columns);
    expect(await at.page.locator('body').getAttribute('data-dropped')).toBe(
      `FileSystemDirectoryHandle ${basename(made)}`,
    );

    await at.page.reload();
    const shelf = at.page.locator('[data-part="shelf"]');
    await shelf.getByText(basename(made)).first().waitFor();
    // Pressing it makes the browser ask the person, whom nobody plays here.
    await shelf.locator('[data-action="open-again"]').waitFor();
  });

  it('takes a dropped archive without unpacking it', async () => {
    await drop(at.page, [zip]);
    await expectEvidence(at.page, columns);
  });

  it('takes a dropped .npz', async () => {
    await drop(at.page, [npz]);
    await expectEvidence(at.page, [/pneumoniamnist_64\.npz is that of PneumoniaMNIST/]);
  });

  it('takes a table and pictures dropped by themselves', async () => {
    await drop(at.page, [join(made, tableFile), join(made, 'images')]);
    await expectEvidence(at.page, columns);
  });
});

describe('a browser without a folder dialog of its own', () => {
  let at: Visit;
  beforeEach(async () => {
    at = await visit({
      before: () => {
        Reflect.deleteProperty(window, 'showDirectoryPicker');
      },
    });
  });
  afterEach(async () => {
    expect(at.complaints).toEqual([]);
    await at.close();
  });

  async function choose(path: string): Promise<void> {
    const choosing = at.page.waitForEvent('filechooser');
    await press(at.page, 'choose-folder');
    await (await choosing).setFiles(path);
  }

  it('takes a folder through its input, and says that this is no upload', async () => {
    const { page } = at;
    await page.getByText('Nothing is uploaded: it only means that this page may read them.').waitFor();
    await choose(made);
    await expectEvidence(page, columns);
  });

  it('says that a folder is empty', async () => {
    await mkdir(join(folder, 'empty'));
    await choose(join(folder, 'empty'));
    await reach(at.page, 'data', 'failed');
    await stepOf(at.page, 'data').locator('[data-failure="empty-source"]').waitFor();
  });
});
