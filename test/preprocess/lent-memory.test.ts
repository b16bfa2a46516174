/** Pictures of a cut lie one after the other in the same memory: none may show in another. */
import { encode } from 'fast-png';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultRecipe, type ImageReference } from '../../src/domain/index.ts';
import { cutImage, cutRows, pixelReader, readAs } from '../../src/preprocess/index.ts';
import { bytesFile, memorySource } from '../../src/source/index.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/large/${name}`, import.meta.url)));

/** Of waves that differ from one `k` to the next. */
function png(k: number, channels: 1 | 3, depth: 8 | 16): Uint8Array {
  const [width, height] = [620 + 10 * k, 500];
  const length = width * height * channels;
  const most = 2 ** depth - 1;
  const value = (_: unknown, i: number) => Math.round((Math.sin(i / (50 + 9 * k)) + 1) * 0.5 * most);
  const data = depth === 8 ? Uint8Array.from({ length }, value) : Uint16Array.from({ length }, value);
  return new Uint8Array(encode({ width, height, channels, depth, data }));
}

const files: Record<string, Uint8Array> = {};
for (const k of [0, 1, 2]) {
  files[`grey-${k}.jpg`] = fixture(`grey-${k}.jpg`);
  files[`rgb-${k}.jpg`] = fixture(`rgb-${k}.jpg`);
  files[`grey-${k}.png`] = png(k, 1, 8);
  files[`rgb-${k}.png`] = png(k, 3, 8);
  files[`deep-${k}.png`] = png(k, 1, 16);
}
// Alone among them: it is cut without a copy.
files['small.png'] = new Uint8Array(
  encode({ width: 224, height: 224, channels: 1, data: new Uint8Array(224 * 224).fill(99) }),
);
const paths = Object.keys(files);

it.each([1, 3] as const)('cuts each as if it were alone, to %d channels', async (channels) => {
  const options = { ...defaultRecipe.cut, size: 224 } as const;
  // Every one twice and next to different neighbours.
  const order = [...paths, ...paths.toReversed()];
  const images: ImageReference[] = order.map((path) => ({ kind: 'file', path }));
  const found: Uint8Array[] = [];
  const reader = pixelReader(memorySource('', files));
  for await (const row of cutRows(reader, images, [...images.keys()], options, channels)) {
    if ('problem' in row) throw new Error(JSON.stringify(row.problem));
    found.push(row.data.slice());
  }
  expect(found).toHaveLength(order.length);
  for (const [i, path] of order.entries()) {
    const alone = await readAs(bytesFile(path, files[path]!), options);
    expect(Buffer.compare(found[i]!, cutImage(alone, options, channels)), path).toBe(0);
  }
});
