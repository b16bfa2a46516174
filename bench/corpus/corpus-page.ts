/** Has files read by a worker, one after the other; a worker that takes too long, or dies, is replaced. */
import type { FileFacts, Verdict } from './facts.ts';

declare global {
  interface Window {
    readCorpusFile?: (index: number, facts: FileFacts) => Promise<Verdict>;
  }
}

/** Time for one file in ms, far beyond what any of them needs. */
const patience = 20_000;

let worker: Worker | null = null;

window.readCorpusFile = async (index, facts) => {
  worker ??= new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
  const verdict = await ask(worker, { index, facts });
  if (verdict.outcome === 'hung' || verdict.outcome === 'crashed') {
    worker.terminate();
    worker = null;
  }
  return verdict;
};

function ask(to: Worker, question: { index: number; facts: FileFacts }): Promise<Verdict> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve({ outcome: 'hung', detail: `${patience} ms` }), patience);
    const settle = (verdict: Verdict) => {
      clearTimeout(late);
      resolve(verdict);
    };
    to.onmessage = ({ data }: MessageEvent<Verdict>) => settle(data);
    to.onerror = (event) => settle({ outcome: 'crashed', detail: event.message });
    to.postMessage(question);
  });
}
