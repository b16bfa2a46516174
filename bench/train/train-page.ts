/** Starts one contestant's worker and carries requests to it. */
import type { Prepared, Ran, Request, Roofline } from './contract.ts';

declare global {
  interface Window {
    startTrainee?: (library: Library) => void;
    /** One request at a time. Rejects with what the worker says went wrong. */
    askTrainee?: (request: Request) => Promise<Answer>;
  }
}

export type Library = 'ours' | 'shipped' | 'jax' | 'roofline';
export type Answer = Prepared | Ran | Roofline;

const start: Readonly<Record<Library, () => Worker>> = {
  ours: () => new Worker(new URL('./ours.worker.ts', import.meta.url), { type: 'module' }),
  shipped: () => new Worker(new URL('./shipped.worker.ts', import.meta.url), { type: 'module' }),
  roofline: () => new Worker(new URL('./roofline.worker.ts', import.meta.url), { type: 'module' }),
  jax: () => new Worker(new URL('./jax.worker.ts', import.meta.url), { type: 'module' }),
};

window.startTrainee = (library) => {
  const worker = start[library]();
  window.askTrainee = (request) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<{ result: Answer } | { error: string }>) => {
        if ('error' in data) reject(new Error(data.error));
        else resolve(data.result);
      };
      worker.onerror = ({ message }) => reject(new Error(message || 'the worker could not be loaded'));
      worker.postMessage(request);
    });
};
