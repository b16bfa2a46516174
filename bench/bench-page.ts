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
  /** Opens the page in a browser of its own, hands it to `job`, and closes it. Rejects when the page dies. */
  visit<T>(job: (page: Page, browserPid: number) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Builds and serves a page.
 * @param html path of its HTML below the project
 */
export async function benchSite(html: string): Promise<BenchSite> {
  const folder = await mkdtemp(join(tmpdir(), 'microtome-bench-'));
  await build({
    configFile: false,
    root: projectFolder,
    logLevel: 'warn',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      outDir: folder,
      emptyOutDir: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      // Stack traces of findings name functions.
      minify: false,
      rolldownOptions: { input: [join(projectFolder, html)] },
    },
  });
  const server = await serveFolder(folder, { port: 0 });
  const url = `${server.url}/${html}`;

  async function visit<T>(job: (page: Page, browserPid: number) => Promise<T>): Promise<T> {
    const browserServer = await chromium.launchServer({
      executablePath: ensureBrowser(),
      args: [...driverArguments],
    });
    const browser = await chromium.connect(browserServer.wsEndpoint());
    try {
      const page = await browser.newPage();
      const crash = new Promise<never>((_, reject) => {
        page.on('crash', () => reject(new PageCrash('the page crashed')));
      });
      page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
      const work = page.goto(url).then(() => job(page, browserServer.process().pid!));
      return await Promise.race([crash, work]);
    } finally {
      await browser.close();
      await browserServer.close();
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
