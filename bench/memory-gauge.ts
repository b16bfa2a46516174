/**
 * How much memory a page and its workers hold while something goes on: what the browser itself counts, which is JavaScript's heaps with
 * array buffers and WebAssembly of the page and all its workers, and what the operating system says of the process.
 */
import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';

/** Without this the browser waits for its next garbage collection before it answers. */
export const gaugeArguments: readonly string[] = ['--enable-blink-features=ForceEagerMeasureMemory'];

/** Peaks in bytes. */
export interface Peaks {
  /** Of `performance.measureUserAgentSpecificMemory()`. */
  readonly counted: number;
  /** The share of the workers in the measurement that was highest. */
  readonly workers: number;
  /** How many measurements there were. */
  readonly samples: number;
  /** Resident memory of the renderer process that grew largest, the browser's own code included. */
  readonly resident: number;
}

const everyMs = 250;
const longestWaitMs = 20_000;

interface Measured {
  readonly bytes: number;
  readonly workers: number;
}

/** Begins to measure; the function that is returned ends it. */
export function watchMemory(page: Page, devtools: CDPSession): () => Promise<Peaks> {
  const peaks = { counted: 0, workers: 0, samples: 0, resident: 0 };
  const watch = { isOn: true };
  const counting = repeat(watch, async () => {
    const measured = await Promise.race([measure(page), after(longestWaitMs)]);
    if (measured === null) return;
    peaks.samples++;
    if (measured.bytes <= peaks.counted) return;
    peaks.counted = measured.bytes;
    peaks.workers = measured.workers;
  });
  const weighing = repeat(watch, async () => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo)
      if (type === 'renderer') peaks.resident = Math.max(peaks.resident, await residentBytes(id));
  });
  return async () => {
    watch.isOn = false;
    // A page that died under its memory has been measured until then.
    await Promise.allSettled([counting, weighing]);
    return peaks;
  };
}

async function repeat(watch: { readonly isOn: boolean }, job: () => Promise<void>): Promise<void> {
  while (watch.isOn) {
    await job();
    await after(everyMs);
  }
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}

function measure(page: Page): Promise<Measured> {
  return page.evaluate(async () => {
    const { bytes, breakdown } = await (
      performance as unknown as {
        measureUserAgentSpecificMemory(): Promise<{
          bytes: number;
          breakdown: { bytes: number; attribution: { scope: string }[] }[];
        }>;
      }
    ).measureUserAgentSpecificMemory();
    const ofWorkers = breakdown.filter(({ attribution }) =>
      attribution.some(({ scope }) => scope.includes('Worker')),
    );
    return { bytes, workers: ofWorkers.reduce((sum, part) => sum + part.bytes, 0) };
  });
}

/** 0 where the process has just ended. */
async function residentBytes(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
