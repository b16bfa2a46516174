/**
 * Boxes as samples, the whole way: every box of the made pictures is filled with the grey level of its class, and the crop without a
 * margin must hold that level and nothing else.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNpz } from '../../src/formats/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { newFolder } from './browser.ts';
import { headless } from './headless-process.ts';

const levels = { cyst: 90, nodule: 210 } as const;
const classes = ['cyst', 'nodule'] as const;
const images = 24;
const side = 48;

let folder: string;
let out: string;

beforeAll(async () => {
  folder = await newFolder('boxes');
  out = join(folder, 'out');
  await writePictures(join(folder, 'films'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** Two boxes a picture, and one that lies beside its picture, as COCO writes them. */
async function writePictures(to: string): Promise<void> {
  await mkdir(join(to, 'images'), { recursive: true });
  const listed = [];
  const annotations = [];
  for (let i = 0; i < images; i++) {
    const data = new Uint8Array(side * side).fill(20);
    for (const [k, name] of classes.entries()) {
      const [x, y, width, height] = [1 + (i % 9) + 20 * k, 3 + i, 10 + k + (i % 5), 12] as const;
      for (let row = y; row < y + height; row++)
        data.fill(levels[name], row * side + x, row * side + x + width);
      const bbox = [x, y, width, height];
      annotations.push({ id: annotations.length, image_id: i, category_id: k + 1, bbox, iscrowd: 0 });
    }
    const file_name = `film-${String(i).padStart(2, '0')}.png`;
    listed.push({ id: i, file_name, width: side, height: side });
    const png = encode({ width: side, height: side, data, channels: 1, depth: 8 });
    await writeFile(join(to, 'images', file_name), png);
  }
  annotations.push({ id: 999, image_id: 1, category_id: 1, bbox: [side + 2, 4, 9, 9], iscrowd: 0 });
  const categories = classes.map((name, k) => ({ id: k + 1, name }));
  const json = JSON.stringify({ images: listed, annotations, categories });
  await writeFile(join(to, 'instances.json'), json);
}

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
