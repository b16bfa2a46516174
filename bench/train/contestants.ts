/** Starts contestants: a worker in a browser of its own, or a Python process. Each lives until it is stopped. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { driverArguments, ensureBrowser } from '../../src/headless/browser.ts';
import { projectFolder } from '../../src/headless/project.ts';
import type { Prepared, Ran, Request } from './contract.ts';
import type { Answer, Library } from './train-page.ts';

export interface Contestant {
  prepare(problem: string): Promise<Prepared>;
  run(steps: number): Promise<Ran>;
  stop(): Promise<void>;
}

/** Workers must not be slowed down for lying in the background. */
const awake = ['--disable-renderer-backgrounding', '--disable-background-timer-throttling'];
/** The slowest step takes some twenty seconds; what takes longer than this hangs. */
const longestAnswer = 150_000;

/** A library's worker in a browser of its own. */
export interface BrowserWorker {
  readonly ask: (request: Request) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/**
 * @param page address of the bench's page
 * @param gpu arguments that choose the GPU
 */
export async function startWorker(
  page: string,
  library: Library,
  gpu: readonly string[],
): Promise<BrowserWorker> {
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: [...driverArguments, ...awake, ...gpu],
  });
  const tab = await browser.newPage();
  const crash = new Promise<never>((_, reject) => {
    tab.on('crash', () => reject(new Error('the page crashed')));
  });
  // It is raced with every answer; in between nobody waits for it.
  crash.catch(() => undefined);
  await tab.goto(page);
  await tab.waitForFunction(() => window.startTrainee !== undefined);
  await tab.evaluate((name) => window.startTrainee!(name), library);
  return {
    ask: (request) =>
      within(
        Promise.race([crash, tab.evaluate((asked) => window.askTrainee!(asked), request)]),
        longestAnswer,
      ),
    stop: () => browser.close(),
  };
}

/** A library with one of its backends. */
export async function browserContestant(
  page: string,
  library: Library,
  backend: string,
  gpu: readonly string[],
): Promise<Contestant> {
  const { ask, stop } = await startWorker(page, library, gpu);
  return {
    prepare: async (problem) => (await ask({ kind: 'prepare', problem, backend })) as Prepared,
    run: async (steps) => (await ask({ kind: 'run', steps })) as Ran,
    stop,
  };
}

/** Debian's, which is not always the first in the path. */
export const python = process.env.PYTHON ?? '/usr/bin/python3';

/** A Python process with PyTorch and so many threads. */
export function torchContestant(threads: number, environment: NodeJS.ProcessEnv): Contestant {
  const script = join(projectFolder, 'bench', 'train', 'torch_train.py');
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'], env: environment });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: Request): Promise<Prepared | Ran> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await within(lines.next(), longestAnswer);
    if (line.done === true) throw new Error('Python stopped');
    const answer = JSON.parse(line.value) as { result: Prepared | Ran } | { error: string };
    if ('error' in answer) throw new Error(answer.error);
    return answer.result;
  };
  return {
    prepare: async (problem) =>
      (await ask({ kind: 'prepare', problem, backend: String(threads) })) as Prepared,
    run: async (steps) => (await ask({ kind: 'run', steps })) as Ran,
    stop: async () => {
      child.stdin.end();
    },
  };
}

async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer in ${milliseconds / 1000} seconds`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
