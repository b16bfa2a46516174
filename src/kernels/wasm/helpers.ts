/** Helper threads as workers of the worker that trains. In a file of its own: only bundlers know `?worker`. */
import KernelWorker from '../../../workers/kernel.worker.ts?worker';
import type { StartHelper } from './workshop.ts';

/** Starts a helper, and waits until its code is loaded. It says when it begins, and when it has left the memory. */
export const startHelper: StartHelper = async (task) => {
  const worker = new KernelWorker({ name: `kernels ${task.thread}` });
  const nextWord = () =>
    new Promise<void>((resolve, reject) => {
      worker.onmessage = () => resolve();
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  const begun = nextWord();
  worker.postMessage(task);
  await begun;
  // One that dies leaves too; the job that waits for its task says so.
  const gone = nextWord().catch(() => undefined);
  return {
    async end() {
      await gone;
      worker.terminate();
    },
  };
};
