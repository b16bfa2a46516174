/** Runs the checks in a worker, as the program does, and watches the page's own thread meanwhile. */
import type { HealthTimes } from './contract.ts';
import HealthWorker from './health.worker.ts?worker';

window.measureHealth = async (samples) => {
  let longestTaskMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  observer.observe({ type: 'longtask' });
  const worker = new HealthWorker();
  const times = await new Promise<Omit<HealthTimes, 'longestTaskMs'>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Omit<HealthTimes, 'longestTaskMs'>>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(samples);
  });
  observer.disconnect();
  worker.terminate();
  return { ...times, longestTaskMs };
};
document.body.dataset['ready'] = 'true';
