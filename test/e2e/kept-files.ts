/** Takes what the Keep step offers: each file by its own link, and all of them as one archive. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { memorySource, openZip } from '../../src/source/index.ts';

/** Presses every link, saves into `folder` under the names that the page shows, and returns the bytes by these names. */
export async function keptFiles(page: Page, folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const line of await page.locator('[data-part="files"] [data-file]').all()) {
    const name = (await line.getAttribute('data-file')) ?? '';
    files.set(name, await saved(page, line.locator('a[download]'), join(folder, name)));
  }
  return files;
}

/** Presses "download all" and returns the archive's files by their names below its one folder, sorted like the page's. */
export async function keptZip(page: Page, path: string): Promise<Map<string, Uint8Array>> {
  const bytes = await saved(page, page.locator('[data-action="download-all"]'), path);
  const archive = await memorySource('kept', { 'all.zip': bytes }).open('all.zip');
  const files = new Map<string, Uint8Array>();
  for (const [name, entry] of await openZip(archive))
    files.set(name.slice('microtome/'.length), await entry.slice(0, entry.size));
  return files;
}

async function saved(page: Page, control: Locator, path: string): Promise<Uint8Array> {
  const downloading = page.waitForEvent('download');
  await control.click();
  await (await downloading).saveAs(path);
  // Chromium silently drops downloads beyond ten a second, which no person presses.
  await page.waitForTimeout(120);
  return new Uint8Array(await readFile(path));
}
