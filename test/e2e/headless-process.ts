/** The headless runner as its users start it: a process with arguments, an exit code and two streams. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectFolder } from '../../src/headless/project.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it to its end, whatever its exit code is. */
export async function headless(...args: readonly string[]): Promise<Ended> {
  const main = join(projectFolder, 'src', 'headless', 'main.ts');
  const runner = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    runner[name].setEncoding('utf8');
    runner[name].on('data', (text: string) => (said[name] += text));
  }
  const [code] = (await once(runner, 'close')) as [number | null];
  return { code, ...said };
}
