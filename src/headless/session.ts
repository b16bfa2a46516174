/**
 * One browser, one page, one job: starts the installed browser with a fresh profile, opens the headless page, gives it the
 * source and calls it. Downloads are saved as they come, so that what was written before a failure stays usable.
 */
import { chromium, type BrowserContext, type Download, type Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { driverArguments } from './browser.ts';
import {
  fileNameOf,
  headlessPagePath,
  sourceInputs,
  startInput,
  type Failure,
  type InspectOptions,
  type InspectReport,
  type Outcome,
  type RunOptions,
  type RunReport,
} from './contract.ts';

export interface SessionOptions {
  /** The browser's executable. */
  readonly browser: string;
  /** Where the built page is served, without a slash at the end. */
  readonly url: string;
  readonly source: { readonly path: string; readonly isFolder: boolean };
  /** File of weights that training starts from. */
  readonly start?: string;
  /** Takes a line of progress, without its line end. */
  readonly report: (line: string) => void;
}

/** The page said that the job failed. */
export class PageFailure extends Error {
  override readonly name = 'PageFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super('kind' in failure ? failure.reason : failure.stack);
    this.failure = failure;
  }
}

/** Opens the page with the source in its input, hands it to `job`, and closes the browser whatever happens. */
export async function withPage<T>(options: SessionOptions, job: (page: Page) => Promise<T>): Promise<T> {
  // An empty path stands for a temporary profile that is deleted on closing. A profile on disk, unlike an incognito
  // window, has the disk's quota for its origin private file system.
  const context = await chromium.launchPersistentContext('', {
    executablePath: options.browser,
    args: [...driverArguments],
    acceptDownloads: true,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    return await Promise.race([lost(context, page), openPage(page, options).then(() => job(page))]);
  } finally {
    await context.close();
  }
}

async function openPage(page: Page, { url, source, start, report }: SessionOptions): Promise<void> {
  page.on('pageerror', (error) => report(`error in the page: ${error.stack ?? error.message}`));
  await page.exposeFunction('microtomeProgress', report);
  await page.goto(url + headlessPagePath);
  await page.waitForFunction(() => window.microtome !== undefined);
  const input = source.isFolder ? sourceInputs.directory : sourceInputs.file;
  if (start !== undefined) await page.locator(`#${startInput}`).setInputFiles(start);
  // A folder of a hundred thousand files takes the browser a while to list.
  await page.locator(`#${input}`).setInputFiles(source.path, { timeout: 0 });
}

/** Never resolves; rejects when the page dies, which would otherwise leave a call to it unsettled for ever. */
function lost(context: BrowserContext, page: Page): Promise<never> {
  return new Promise((_, reject) => {
    page.on('crash', () => reject(new Error('The page crashed, perhaps for lack of memory.')));
    context.on('close', () => reject(new Error('The browser was closed before the job was done.')));
  });
}

/** @throws PageFailure */
export async function inspect(page: Page, options: InspectOptions): Promise<InspectReport> {
  return unwrap(await page.evaluate((given) => window.microtome!.inspect(given), options));
}

/** @throws PageFailure */
export async function run(page: Page, options: RunOptions): Promise<RunReport> {
  return unwrap(await page.evaluate((given) => window.microtome!.run(given), options));
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new PageFailure(outcome.failure);
}

/**
 * Saves every download of the page into `out`. The returned function waits until the named files, and all others that have
 * begun, are written; it throws what writing them threw.
 */
export function saveDownloads(page: Page, out: string): (files: readonly string[]) => Promise<void> {
  const saved = new Map<string, Promise<void>>();
  const arrivals = new EventTarget();

  page.on('download', (download) => {
    const name = fileNameOf(download.suggestedFilename());
    const writing = save(download, name, out);
    // The failure is thrown to whoever waits for the file; until then it must not count as unhandled.
    writing.catch(() => undefined);
    saved.set(name, writing);
    arrivals.dispatchEvent(new Event('arrival'));
  });

  return async (files) => {
    while (!files.every((name) => saved.has(name))) {
      await new Promise((resolve) => arrivals.addEventListener('arrival', resolve, { once: true }));
    }
    await Promise.all(saved.values());
  };
}

async function save(download: Download, name: string, out: string): Promise<void> {
  const path = resolve(out, name);
  if (relative(out, path).startsWith('..'))
    throw new Error(`A download is named "${name}", outside of ${out}.`);
  await mkdir(dirname(path), { recursive: true });
  await download.saveAs(path);
  await download.delete();
}
