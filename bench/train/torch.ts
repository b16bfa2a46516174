/** The ways to start PyTorch on this machine, of which nobody knows beforehand which is the fastest. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { python, torchContestant, type Contestant } from './contestants.ts';

/** What some machines set, and what makes a current OpenBLAS slow on them. */
const blasVariables = ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE'];

/**
 * Starters by name: PyTorch's own number of threads and one thread a logical processor (`torch-2` has two), each with the
 * environment as it is and, where it has OpenBLAS's variables, without them (`torch-2-plain`).
 * @returns or, where PyTorch can't be imported, what to do
 */
export function torchStarters(): ReadonlyMap<string, () => Promise<Contestant>> | string {
  const asked = spawnSync(python, ['-c', 'import torch; print(torch.get_num_threads())'], {
    encoding: 'utf8',
  });
  if (asked.status !== 0)
    return `${python} has no PyTorch, so its column is left out. On Debian: apt-get install python3-torch libopenblas0-pthread`;
  const environments: [string, NodeJS.ProcessEnv][] = [['', process.env]];
  if (blasVariables.some((name) => process.env[name] !== undefined)) {
    const without = Object.entries(process.env).filter(([name]) => !blasVariables.includes(name));
    environments.push(['-plain', Object.fromEntries(without)]);
  }
  const starters = new Map<string, () => Promise<Contestant>>();
  for (const threads of new Set([Number(asked.stdout), cpus().length]))
    for (const [suffix, environment] of environments)
      starters.set(`torch-${threads}${suffix}`, async () => torchContestant(threads, environment));
  return starters;
}
