/** Several images in one tensor, in the browser: byte for byte as Pillow lays them side by side (test/fixtures/together/make.py). */
import { describe, expect, it } from 'vitest';
import { defaultRecipe, type CutOptions, type ImageReference } from '../../src/domain/index.ts';
import { cutFile, cutImage, cutRows, pixelReader } from '../../src/preprocess/index.ts';
import { bytesFile, memorySource } from '../../src/source/index.ts';
import cases from '../fixtures/together/expected.json' with { type: 'json' };

const addresses = import.meta.glob<string>('../fixtures/{images,video}/*.{png,jpg,avi,mp4}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const addressOf = new Map(Object.entries(addresses).map(([path, url]) => [path.split('/').at(-1), url]));

async function bytesOf(name: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(addressOf.get(name)!)).arrayBuffer());
}

async function cut(images: readonly string[], options: Partial<CutOptions>, channels: 1 | 3) {
  const files = await Promise.all(images.map(async (name) => [name, await bytesOf(name)] as const));
  const [path, ...further] = images;
  const reference: ImageReference = {
    kind: 'file',
    path: path!,
    ...(further.length > 0 && { further }),
  };
  const rows = cutRows(
    pixelReader(memorySource('together', Object.fromEntries(files))),
    [reference],
    [0],
    { ...defaultRecipe.cut, several: 'together', ...options },
    channels,
  );
  const { value } = await rows.next();
  if (value === undefined || 'problem' in value) throw new Error(JSON.stringify(value));
  return value.data;
}

async function sha256(data: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(data)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const groups = [...new Set(cases.map(({ images }) => images.join(', ')))];

describe.each(groups)('%s', (name) => {
  it('are the same to the byte', async () => {
    const group = cases.filter(({ images }) => images.join(', ') === name);
    const different = [];
    for (const { images, options, channels, sum, sha256: known } of group) {
      const data = await cut(images, options as Partial<CutOptions>, channels as 1 | 3);
      const found = data.reduce((total, value) => total + value, 0);
      if ((await sha256(data)) !== known) different.push({ ...options, channels, sum, found });
    }
    expect(different).toEqual([]);
  });
});

describe('a video that the browser decodes', () => {
  it('is four of its frames, the same each time and where a model is asked about it', async () => {
    const file = await bytesOf('h264.mp4');
    const options = { ...defaultRecipe.cut, size: 64, several: 'together' } as const;
    const whole = await cut(['h264.mp4'], options, 3);
    expect(await cut(['h264.mp4'], options, 3)).toEqual(whole);
    expect(await cutFile(bytesFile('h264.mp4', file), options, 3)).toEqual(whole);

    const reader = pixelReader(memorySource('frames', { 'h264.mp4': file }));
    const expected = new Uint8Array(whole.length);
    for (const [tile, frame] of [1, 3, 6, 8].entries()) {
      const pixels = await reader.one({ kind: 'file', path: 'h264.mp4', frame }, options);
      const data = cutImage(pixels, { ...options, size: 32 }, 3);
      for (let y = 0; y < 32; y++)
        expected.set(
          data.subarray(y * 96, (y + 1) * 96),
          (((tile >> 1) * 32 + y) * 64 + (tile & 1) * 32) * 3,
        );
    }
    expect(whole).toEqual(expected);
  });
});
