/**
 * How fast JPEG files are decoded, next to Pillow on the same machine in the same minute: `npm run bench:jpeg`. Files are made by
 * Pillow in a folder of their own. The two take turns, one process each; the best of the turns counts, in seconds of processor
 * time, so that a busy machine tells little. `atLeast` stands beside Pillow's `draft` to the same size. At the end it says how
 * far cuts of reduced pictures are from cuts of exact ones.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asStored } from '../src/formats/image-format.ts';
import { readJpeg } from '../src/formats/jpeg/read.ts';
import { isDeep } from '../src/domain/index.ts';
import { cutImage } from '../src/preprocess/index.ts';

const python = '/usr/bin/python3';
const turns = 6;
const repeats = 4;

interface Job {
  readonly file: string;
  readonly mode: 'L' | 'RGB';
  readonly width: number;
  readonly height: number;
  /** Of Pillow's `save`. */
  readonly options: string;
  readonly atLeast: number | null;
}
const xray = { mode: 'L', width: 2048, height: 2500, atLeast: null } as const;
const photo = { mode: 'RGB', width: 1024, height: 1024, atLeast: null } as const;
const jobs: readonly Job[] = [
  { ...xray, file: 'grey', options: 'quality=75' },
  { ...xray, file: 'grey-90', options: 'quality=90' },
  { ...xray, file: 'grey-98', options: 'quality=98' },
  { ...photo, file: 'rgb-420', options: 'quality=85' },
  { ...photo, file: 'rgb-444', options: 'quality=85, subsampling=0' },
  { ...photo, file: 'rgb-progressive', options: 'quality=85, progressive=True' },
  { ...xray, file: 'grey-progressive', options: 'quality=85, progressive=True' },
  { ...xray, file: 'grey', options: 'quality=75', atLeast: 1000 },
  { ...xray, file: 'grey', options: 'quality=75', atLeast: 500 },
  { ...xray, file: 'grey', options: 'quality=75', atLeast: 224 },
  { ...photo, file: 'rgb-420', options: 'quality=85', atLeast: 512 },
  { ...photo, file: 'rgb-420', options: 'quality=85', atLeast: 224 },
];

/** Smooth forms, some texture, a little noise. Answers each line `path mode width height atLeast` with its best time in ms. */
const pillow = `
import sys, time
import numpy as np
from PIL import Image, ImageFilter
def picture(mode, width, height):
    random = np.random.default_rng(0)
    planes = []
    for _ in mode:
        small = Image.fromarray(random.integers(0, 255, (height // 32, width // 32), dtype=np.uint8))
        texture = random.integers(0, 255, (height, width), dtype=np.uint8)
        texture = np.asarray(Image.fromarray(texture).filter(ImageFilter.GaussianBlur(2)), float) - 128
        noise = random.normal(0, 2, (height, width))
        smooth = np.asarray(small.resize((width, height), Image.Resampling.BICUBIC), float)
        planes.append(np.clip(smooth + 0.7 * texture + noise, 0, 255).astype(np.uint8))
    return Image.merge(mode, [Image.fromarray(plane) for plane in planes])
for job in [${jobs.map(({ file, mode, width, height, options }) => `('${file}.jpg', '${mode}', ${width}, ${height}, dict(${options}))`).join(', ')}]:
    picture(*job[1:4]).save(sys.argv[1] + '/' + job[0], 'JPEG', **job[4])
print('ready', flush=True)
for line in sys.stdin:
    path, at_least = line.split()
    best = 1e9
    for _ in range(${repeats}):
        start = time.process_time()
        image = Image.open(path)
        if at_least != 'null':
            image.draft(None, (int(at_least), int(at_least)))
        image.load()
        best = min(best, time.process_time() - start)
    print(best * 1000, flush=True)
`;

const folder = await mkdtemp(join(tmpdir(), 'jpeg-bench-'));
const child = spawn(python, ['-c', pillow, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
await once(child, 'spawn');
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
await answers.next();

async function theirs(job: Job): Promise<number> {
  child.stdin.write(`${join(folder, job.file)}.jpg ${job.atLeast}\n`);
  return Number((await answers.next()).value);
}

async function ours(job: Job): Promise<number> {
  let best = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = process.cpuUsage();
    const bytes = await readFile(`${join(folder, job.file)}.jpg`);
    await readJpeg(bytes, job.file, { ...asStored, atLeast: job.atLeast });
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** Cuts as the recipe's `exact` and `fast` make them. */
async function compareCuts(file: string): Promise<void> {
  const size = 224;
  const bytes = await readFile(`${join(folder, file)}.jpg`);
  const cut = async (atLeast: number | null) => {
    const image = await readJpeg(bytes, file, { ...asStored, atLeast });
    if (isDeep(image)) throw new Error(`${file} is deeper than 8 bits`);
    return cutImage(image, { size, fit: 'stretch', filter: 'bicubic' }, image.channels);
  };
  const exact = await cut(null);
  const fast = await cut(2 * size);
  const differences = Array.from(exact, (sample, i) => Math.abs(sample - fast[i]!));
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
  const largest = differences.reduce((most, difference) => Math.max(most, difference), 0);
  process.stdout.write(
    `${size} px of ${file.padEnd(17)} fast less exact: mean ${mean.toFixed(3)}, largest ${largest} of 255\n`,
  );
}

process.stdout.write('ms an image, best of all; ratio above 1: faster than Pillow\n');
for (const job of jobs) {
  let here = Infinity;
  let there = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    here = Math.min(here, await ours(job));
    there = Math.min(there, await theirs(job));
  }
  const what = `${job.width}x${job.height} ${job.file}${job.atLeast === null ? '' : ` at least ${job.atLeast}`}`;
  process.stdout.write(
    `${what.padEnd(36)} ${here.toFixed(2).padStart(7)}  Pillow ${there.toFixed(2).padStart(7)}  ` +
      `ratio ${(there / here).toFixed(2)}\n`,
  );
}
for (const file of new Set(jobs.map(({ file }) => file))) await compareCuts(file);
child.stdin.end();
await rm(folder, { recursive: true });
