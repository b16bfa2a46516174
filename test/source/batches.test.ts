import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/source/index.ts';

const empty = new Uint8Array(0);
const files = Object.fromEntries(
  Array.from({ length: 100_000 }, (_, i) => [`${i % 10}/${i}.png`, empty]),
);
const source = memorySource('set', files);

/** Work that takes its time and never waits. */
function beBusy(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe('a listing of 100,000 paths', () => {
  it('comes in batches and gives others their turn', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const paths = new Set<string>();
    for await (const batch of source.list()) {
      expect(batch.length).toBeLessThanOrEqual(500);
      batch.forEach((path) => paths.add(path));
      beBusy(1);
    }
    clearInterval(timer);
    expect(paths.size).toBe(100_000);
    // 200 ms of work with a turn at least every 10 ms or so.
    expect(turns).toBeGreaterThan(5);
  });

  it('hears that it should stop', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    let batches = 0;
    const listing = (async () => {
      for await (const batch of source.list(stop.signal)) {
        batches += batch.length / 500;
        beBusy(2);
      }
    })();
    await expect(listing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(batches).toBeLessThan(200);
  });
});
