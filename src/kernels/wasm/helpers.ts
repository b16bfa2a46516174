/** Helper threads as workers of the worker that trains. In a file of its own: only bundlers know `?worker`. */
import KernelWorker from '../../../workers/kernel.worker.ts?worker';
import type { StartHelper } from './workshop.ts';

/** Starts a helper; it takes part once its code is loaded, and kernels don't wait for that. */
export const startHelper: StartHelper = (task) => {
  const worker = new KernelWorker({ name: `kernels ${task.thread}` });
  worker.postMessage(task);
  return () => worker.terminate();
};
