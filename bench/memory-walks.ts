/**
 * Walks of the built program over files that are much larger than memory may be: each is made, opened and cut in headless Chromium, and
 * the most memory that the page and its workers held is printed. Linux only.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { driverArguments, ensureBrowser } from '../src/headless/browser.ts';
import { headlessPagePath, sourceInputs } from '../src/headless/contract.ts';
import { distFolder, ensureBuilt } from '../src/headless/project.ts';
import { serveFolder } from '../src/headless/serve.ts';
import { gaugeArguments, watchMemory, type Peaks } from './memory-gauge.ts';

/** What the page and its workers may hold together. */
const limit = 400e6;

const longestWalkMs = 600_000;

export interface Walk {
  readonly name: string;
  readonly file: string;
  make(path: string): Promise<unknown>;
  /** Images after which the cut has been watched long enough, or null to inspect only. */
  readonly images: number | null;
}

/** Resolves with how it ended. Learning is not watched: it ends when it begins. */
function walk(page: Page, images: number | null, progress: (take: (line: string) => void) => void) {
  const enough = new Promise<string>((resolve) => {
    progress((line) => {
      const cut = Number(/^cut (\d+) of/.exec(line)?.[1] ?? 0);
      if (images !== null && (cut >= images || line.startsWith('training on'))) resolve(line);
    });
  });
  const call = page.evaluate(async (isCut) => {
    const outcome = isCut
      ? await window.microtome!.run({ set: { 'training.epochs': 1, 'cut.size': 28 } })
      : await window.microtome!.inspect({});
    return outcome.ok ? 'done' : JSON.stringify(outcome.failure);
  }, images !== null);
  const tooLong = new Promise<string>((resolve) => {
    setTimeout(() => resolve(`given up after ${longestWalkMs / 1000} s`), longestWalkMs).unref();
  });
  // When enough was seen the browser is closed, and the call with it.
  const ending = call.catch((error: unknown) => String(error).split('\n', 1)[0]!);
  return Promise.race([enough, tooLong, ending]);
}

async function measure({ images }: Walk, path: string, url: string): Promise<[string, Peaks]> {
  const context = await chromium.launchPersistentContext('', {
    executablePath: ensureBrowser(),
    args: [...driverArguments, ...gaugeArguments],
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const takers = new Set<(line: string) => void>([(line) => process.stderr.write(`  ${line}\n`)]);
    await page.exposeFunction('microtomeProgress', (line: string) =>
      takers.forEach((take) => take(line)),
    );
    await page.goto(url + headlessPagePath);
    await page.waitForFunction(() => window.microtome !== undefined);
    const input = (await stat(path)).isDirectory() ? sourceInputs.directory : sourceInputs.file;
    await page.locator(`#${input}`).setInputFiles(path, { timeout: 0 });
    const devtools = await context.browser()!.newBrowserCDPSession();
    const end = watchMemory(page, devtools);
    const ending = await walk(page, images, (take) => takers.add(take));
    return [ending, await end()];
  } finally {
    await context.close();
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/**
 * Takes the walks one after the other; the exit code says whether all stayed within the limit.
 * @param wanted ends of the names of files; none for all
 */
export async function takeWalks(walks: readonly Walk[], wanted: readonly string[]): Promise<void> {
  ensureBuilt();
  const server = await serveFolder(distFolder, { port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'microtome-memory-'));
  let isWithin = true;
  try {
    for (const one of walks) {
      if (wanted.length > 0 && !wanted.some((ending) => one.file.endsWith(ending))) continue;
      const path = join(folder, one.file);
      await one.make(path);
      const started = performance.now();
      const [ending, { counted, workers, samples, resident }] = await measure(one, path, server.url);
      const seconds = Math.round((performance.now() - started) / 1000);
      await rm(path, { recursive: true });
      isWithin &&= counted < limit;
      process.stdout.write(
        `${one.name}\n  peak ${megabytes(counted)} of ${megabytes(limit)} (workers ${megabytes(workers)}), ` +
          `process ${megabytes(resident)}; ${samples} measurements in ${seconds} s; ended with: ${ending}\n`,
      );
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
  process.exitCode = isWithin ? 0 : 1;
}
