/** What keeps the page's own thread from answering: its tasks of 50 ms and more, as the browser itself counts them. */
import type { Page } from 'playwright-core';

export interface LongTask {
  /** When it began, in ms since the page's time origin. */
  readonly start: number;
  readonly ms: number;
}

declare global {
  var longTasks: LongTask[];
}

/** Call it before the page is opened. */
export async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        globalThis.longTasks.push({ start: startTime, ms: duration });
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** Now, as the tasks are timed. */
export function pageTime(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}

/**
 * The tasks since `begun` up to now.
 * @throws Error where a task that is known to be long is not told of
 */
export async function tasksSince(page: Page, begun: number): Promise<LongTask[]> {
  const ended = await pageTime(page);
  const trialMs = 200;
  await page.evaluate(
    (ms) =>
      new Promise((resolve) => {
        setTimeout(() => {
          for (const end = performance.now() + ms; performance.now() < end;);
          setTimeout(resolve, ms);
        });
      }),
    trialMs,
  );
  const all = await page.evaluate(() => globalThis.longTasks);
  if (!all.some(({ start, ms }) => start >= ended && ms >= trialMs))
    throw new Error('the browser does not tell of long tasks');
  return all.filter(({ start, ms }) => start + ms > begun && start < ended);
}
