/** The part of a contestant's worker that all contestants share: it answers requests and times steps. */
import { stepsBetweenReads, type Problem } from './cases.ts';
import type { Prepared, Ran, Request, Trainee } from './contract.ts';

/** A problem with its arrays in memory. */
export interface LoadedProblem extends Problem {
  /** @throws RangeError where there is none of that name */
  array(name: string): Float32Array;
  /** Those rows of an array that belong to a step. */
  rowsOfStep(name: 'image' | 'text' | 'target' | 'mask', step: number): Float32Array;
  readonly weights: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly data: Float32Array;
  }[];
}

/** Prepares a trainee and times its steps, as it is asked to. */
export function serveTrainee(
  /** @param url of the folder of the problem */
  prepare: (problem: LoadedProblem, backend: string, url: string) => Promise<Trainee>,
): void {
  let trainee: Trainee | null = null;
  let step = 0;
  const answer = async (request: Request): Promise<Prepared | Ran> => {
    if (request.kind === 'prepare') {
      trainee = await prepare(await loadProblem(request.problem), request.backend, request.problem);
      step = 0;
      return { device: trainee.device, threads: trainee.threads };
    }
    if (request.kind !== 'run') throw new RangeError(`a trainee knows nothing of ${request.kind}`);
    const started = performance.now();
    let loss = NaN;
    for (let done = 1; done <= request.steps; done++) {
      const pending = await trainee!.learn(step++);
      if (done % stepsBetweenReads === 0 || done === request.steps) loss = await pending.read();
      pending.dispose();
    }
    return { seconds: (performance.now() - started) / 1000, loss };
  };
  answerRequests(answer);
}

/** Sends back what came of each request, or the message of what was thrown. */
export function answerRequests(answer: (request: Request) => Promise<unknown>): void {
  self.onmessage = ({ data }: MessageEvent<Request>) => {
    answer(data).then(
      (result) => self.postMessage({ result }),
      (error: unknown) =>
        self.postMessage({ error: error instanceof Error ? error.message : String(error) }),
    );
  };
}

export async function loadProblem(url: string): Promise<LoadedProblem> {
  const problem = (await (await fetch(`${url}/problem.json`)).json()) as Problem;
  const bytes = await (await fetch(`${url}/problem.bin`)).arrayBuffer();
  const array = (name: string) => {
    const entry = problem.arrays.find((one) => one.name === name);
    if (entry === undefined) throw new RangeError(`the problem has no array ${name}`);
    const length = entry.shape.reduce((product, side) => product * side, 1);
    return new Float32Array(bytes, entry.offset, length);
  };
  return {
    ...problem,
    array,
    rowsOfStep: (name, step) => {
      const all = array(name);
      const chunks = name === 'mask' ? problem.masks : problem.batches;
      const length = all.length / chunks;
      const first = (step % chunks) * length;
      return all.subarray(first, first + length);
    },
    weights: problem.arrays
      .filter(({ name }) => name.startsWith('weight/'))
      .map(({ name, shape }) => ({ name: name.slice('weight/'.length), shape, data: array(name) })),
  };
}
