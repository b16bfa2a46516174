/**
 * Boxes the whole way, as samples and as what heat maps are held against: every box of the made pictures is filled with the grey level of
 * its class. The crop without a margin must hold that level and nothing else.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Metrics } from '../../src/domain/index.ts';
import { openNpz } from '../../src/formats/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { newFolder } from './browser.ts';
import { headless } from './headless-process.ts';

const levels = { cyst: 90, nodule: 210 } as const;
const classes = ['cyst', 'nodule'] as const;
const images = 24;
const more = 120;
const side = 48;

let folder: string;
let out: string;

beforeAll(async () => {
  folder = await newFolder('boxes');
  out = join(folder, 'out');
  await writePictures(join(folder, 'films'), images, both);
  await writePictures(join(folder, 'more'), more, some);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

interface Drawn {
  readonly name: keyof typeof levels;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pictures with filled boxes, and one box that lies beside its picture, as COCO writes them. */
async function writePictures(to: string, count: number, boxesOf: (i: number) => Drawn[]): Promise<void> {
  await mkdir(join(to, 'images'), { recursive: true });
  const listed = [];
  const annotations = [];
  for (let i = 0; i < count; i++) {
    const data = new Uint8Array(side * side).fill(20);
    for (const { name, x, y, width, height } of boxesOf(i)) {
      for (let row = y; row < y + height; row++)
        data.fill(levels[name], row * side + x, row * side + x + width);
      const category_id = classes.indexOf(name) + 1;
      const bbox = [x, y, width, height];
      annotations.push({ id: annotations.length, image_id: i, category_id, bbox, iscrowd: 0 });
    }
    const file_name = nameOf(i);
    listed.push({ id: i, file_name, width: side, height: side });
    const png = encode({ width: side, height: side, data, channels: 1, depth: 8 });
    await writeFile(join(to, 'images', file_name), png);
  }
  annotations.push({ id: 9999, image_id: 1, category_id: 1, bbox: [side + 2, 4, 9, 9], iscrowd: 0 });
  const categories = classes.map((name, k) => ({ id: k + 1, name }));
  const json = JSON.stringify({ images: listed, annotations, categories });
  await writeFile(join(to, 'instances.json'), json);
}

const nameOf = (i: number) => `film-${String(i).padStart(3, '0')}.png`;

/** One of each class. */
const both = (i: number): Drawn[] =>
  classes.map((name, k) => ({
    name,
    x: 1 + (i % 9) + 20 * k,
    y: 3 + i,
    width: 10 + k + (i % 5),
    height: 12,
  }));

/** One, both or none, anywhere in their half of the picture. */
const some = (i: number): Drawn[] =>
  both(i)
    .map((box, k) => ({ ...box, y: (7 * i + 11 * k) % 36 }))
    .filter((_, k) => (k === 0 ? i % 2 === 0 : i % 3 === 0));

describe('boxes as samples', () => {
  it('are cut, learned from and written down, image by image in one split', async () => {
    const set = ['boxes.samples=boxes', 'boxes.margin=0', 'training.epochs=2', 'identifiers=true'];
    const settings = set.flatMap((one) => ['--set', one]);
    const run = await headless('run', join(folder, 'films'), '--out', out, ...settings);
    expect(run.code, run.stderr).toBe(0);
    const npz = await openNpz(
      await memorySource('kept', { 'tensors.npz': await readFile(join(out, 'tensors.npz')) }).open(
        'tensors.npz',
      ),
    );
    const splitOf = new Map<string, string>();
    let samples = 0;
    for (const split of ['train', 'val', 'test']) {
      const lines = (await readFile(join(out, `predictions-${split}.csv`), 'utf8')).trim().split('\r\n');
      const rows = lines.slice(1).map((line) => line.split(','));
      let row = 0;
      for await (const image of npz.images(`${split}_images`, { start: 0, end: rows.length })) {
        const [, id = '', label = ''] = rows[row++]!;
        const [file = ''] = id.split('#');
        expect(splitOf.get(file) ?? split).toBe(split);
        splitOf.set(file, split);
        expect(new Set(image.data)).toEqual(new Set([levels[classes[Number(label) as 0 | 1]]]));
        samples++;
      }
    }
    expect(splitOf.size).toBe(images);
    expect(samples).toBe(2 * images);
    const report = await readFile(join(out, 'report.html'), 'utf8');
    expect(report).toContain('each box is a sample');
  });
});

describe('boxes in images', () => {
  it('are what heat maps are held against, and the learning curve that the recipe asks for is trained', async () => {
    const kept = join(folder, 'kept');
    const set = [
      'training.epochs=5',
      'training.batch=16',
      'identifiers=true',
      'backend=wasm',
      'evaluation.learningCurve=[1,0.5,0.1]',
    ];
    const settings = set.flatMap((one) => ['--set', one]);
    const run = await headless('run', join(folder, 'more'), '--out', kept, ...settings);
    expect(run.code, run.stderr).toBe(0);
    const metrics = JSON.parse(await readFile(join(kept, 'metrics.json'), 'utf8')) as Metrics;

    const lines = (await readFile(join(kept, 'predictions-test.csv'), 'utf8')).trim().split('\r\n');
    const tested = lines.slice(1).map((line) => some(Number(/\/(\d+),/.exec(line)![1]) - 1));
    const { share, classes: pointed } = metrics.beside!.pointing!;
    expect(share).toBe(0.5);
    expect(pointed.map(({ className }) => className)).toEqual([...classes]);
    for (const { className, images: held, asked, patients, hits, hitRate, iou, chance } of pointed) {
      const boxes = tested.flatMap((all) => all.filter(({ name }) => name === className));
      expect([held, asked, patients]).toEqual([boxes.length, boxes.length, null]);
      const shares = boxes.map((box) => boxedShare(box) / 28 ** 2);
      expect(chance).toBeCloseTo(shares.reduce((sum, one) => sum + one) / boxes.length, 9);
      expect(hitRate.value).toBe(hits / asked);
      expect(iou.value).toBeLessThanOrEqual(1);
    }

    const { points } = metrics.learningCurve!;
    expect(points.map(({ fraction }) => fraction)).toEqual([0.1, 0.5, 1]);
    expect(points.at(-1)).toMatchObject({
      auc: metrics.splits.test!.auc,
      acc: metrics.splits.test!.acc,
    });
    const report = await readFile(join(kept, 'report.html'), 'utf8');
    expect(report).toContain('Heat maps against boxes on test');
    expect(report).toContain('Learning curve over training samples, on test');
  });
});

/** Pixels of 28 whose centre lies in a box. */
function boxedShare({ x, y, width, height }: Drawn): number {
  const centres = Array.from({ length: 28 }, (_, i) => ((i + 0.5) * side) / 28);
  const across = centres.filter((at) => at >= x && at <= x + width).length;
  return across * centres.filter((at) => at >= y && at <= y + height).length;
}
