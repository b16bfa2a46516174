/** Reads one damaged file after the other and says how each ended. */
import { takeAllocations } from './allocations.ts';
import { AppError, type SourceFile } from '../../src/domain/index.ts';
import { bytesFile } from '../../src/source/index.ts';
import { damaged } from './mutate.ts';
import { waysToRead } from './readers.ts';
import type { Finding, Share, WorkerMessage } from './report.ts';

/** Most that all arrays made for one input may come to, in bytes: seeds are small. */
const mostBytes = 300 * 2 ** 20;

let current = -1;

self.onmessage = ({ data }: MessageEvent<Share>) => void attemptAll(data);
self.addEventListener('unhandledrejection', (event) => {
  find('unhandled rejection', told(event.reason));
  event.preventDefault();
});

async function attemptAll({ reader, seeds: addresses, seed, from, to, step }: Share): Promise<void> {
  const seeds = await Promise.all(addresses.map(load));
  for (let index = from; index < to; index += step) {
    const bytes = damaged(seeds, reader, seed, index);
    current = index;
    say({ kind: 'begin', index });
    const ends: string[] = [];
    let largest = 0;
    for (const read of waysToRead(reader)) {
      takeAllocations();
      ends.push(await attempt(read, bytes));
      largest = Math.max(largest, takeAllocations());
    }
    const ended = ends.find((end) => end !== 'read') ?? 'read';
    if (largest > mostBytes)
      find('memory', `${Math.round(largest / 2 ** 20)} MiB for ${bytes.length} bytes: ${ended}`);
    say({ kind: 'end', index, ended, bytes: largest });
  }
  // What was left behind as a rejected promise is told in a task of its own.
  await new Promise((resolve) => setTimeout(resolve, 50));
  say({ kind: 'done' });
}

async function attempt(read: (file: SourceFile) => Promise<void>, bytes: Uint8Array): Promise<string> {
  try {
    await read(bytesFile('damaged', bytes));
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.problem.kind;
    find('bug', told(error));
    return 'bug';
  }
}

async function load(address: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}

function find(kind: Finding['kind'], detail: string): void {
  say({ kind: 'finding', finding: { index: current, kind, detail } });
}

function say(message: WorkerMessage): void {
  self.postMessage(message);
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
