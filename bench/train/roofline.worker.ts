/** Takes the time of every kernel of a training step on our wasm backend, and of a matrix product to measure them by. */
import * as tf from '@tensorflow/tfjs';
import { chooseBackend } from '../../src/training/backend.ts';
import type { KernelTime, Roofline, Trainee } from './contract.ts';
import { ourLearner } from './our-learner.ts';
import { answerRequests, loadProblem } from './worker-loop.ts';

const warmUp = 5;
const passes = 3;
const side = 512;
const products = 30;

interface TimedRun {
  readonly milliseconds: number;
  readonly kernels: readonly KernelTime[];
}

answerRequests(async (request): Promise<Roofline> => {
  if (request.kind !== 'roofline') throw new RangeError(`nobody trains here: ${request.kind}`);
  const { steps, threads } = request;
  const { device } = await chooseBackend('wasm', threads);
  const learn = ourLearner(await loadProblem(request.problem));
  await run(learn, 0, warmUp);
  let plain = Infinity;
  let fastest: TimedRun = { milliseconds: Infinity, kernels: [] };
  // The fastest of a few passes each: other programs only ever add time.
  for (let pass = 0; pass < passes; pass++) {
    const started = performance.now();
    await run(learn, warmUp, steps);
    plain = Math.min(plain, performance.now() - started);
    const timedRun = await timed(() => run(learn, warmUp, steps));
    if (timedRun.milliseconds < fastest.milliseconds) fastest = timedRun;
  }
  return {
    device,
    peak: productPeak(),
    stepMilliseconds: plain / steps,
    timedMilliseconds: fastest.milliseconds / steps,
    kernels: fastest.kernels.map((kernel) => ({
      ...kernel,
      calls: kernel.calls / steps,
      milliseconds: kernel.milliseconds / steps,
    })),
  };
});

async function run(learn: Trainee['learn'], first: number, steps: number): Promise<void> {
  for (let step = first; step < first + steps; step++) {
    const loss = await learn(step);
    if (step === first + steps - 1) await loss.read();
    loss.dispose();
  }
}

function productPeak(): number {
  const [a, b] = [tf.randomNormal([side, side]), tf.randomNormal([side, side])];
  let best = Infinity;
  for (let product = 0; product < products; product++) {
    const started = performance.now();
    tf.matMul(a, b).dispose();
    best = Math.min(best, performance.now() - started);
  }
  tf.dispose([a, b]);
  return (2 * side ** 3) / best / 1e6;
}

/** Puts a clock around each kernel of the backend. What a kernel calls by itself is its own time. */
async function timed(job: () => Promise<void>): Promise<TimedRun> {
  const times = new Map<string, KernelTime>();
  let depth = 0;
  const kernels = tf.getKernelsForBackend('wasm');
  const replace = (kernel: tf.KernelConfig) => {
    tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel(kernel);
  };
  for (const kernel of kernels) {
    replace({
      ...kernel,
      kernelFunc: (given) => {
        depth++;
        const started = performance.now();
        const made = kernel.kernelFunc(given);
        const milliseconds = performance.now() - started;
        depth--;
        if (depth > 0) return made;
        const inputs = Object.values(given.inputs)
          .filter((input) => input !== undefined)
          .map((input) => input.shape);
        const outputs = [made].flat().map(({ shape }) => shape);
        const key = JSON.stringify([kernel.kernelName, inputs, outputs]);
        const before = times.get(key);
        times.set(key, {
          kernel: kernel.kernelName,
          inputs,
          outputs,
          calls: (before?.calls ?? 0) + 1,
          milliseconds: (before?.milliseconds ?? 0) + milliseconds,
        });
        return made;
      },
    });
  }
  const started = performance.now();
  try {
    await job();
  } finally {
    kernels.forEach(replace);
  }
  return { milliseconds: performance.now() - started, kernels: [...times.values()] };
}
