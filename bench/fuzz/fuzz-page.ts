/** Has a worker go through its share of the inputs; one that stays too long with an input, or dies, is replaced. */
import type { Finding, Share, ShareReport, Tally, WorkerMessage } from './report.ts';

declare global {
  interface Window {
    fuzzShare?: (share: Share, msAnInput: number) => Promise<ShareReport>;
  }
}

window.fuzzShare = async (share, msAnInput) => {
  const tally: Tally = {};
  const findings: Finding[] = [];
  let largest = { bytes: 0, index: -1 };
  let longest = { ms: 0, index: -1 };
  let from = share.from;
  let began = performance.now();

  const take = (message: WorkerMessage): void => {
    if (message.kind === 'begin') began = performance.now();
    if (message.kind === 'finding') findings.push(message.finding);
    if (message.kind !== 'end') return;
    const { index, ended, bytes } = message;
    const ms = performance.now() - began;
    tally[ended] = (tally[ended] ?? 0) + 1;
    if (bytes > largest.bytes) largest = { bytes, index };
    if (ms > longest.ms) longest = { ms, index };
  };

  while (from < share.to) {
    const stop = await runWorker({ ...share, from }, msAnInput, take);
    if (stop === null) break;
    // A busy machine can be slow for a moment: an input counts as stuck when it is so again, with more time and alone.
    const again = { ...share, from: stop.index, to: stop.index + 1 };
    const second = await runWorker(again, 5 * msAnInput, take);
    if (second !== null) {
      findings.push(second);
      tally[second.kind] = (tally[second.kind] ?? 0) + 1;
    }
    from = stop.index + share.step;
  }
  return { tally, findings, largest, longest };
};

/** Null when the worker came to its end; otherwise what ended it, and at which input. */
function runWorker(
  share: Share,
  msAnInput: number,
  take: (message: WorkerMessage) => void,
): Promise<Finding | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./attempt.worker.ts', import.meta.url), { type: 'module' });
    let index = share.from;
    let watchdog = 0;
    const end = (finding: Finding | null) => {
      clearTimeout(watchdog);
      worker.terminate();
      resolve(finding);
    };
    // Loading the decoders counts for the first input.
    const watch = (ms: number) => {
      clearTimeout(watchdog);
      watchdog = window.setTimeout(() => end({ index, kind: 'hung', detail: `more than ${ms} ms` }), ms);
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      take(data);
      if (data.kind === 'done') end(null);
      if (data.kind !== 'begin') return;
      watch(data.index === share.from ? 10 * msAnInput : msAnInput);
      index = data.index;
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end({ index, kind: 'worker lost', detail: event.message });
    };
    watch(10 * msAnInput);
    worker.postMessage(share);
  });
}
