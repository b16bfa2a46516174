/** Where boxes lie in cuts, and what is cropped by them: against numpy and Pillow (test/fixtures/boxes/make.py). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  defaultRecipe,
  type BoxRegion,
  type CutOptions,
  type ImageReference,
  type Rectangle,
} from '../../src/domain/index.ts';
import {
  boxInCut,
  cutRows,
  pixelReader,
  RowPreviewer,
  type CutRow,
} from '../../src/preprocess/index.ts';
import { memorySource } from '../../src/source/index.ts';
import crops from '../fixtures/boxes/crops.json' with { type: 'json' };
import places from '../fixtures/boxes/places.json' with { type: 'json' };

const rectangle = ([x, y, width, height]: readonly number[]): Rectangle => ({
  x: x!,
  y: y!,
  width: width!,
  height: height!,
});
const numbers = ({ x, y, width, height }: Rectangle) => [x, y, width, height];

describe('a box in its cut', () => {
  it.each(places)('$turn $fit $stored', ({ stored, turn, fit, size, box, place }) => {
    const found = boxInCut(rectangle(box), null, {
      frame: { width: stored[0]!, height: stored[1]!, turn },
      image: { kind: 'file', path: 'a.jpg' },
      options: { size, fit } as Pick<CutOptions, 'size' | 'fit'>,
    });
    expect(found === null).toBe(place === null);
    if (found === null || place === null) return;
    numbers(found).forEach((value, i) => expect(value).toBeCloseTo(place[i]!, 9));
  });

  it('is scaled where it was drawn in a larger image', () => {
    const found = boxInCut({ x: 256, y: 0, width: 512, height: 1024 }, [1024, 1024], {
      frame: { width: 100, height: 50, turn: 1 },
      image: { kind: 'file', path: 'a.png' },
      options: { size: 64, fit: 'stretch' },
    });
    expect(found).toEqual({ x: 16, y: 0, width: 32, height: 64 });
  });

  it('fills its own crop but for the margin', () => {
    const box = { x: 20, y: 30, width: 40, height: 20 };
    const found = boxInCut(box, null, {
      frame: { width: 200, height: 100, turn: 1 },
      image: { kind: 'file', path: 'a.png', region: { ...box, space: null, margin: 0.5 } },
      options: { size: 64, fit: 'stretch' },
    });
    expect(found).toEqual({ x: 16, y: 16, width: 32, height: 32 });
  });
});

const names = [...new Set(crops.map(({ file }) => file))];
const source = memorySource(
  'test',
  Object.fromEntries(
    names.map((name) => [
      name,
      new Uint8Array(readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url))),
    ]),
  ),
);

async function cut(images: ImageReference[], over: Partial<CutOptions>): Promise<CutRow[]> {
  const rows = images.map((_, row) => row);
  const options = { ...defaultRecipe.cut, ...over };
  const found: CutRow[] = [];
  for await (const row of cutRows(pixelReader(source), images, rows, options, 1)) found.push(row);
  return found;
}

function sha256(row: CutRow | undefined): string {
  if (row === undefined || 'problem' in row) throw new Error(`no tensor: ${JSON.stringify(row)}`);
  return createHash('sha256').update(row.data).digest('hex');
}

const regionOf = (one: (typeof crops)[number]): BoxRegion => ({
  ...rectangle(one.box),
  space: one.space as [number, number] | null,
  margin: one.margin,
});

describe('crops', () => {
  const kinds = (['stretch', 'crop', 'pad'] as const).flatMap((fit) =>
    (['stored', 'upright'] as const).map((orientation) => ({ fit, orientation })),
  );
  it.each(kinds)("have Pillow's bytes and sides: $fit, $orientation", async (options) => {
    const wanted = crops.filter(
      ({ fit, upright }) => fit === options.fit && upright === (options.orientation === 'upright'),
    );
    const images = wanted.map((one): ImageReference => ({
      kind: 'file',
      path: one.file,
      region: regionOf(one),
    }));
    // `fast` must not change them: a part of an image is never decoded smaller.
    const found = await cut(images, { ...options, size: 28, decode: 'fast' });
    expect(found.map(sha256)).toEqual(wanted.map((one) => one.sha256));
    wanted.forEach(({ region: [left, top, right, bottom] }, i) => {
      expect(found[i]).toMatchObject({ width: right! - left!, height: bottom! - top! });
    });
  });

  const region = (over: Partial<BoxRegion>): ImageReference => ({
    kind: 'file',
    path: 'rgb-120x90.png',
    region: { x: 10, y: 10, width: 30, height: 30, space: null, margin: 0.1, ...over },
  });

  it('reject a box without an area, and one beyond the edges, and go on', async () => {
    const images = [
      region({ width: 0 }),
      region({}),
      region({ x: 120.5 }),
      region({ y: -40, height: 30, margin: 0 }),
    ];
    const found = await cut(images, { size: 28 });
    expect(found.map((one) => ('problem' in one ? one.problem.kind : 'cut'))).toEqual([
      'empty-box',
      'cut',
      'empty-box',
      'empty-box',
    ]);
  });

  it('give the same bytes one by one as together', async () => {
    const images = Array.from({ length: 20 }, (_, i) => region({ x: 3 * i, width: 20 + i }));
    const together = await cut(images, { size: 28 });
    const alone = await Promise.all(images.map(async (image) => (await cut([image], { size: 28 }))[0]));
    expect(together.map(sha256)).toEqual(alone.map(sha256));
  });

  it('are previewed as they are cut', async () => {
    const previewer = new RowPreviewer(pixelReader(source));
    const options = { ...defaultRecipe.cut, channels: 'grey' as const };
    const { cuts, original, frame } = await previewer.preview(region({}), options, [28]);
    expect(cuts[0]!.data).toEqual(
      (await cut([region({})], options)).map((row) => 'data' in row && row.data)[0],
    );
    expect([original.width, original.height]).toEqual([36, 36]);
    expect(frame).toEqual({ width: 120, height: 90, turn: 1 });
  });
});
