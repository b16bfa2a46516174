/** Makes samples that look alike, plants copies among them, and runs all checks. */
import {
  seededRandom,
  type SampleTable,
  type Split,
  type TensorReader,
} from '../../src/domain/index.ts';
import { examine } from '../../src/health/index.ts';
import type { HealthTimes } from './contract.ts';

const side = 28;
const area = side * side;
const grid = 6;
/** Every so many-th picture of the second half is a copy of one of the first. */
const everyCopy = 100;

self.onmessage = ({ data }: MessageEvent<number>) => {
  void measure(data).then((times) => self.postMessage(times));
};

/** A smooth field of its own over a pattern that all share, with grain. */
function picture(random: () => number, into: Uint8Array): void {
  const knots = Float64Array.from({ length: grid * grid }, () => random() * 90);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const u = (x / side) * (grid - 1);
      const v = (y / side) * (grid - 1);
      const at = Math.floor(v) * grid + Math.floor(u);
      const [s, t] = [u % 1, v % 1];
      const top = knots[at]! * (1 - s) + knots[at + 1]! * s;
      const below = knots[at + grid]! * (1 - s) + knots[at + grid + 1]! * s;
      const pattern = 150 - 6 * Math.hypot(x - side / 2, y - side / 2);
      into[y * side + x] = Math.max(
        0,
        Math.min(255, pattern + top * (1 - t) + below * t + random() * 6 - 45),
      );
    }
  }
}

async function measure(samples: number): Promise<Omit<HealthTimes, 'longestTaskMs'>> {
  const random = seededRandom(0, 'health bench');
  const tensors = new Uint8Array(samples * area);
  let planted = 0;
  for (let row = 0; row < samples; row++) {
    const into = tensors.subarray(row * area, (row + 1) * area);
    picture(random, into);
    if (row < samples / 2 || row % everyCopy > 0) continue;
    const from = row - Math.floor(samples / 2);
    into.set(tensors.subarray(from * area, (from + 1) * area));
    planted++;
  }
  const reader: TensorReader = {
    size: side,
    channels: 1,
    rows: samples,
    read: (rows, into) => {
      for (let i = 0; i < rows.length; i++)
        into.set(tensors.subarray(rows[i]! * area, (rows[i]! + 1) * area), i * area);
      return Promise.resolve();
    },
  };
  const table = madeTable(samples, random);
  const column = table.labels[0]!;
  const steps = examine(
    {
      table,
      stated: column,
      settled: column,
      splits: table.officialSplits,
      text: 'report',
      readsImages: true,
      areTogether: false,
    },
    { tensors: reader, facts: { rejected: new Set(), sizes: null, bits: null } },
    new AbortController().signal,
  );
  const started = performance.now();
  let last = started;
  let longestPortionMs = 0;
  for (;;) {
    const step = await steps.next();
    longestPortionMs = Math.max(longestPortionMs, performance.now() - last);
    last = performance.now();
    if (step.done === true) {
      const copies = step.value.findings.filter(({ check }) => check.includes('duplicates'));
      const found = copies.reduce((sum, { count }) => sum + count, 0);
      return { samples, seconds: (last - started) / 1000, planted, found, longestPortionMs };
    }
  }
}

function madeTable(length: number, random: () => number): SampleTable {
  const rows = [...Array(length).keys()];
  const words = 'lung heart rib left right upper lower clear view film shadow border'.split(' ');
  const sentence = (row: number) =>
    `case ${row} ${Array.from({ length: 40 }, () => words[Math.floor(random() * words.length)]!).join(' ')}`;
  const splitOf = (patient: number): Split =>
    patient % 10 < 7 ? 'train' : patient % 10 === 7 ? 'val' : 'test';
  return {
    length,
    ids: rows.map((row) => `images/${row}.png`),
    images: rows.map((row) => ({ kind: 'file', path: `images/${row}.png` })),
    text: { report: rows.map(sentence) },
    patients: rows.map((row) => `p${row >> 1}`),
    officialSplits: rows.map((row) => splitOf(row >> 1)),
    labels: [
      {
        target: { name: 'finding', kind: 'binary', classes: ['no', 'yes'], mayFlip: false },
        width: 1,
        values: Int32Array.from(rows, () => (random() < 0.5 ? 0 : 1)),
      },
    ],
    covariates: { site: rows.map(() => `s${Math.floor(random() * 9)}`), age: rows.map(() => random()) },
  };
}
