/**
 * How fast images are resampled, next to Pillow on the same machine in the same minute: `npm run bench:resample`. The two
 * take turns, so that whatever else the machine does hits both; the best of the turns counts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resample } from '../src/preprocess/resample.ts';
import type { Filter, Pixels } from '../src/domain/index.ts';

const python = '/usr/bin/python3';
const turns = 8;
const repeats = 5;

interface Job {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly size: number;
  readonly filter: Filter;
}
const jobs: readonly Job[] = [
  { width: 2048, height: 2500, channels: 1, size: 224, filter: 'bicubic' },
  { width: 2048, height: 2500, channels: 1, size: 28, filter: 'bicubic' },
  { width: 1024, height: 1024, channels: 3, size: 64, filter: 'bicubic' },
  { width: 1024, height: 1024, channels: 3, size: 224, filter: 'lanczos' },
  { width: 512, height: 512, channels: 1, size: 224, filter: 'bilinear' },
  { width: 28, height: 28, channels: 1, size: 64, filter: 'bicubic' },
];

/** Answers each line `width height channels size filter` with the best time of `repeats` in ms. */
const pillow = `
import sys, time, os
from PIL import Image
for line in sys.stdin:
    width, height, channels, size, name = line.split()
    width, height, channels, size = int(width), int(height), int(channels), int(size)
    im = Image.frombytes('L' if channels == 1 else 'RGB', (width, height), os.urandom(width * height * channels))
    best = 1e9
    for _ in range(${repeats}):
        start = time.perf_counter()
        im.resize((size, size), getattr(Image.Resampling, name.upper()))
        best = min(best, time.perf_counter() - start)
    print(best * 1000, flush=True)
`;

type Timer = (job: Job) => Promise<number>;

function ours(): Timer {
  return (job) => {
    const data = new Uint8Array(job.width * job.height * job.channels);
    for (let at = 0; at < data.length; at++) data[at] = Math.imul(at, 2654435761) >>> 24;
    const pixels: Pixels = { ...job, data };
    let best = Infinity;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const start = performance.now();
      resample(pixels, job.size, job.size, job.filter);
      best = Math.min(best, performance.now() - start);
    }
    return Promise.resolve(best);
  };
}

/** Null where there is no Pillow. */
async function theirs(): Promise<{ time: Timer; stop(): void } | null> {
  const child = spawn(python, ['-c', pillow], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const isThere = await Promise.race([
    once(child, 'spawn').then(() => true),
    once(child, 'error').then(() => false),
  ]);
  if (!isThere) return null;
  async function time(job: Job) {
    child.stdin.write(`${job.width} ${job.height} ${job.channels} ${job.size} ${job.filter}\n`);
    const line = await lines.next();
    return line.done ? NaN : Number(line.value);
  }
  const first = await time(jobs.at(-1)!);
  return Number.isNaN(first) ? null : { time, stop: () => child.stdin.end() };
}

const mine = ours();
const reference = await theirs();
const lines = [
  reference
    ? 'ms an image, best of all; ratio above 1: faster than Pillow'
    : `no Pillow at ${python}: times without a ratio`,
];
for (const job of jobs) {
  let here = Infinity;
  let there = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    here = Math.min(here, await mine(job));
    if (reference) there = Math.min(there, await reference.time(job));
  }
  const what = `${job.width}x${job.height} ${job.channels === 1 ? 'grey' : 'rgb'} -> ${job.size} ${job.filter}`;
  lines.push(
    `${what.padEnd(36)} ${here.toFixed(2).padStart(7)}` +
      (reference ? `  Pillow ${there.toFixed(2).padStart(7)}  ratio ${(there / here).toFixed(2)}` : ''),
  );
}
reference?.stop();
process.stdout.write(`${lines.join('\n')}\n`);
