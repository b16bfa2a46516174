/**
 * Serves the built page for the end-to-end tests, with the headers that people get, and tells the tests where it is and
 * which browser to use: `inject('url')`, `inject('browserPath')`. The build is `dist`, made first if it is missing or old;
 * the environment variable MICROTOME_DIST names the folder of another one, which is taken as it is.
 */
import type { TestProject } from 'vitest/node';
import { ensureBrowser } from '../../src/headless/browser.ts';
import { distFolder, ensureBuilt } from '../../src/headless/project.ts';
import { serveFolder } from '../../src/headless/serve.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the built page is served, without a slash at the end. */
    url: string;
    /** The installed browser's executable. */
    browserPath: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  ensureBuilt();
  const server = await serveFolder(distFolder, { port: 0 });
  project.provide('url', server.url);
  project.provide('browserPath', ensureBrowser());
  return () => server.close();
}
