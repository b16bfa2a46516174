/** PyTorch as fast as it goes on this machine: several ways to start it are tried, and the fastest plays. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { python, torchContestant, type Contestant } from './contestants.ts';

/** What some machines set, and what makes a current OpenBLAS slow on them. */
const blasVariables = ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE'];
const trialSteps = 6;

/** Null where PyTorch can be imported, otherwise what to do. */
export function missingTorch(): string | null {
  const { status } = spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
  if (status === 0) return null;
  return `${python} has no PyTorch, so its column is left out. On Debian: apt-get install python3-torch libopenblas0-pthread`;
}

/**
 * @param problem folder of the case, on which the ways are tried
 * @param say what was found, a line each
 */
export async function fastestTorch(problem: string, say: (line: string) => void): Promise<Contestant> {
  const environments: (readonly [string, NodeJS.ProcessEnv])[] = [['', process.env]];
  const set = blasVariables.filter((name) => process.env[name] !== undefined);
  if (set.length > 0) {
    const without = Object.entries(process.env).filter(([name]) => !blasVariables.includes(name));
    environments.push([` without ${set.join(' and ')}`, Object.fromEntries(without)]);
  }
  const trials: { label: string; seconds: number; start: () => Contestant }[] = [];
  for (const [suffix, environment] of environments) {
    for (const threads of ['auto', cpus().length] as const) {
      const start = () => torchContestant(threads, environment);
      const contestant = start();
      try {
        const prepared = await contestant.prepare(problem);
        // The first steps make plans.
        await contestant.run(trialSteps);
        const { seconds } = await contestant.run(trialSteps);
        trials.push({ label: `${prepared.threads} threads${suffix}`, seconds, start });
      } finally {
        await contestant.stop();
      }
    }
  }
  const fastest = trials.reduce((best, trial) => (trial.seconds < best.seconds ? trial : best));
  const found = trials.map(
    ({ label, seconds }) => `${label} ${((1000 * seconds) / trialSteps).toFixed(1)} ms a step`,
  );
  say(`PyTorch was tried with ${found.join(', ')}: ${fastest.label} it is`);
  return fastest.start();
}
