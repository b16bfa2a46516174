/**
 * A planted shortcut: pictures of noise with a bright marker in a corner for one class only, which is what one of two
 * hospitals prints on them. A model learns the marker; its heat maps have to lie there, and the audit has to name the hospital.
 */
import { beforeAll, expect, test } from 'vitest';
import {
  completeRecipe,
  seededRandom,
  type CompleteRecipe,
  type Split,
  type TensorReader,
} from '../../src/domain/index.ts';
import { explainRows } from '../../src/explanation/index.ts';
import { shortcutFindings } from '../../src/health/shortcuts.ts';
import { restore, train } from '../../src/training/index.ts';
import { binary, examined } from '../health/made.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';

beforeAll(loadWasmInNode);

const size = 28;
const samples = 200;
/** Left and upper edge and side of the marker in px. */
const marker = { left: 20, top: 1, side: 6 };
const labels = Int32Array.from({ length: samples }, (_, row) => row % 2);

function plantedPictures(): TensorReader {
  const random = seededRandom(4, 'planted');
  const pixels = new Uint8Array(samples * size * size);
  for (let row = 0; row < samples; row++) {
    for (let i = 0; i < size * size; i++) {
      const [x, y] = [(i % size) - marker.left, Math.floor(i / size) - marker.top];
      const isMarked = labels[row] === 1 && Math.min(x, y) >= 0 && Math.max(x, y) < marker.side;
      pixels[row * size * size + i] = isMarked ? 245 : 40 + random() * 120;
    }
  }
  const length = size * size;
  return {
    size,
    channels: 1,
    rows: samples,
    read: (wanted, into) => {
      for (let i = 0; i < wanted.length; i++)
        into.set(pixels.subarray(wanted[i]! * length, (wanted[i]! + 1) * length), i * length);
      return Promise.resolve();
    },
  };
}

test('heat maps lie on a planted marker', { timeout: 120_000 }, async () => {
  const tensors = plantedPictures();
  const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
  const recipe = completeRecipe({
    target: binary.name,
    inputs: 'image',
    cut: { channels: 'grey' },
    training: { epochs: 4, batch: 16, augment: { shift: 0, rotation: 0, zoom: 0, flip: false } },
  }) as CompleteRecipe;
  const { signal } = new AbortController();
  const split = { train: rows(0, 120), val: rows(120, 140), test: rows(140, samples) };
  const run = train(
    { recipe, target: binary, labels, rows: split, tensors, text: null, covariates: null, start: null },
    { resume: null, save: () => Promise.resolve(), stop: signal, signal },
  );
  let next = await run.next();
  while (!next.done) next = await run.next();
  const model = restore(next.value);
  const questions = Array.from(split.test)
    .filter((row) => labels[row] === 1)
    .map((row) => ({ row, classIndex: 1 }));
  let hits = 0;
  for await (const { map, score } of explainRows(
    model,
    binary,
    { tensors, text: null, covariates: null },
    questions,
    15,
  )) {
    expect(score).toBeGreaterThan(0.5);
    const place = map.values.indexOf(1);
    const [x, y] = [(place % size) - marker.left, Math.floor(place / size) - marker.top];
    // Half a cell of the last layer's 4 x 4 is as near as a map can be.
    const near = size / 4 / 2;
    if (Math.min(x, y) >= -near && Math.max(x, y) < marker.side + near) hits++;
  }
  model.dispose();
  expect(questions).toHaveLength(30);
  expect(hits / questions.length).toBeGreaterThanOrEqual(0.9);
});

test('the audit names the hospital that prints it', () => {
  const rows = [...Array(samples).keys()];
  const table = {
    length: samples,
    ids: rows.map((row) => `images/${row}.png`),
    images: rows.map((row) => ({ kind: 'file', path: `images/${row}.png` }) as const),
    text: {},
    patients: rows.map((row) => `p${row}`),
    officialSplits: rows.map((row): Split => (row < 120 ? 'train' : row < 140 ? 'val' : 'test')),
    labels: [{ target: binary, width: 1, values: labels }],
    covariates: { site: rows.map((row) => (labels[row] === 1 ? 'North' : 'South')) },
  };
  const [found] = shortcutFindings(examined(table), {
    rejected: new Set<number>(),
    sizes: null,
    bits: null,
  });
  expect(found).toMatchObject({
    check: 'shortcut',
    severity: 'serious',
    parameters: { covariate: 'site', className: 'present' },
  });
});
