/**
 * How fast PNG is decoded, next to Pillow on the same machine in the same minute: `npm run bench:png`. Both read the same files, which
 * Pillow wrote with its default settings, and take turns; the best of the turns counts, and the ratios of single turns are their spread.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readPng } from '../src/formats/png/read.ts';

const python = '/usr/bin/python3';
const turns = 12;
const repeats = 5;
const names = ['grey-8', 'rgb-8', 'grey-16'];

/**
 * Writes the pictures into the folder of its argument: soft shapes with the noise of a detector, as a radiograph has them, and the
 * same in stain colours. Then answers each name with the best time of `repeats` in ms.
 */
const pillow = `
import sys, time
from io import BytesIO
import numpy as np
from PIL import Image
folder, n = sys.argv[1], 1024
random = np.random.default_rng(1)
def soft(cells):
    grid = random.normal(size=(cells, cells)).astype(np.float32)
    return np.asarray(Image.fromarray(grid).resize((n, n), Image.Resampling.BICUBIC))
shapes = soft(4) + .6 * soft(12) + .3 * soft(40) + .15 * soft(130)
shapes = (shapes - shapes.min()) / (shapes.max() - shapes.min())
grey = shapes * 200 + 25 + random.normal(size=(n, n)) * 3
deep = shapes * 50000 + 4000 + random.normal(size=(n, n)) * 120
stain = np.array([235, 200, 225]) - (shapes[..., None] + .06 * np.stack([soft(200) for _ in 'rgb'], -1)) * np.array([90, 140, 60])
stain += random.normal(size=(n, n, 1)) * 2 + random.normal(size=(n, n, 3)) * 2.5
for name, values, kind in (('grey-8', grey, np.uint8), ('rgb-8', stain, np.uint8), ('grey-16', deep, np.uint16)):
    Image.fromarray(np.clip(values, 0, np.iinfo(kind).max).astype(kind)).save(f'{folder}/{name}.png')
print('ready', flush=True)
for line in sys.stdin:
    data = open(f'{folder}/{line.strip()}.png', 'rb').read()
    best = 1e9
    for _ in range(${repeats}):
        start = time.perf_counter()
        Image.open(BytesIO(data)).load()
        best = min(best, time.perf_counter() - start)
    print(best * 1000, flush=True)
`;

async function ours(bytes: Uint8Array): Promise<number> {
  let best = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    await readPng(bytes, '');
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const folder = await mkdtemp(join(tmpdir(), 'png-bench-'));
try {
  const child = spawn(python, ['-c', pillow, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child, 'spawn');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  process.stdout.write('1024 x 1024       ours    Pillow   ratio (lowest to highest of the turns)\n');
  for (const name of names) {
    const bytes = new Uint8Array(await readFile(join(folder, `${name}.png`)));
    const times: (readonly [number, number])[] = [];
    await ours(bytes);
    for (let turn = 0; turn < turns; turn++) {
      const mine = await ours(bytes);
      child.stdin.write(`${name}\n`);
      times.push([mine, Number((await lines.next()).value)]);
    }
    const mine = Math.min(...times.map(([time]) => time));
    const theirs = Math.min(...times.map(([, time]) => time));
    const ratios = times.map(([a, b]) => b / a).sort((a, b) => a - b);
    process.stdout.write(
      `${name.padEnd(12)} ${mine.toFixed(2).padStart(6)} ms ${theirs.toFixed(2).padStart(6)} ms ` +
        `${(theirs / mine).toFixed(2).padStart(7)} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1).toFixed(2)})\n`,
    );
  }
  child.stdin.end();
} finally {
  await rm(folder, { recursive: true });
}
