/**
 * The bench's page, built by Vite and served twice: once with the program's own headers, for the program itself, and once
 * with cross-origin isolation alone, since other libraries may start workers and compile code as they like.
 */
import { rm } from 'node:fs/promises';
import { preview } from 'vite';
import { isolationHeaders } from '../../src/headless/http-headers.ts';
import { projectFolder } from '../../src/headless/project.ts';
import { serveFolder } from '../../src/headless/serve.ts';
import { buildPage } from '../bench-page.ts';

export interface TrainSite {
  /** What is put in here is served from `/`. */
  readonly folder: string;
  /** Address of the page with the program's headers. */
  readonly strict: string;
  /** Address of the page with cross-origin isolation alone. */
  readonly free: string;
  close(): Promise<void>;
}

const html = 'bench/train/train.html';

export async function trainSite(): Promise<TrainSite> {
  const folder = await buildPage(html);
  const strict = await serveFolder(folder, { port: 0 });
  const free = await preview({
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { port: 0, host: '127.0.0.1', headers: isolationHeaders },
  });
  return {
    folder,
    strict: `${strict.url}/${html}`,
    free: `${free.resolvedUrls!.local[0]!}${html}`,
    close: async () => {
      await strict.close();
      await free.close();
      await rm(folder, { recursive: true });
    },
  };
}
