/** A page of a bench's own in the installed browser: built by Vite as the program is, and served with the same headers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { driverArguments, ensureBrowser } from '../src/headless/browser.ts';
import { projectFolder } from '../src/headless/project.ts';
import { serveFolder } from '../src/headless/serve.ts';

export interface BenchSite {
  /** What is put in here is served from `/`. */
  readonly folder: string;
  /** Opens the page in a browser of its own, hands it to `job`, and closes it. Throws PageCrash when the page dies. */
  visit<T>(job: (page: Page, processes: () => Promise<BrowserProcess[]>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** One of the browser's operating system processes; a page and its workers share one of type `renderer`. */
export interface BrowserProcess {
  readonly type: string;
  readonly id: number;
  /** Processor time so far in s. */
  readonly cpuTime: number;
}

/**
 * Builds a page into a folder of its own, which is for the caller to remove.
 * @param html path of its HTML below the project
 */
export async function buildPage(html: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'microtome-bench-'));
  await build({
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      outDir: folder,
      emptyOutDir: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      // Stack traces name functions, and TensorFlow.js' threaded build starts its workers from its own source text.
      minify: false,
      rolldownOptions: { input: [join(projectFolder, html)], checks: { bundlerTimings: false } },
    },
  });
  return folder;
}

/**
 * Builds and serves a page.
 * @param html path of its HTML below the project
 * @param browserArguments what the browser is started with besides the usual
 */
export async function benchSite(
  html: string,
  browserArguments: readonly string[] = [],
): Promise<BenchSite> {
  const folder = await buildPage(html);
  const server = await serveFolder(folder, { port: 0 });
  const url = `${server.url}/${html}`;

  async function visit<T>(
    job: (page: Page, processes: () => Promise<BrowserProcess[]>) => Promise<T>,
  ): Promise<T> {
    // A profile on disk: an incognito one keeps its files in memory.
    const context = await chromium.launchPersistentContext('', {
      executablePath: ensureBrowser(),
      args: [...driverArguments, ...browserArguments],
    });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      const devtools = await context.browser()!.newBrowserCDPSession();
      const processes = async () => (await devtools.send('SystemInfo.getProcessInfo')).processInfo;
      const crash = new Promise<never>((_, reject) => {
        page.on('crash', () => reject(new PageCrash('the page crashed')));
      });
      page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
      const work = page.goto(url).then(() => job(page, processes));
      return await Promise.race([crash, work]);
    } finally {
      await context.close();
    }
  }

  return {
    folder,
    visit,
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The page is gone, most likely for lack of memory. */
export class PageCrash extends Error {
  override readonly name = 'PageCrash';
}
