/**
 * The headless runner: the same page, the same engine, nobody clicking. The result alone goes to stdout, everything else to
 * stderr; the exit code says whether the input (2) or the run (3) was at fault.
 */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ensureBrowser, NoBrowserError } from './browser.ts';
import { parseCommandLine, usage, UsageError, type Command } from './command-line.ts';
import { exitCodeOf } from './contract.ts';
import { distFolder, ensureBuilt } from './project.ts';
import { serveFolder } from './serve.ts';
import { inspect, PageFailure, run, saveDownloads, withPage, type SessionOptions } from './session.ts';

type Job = Exclude<Command, { kind: 'help' }>;

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<string> {
  const command = parseCommandLine(argv);
  if (command.kind === 'help') return usage;
  const source = await findSource(command.source);
  const start = command.kind === 'run' && command.start !== null ? await findStart(command.start) : null;
  const recipe =
    command.kind === 'run' && command.recipe !== null ? await readRecipe(command.recipe) : undefined;
  if (command.kind === 'run') await mkdir(command.out, { recursive: true });
  const browser = ensureBrowser();
  ensureBuilt();

  const server = await serveFolder(distFolder, { port: 0 });
  try {
    return `${JSON.stringify(await carryOut(command, recipe, { browser, url: server.url, source, ...(start !== null && { start }), report: say }))}\n`;
  } finally {
    await server.close();
  }
}

function carryOut(command: Job, recipe: unknown, session: SessionOptions): Promise<unknown> {
  return withPage(session, async (page) => {
    if (command.kind === 'inspect') {
      return inspect(page, command.target === null ? {} : { target: command.target });
    }
    const saved = saveDownloads(page, resolve(command.out));
    try {
      const report = await run(page, { set: command.set, ...(recipe === undefined ? {} : { recipe }) });
      await saved(report.files);
      return report.metrics;
    } catch (error) {
      // What was handed over before the failure stays usable.
      await saved([]);
      throw error;
    }
  });
}

async function findSource(path: string): Promise<SessionOptions['source']> {
  try {
    const found = await stat(path);
    return { path: resolve(path), isFolder: found.isDirectory() };
  } catch (cause) {
    throw new UsageError(`The source "${path}" can't be read: ${String(cause)}`, { cause });
  }
}

/** The weights' absolute path. */
async function findStart(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is no file');
  } catch (cause) {
    throw new UsageError(`The weights "${path}" can't be read: ${String(cause)}`, { cause });
  }
  return resolve(path);
}

async function readRecipe(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`The recipe "${path}" can't be read: ${String(cause)}`, { cause });
  }
}

/** Tells a failure on stderr and returns the exit code that goes with it. */
function tell(error: unknown): 2 | 3 {
  if (error instanceof UsageError) {
    say(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (error instanceof NoBrowserError) {
    say(error.message);
    return 2;
  }
  if (error instanceof PageFailure) {
    const { failure } = error;
    if ('kind' in failure) {
      say(
        `${failure.file === null ? '' : `${failure.file}: `}${failure.reason}\n${failure.remedy} [${failure.kind}]`,
      );
    } else say(failure.stack);
    return exitCodeOf(failure);
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 3;
}

try {
  process.stdout.write(await main(process.argv.slice(2)));
} catch (error) {
  process.exitCode = tell(error);
}
