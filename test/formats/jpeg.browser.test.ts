/** JPEG in Chromium against Pillow's pixels (test/fixtures/jpeg/make.py), and what is wrong with damaged ones. */
import { afterEach, describe, expect, it } from 'vitest';
import { problemOf } from '../source/problem-of.ts';
import { readPixels } from './read-bytes.ts';
import expected from '../fixtures/jpeg/expected.json';

const urls = import.meta.glob<string>('../fixtures/jpeg/*.jpg', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function fixture(name: string): Promise<Uint8Array> {
  const response = await fetch(urls[`../fixtures/jpeg/${name}`]!);
  return new Uint8Array(await response.arrayBuffer());
}

const problemWith = (bytes: Uint8Array) => problemOf(readPixels(bytes, 'a/1.jpg'));
const readable = Object.entries(expected).filter(([, { mode }]) => mode !== 'CMYK');
const withBothDecoders = readable.flatMap(([name, image]) => [
  [name, 'ImageDecoder', image] as const,
  [name, 'canvas', image] as const,
]);
const { ImageDecoder } = globalThis;

afterEach(() => Object.assign(globalThis, { ImageDecoder }));

/** A copy with the 16-bit values at `offset` in the frame header's (SOF) contents replaced. */
function withFrame(bytes: Uint8Array, offset: number, values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  const frame = copy.findIndex((byte, i) => byte === 0xff && copy[i + 1] === 0xc0) + 4;
  copy.set(values, frame + offset);
  return copy;
}

describe('JPEG', () => {
  it('has a fixture for every expectation', () => {
    expect(Object.keys(urls)).toHaveLength(Object.keys(expected).length);
  });

  it.each(withBothDecoders)(
    '%s has the pixels of Pillow, decoded by %s',
    async (name, decoder, image) => {
      const { width, height, mode, pixels } = image;
      if (decoder === 'canvas') Reflect.deleteProperty(globalThis, 'ImageDecoder');
      expect('ImageDecoder' in globalThis).toBe(decoder === 'ImageDecoder');
      const bytes = await fixture(name);
      const found = await readPixels(bytes, name);
      expect(found).toMatchObject({ width, height, channels: mode === 'L' ? 1 : 3 });
      expect(found.data).toEqual(Uint8Array.from(atob(pixels), (char) => char.charCodeAt(0)));
    },
  );

  it('is read in bands where it is large, without a seam', async () => {
    const [width, height] = [2500, 2000];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    const slope = context.createLinearGradient(0, 0, 0, height);
    slope.addColorStop(0, 'black');
    slope.addColorStop(1, 'white');
    context.fillStyle = slope;
    context.fillRect(0, 0, width, height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 });
    const { data, channels } = await readPixels(new Uint8Array(await blob.arrayBuffer()), '');
    expect(channels).toBe(3);
    for (let y = 0; y < height; y++) {
      const red = data[(y * width + 77) * 3]!;
      expect(Math.abs(red - (y / height) * 255)).toBeLessThan(3);
    }
  });
});

describe('a JPEG that can not be read', () => {
  it('is truncated wherever it is cut off', async () => {
    const whole = await fixture('rgb-progressive.jpg');
    for (let length = 3; length < whole.length; length += 13)
      expect(await problemWith(whole.subarray(0, length))).toEqual({
        kind: 'truncated-image',
        file: 'a/1.jpg',
        parameters: { format: 'JPEG', bytes: length },
      });
    expect(await problemWith(whole.subarray(0, whole.length - 1))).toMatchObject({
      kind: 'truncated-image',
    });
  });

  it('is truncated where the rest of it is zeros, as in an unfinished download', async () => {
    const bytes = await fixture('rgb-444.jpg');
    bytes.fill(0, bytes.length / 2);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'truncated-image' });
  });

  it('may have something behind its end', async () => {
    const whole = await fixture('grey.jpg');
    const longer = new Uint8Array(whole.length + 100);
    longer.set(whole);
    expect(await readPixels(longer, '')).toEqual(await readPixels(whole, ''));
  });

  it.each([
    ['CMYK', 'cmyk.jpg', null],
    ['12 bits', 'grey.jpg', [0, [12]]],
    ['37 x 0 px in its header', 'grey.jpg', [1, [0, 0]]],
  ] as const)('is unsupported: %s', async (detail, name, change) => {
    const bytes = await fixture(name);
    const changed = change === null ? bytes : withFrame(bytes, change[0], change[1]);
    expect(await problemWith(changed)).toMatchObject({
      kind: 'unsupported-image',
      parameters: { detail },
    });
  });

  it('is too large by its header', async () => {
    const bytes = withFrame(await fixture('grey.jpg'), 1, [255, 255, 255, 255]);
    expect(await problemWith(bytes)).toMatchObject({
      kind: 'image-too-large',
      parameters: { width: 65535, height: 65535 },
    });
  });

  it('is damaged where its tables are', async () => {
    const bytes = await fixture('grey.jpg');
    const tables = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc4);
    bytes.fill(255, tables + 5, tables + 21);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'damaged-image', file: 'a/1.jpg' });
  });
});
