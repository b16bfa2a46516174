/** Helper threads as workers of the worker that trains. In a file of its own: only bundlers know `?worker`. */
import KernelWorker from '../../../workers/kernel.worker.ts?worker';
import type { StartHelper } from './workshop.ts';

/** Starts a helper, and waits until its code is loaded. */
export const startHelper: StartHelper = async (task) => {
  const worker = new KernelWorker({ name: `kernels ${task.thread}` });
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  });
  return () => worker.terminate();
};
