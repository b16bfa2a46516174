/** WebP in Chromium against Pillow's pixels (test/fixtures/webp/make.py). */
import { describe, expect, it } from 'vitest';
import { problemOf } from '../source/problem-of.ts';
import { readPixels } from './read-bytes.ts';
import expected from '../fixtures/webp/expected.json';

const urls = import.meta.glob<string>('../fixtures/webp/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function fixture(name: string): Promise<Uint8Array> {
  const response = await fetch(urls[`../fixtures/webp/${name}`]!);
  return new Uint8Array(await response.arrayBuffer());
}

describe('WebP', () => {
  it('has a fixture for every expectation', () => {
    expect(Object.keys(urls)).toHaveLength(Object.keys(expected).length);
  });

  it.each(Object.entries(expected))('%s has the pixels of Pillow', async (name, image) => {
    const { width, height, channels, data } = await readPixels(await fixture(name), name);
    expect({ width, height, channels }).toEqual({
      width: image.width,
      height: image.height,
      channels: 3,
    });
    const pixels = Uint8Array.from(atob(image.pixels), (char) => char.charCodeAt(0));
    expect(data.length).toBe(pixels.length);
    expect(data.findIndex((value, i) => value !== pixels[i])).toBe(-1);
  });

  it('is damaged where its data are', async () => {
    const bytes = await fixture('lossless.webp');
    bytes.fill(255, 30, 200);
    expect(await problemOf(readPixels(bytes, 'a/1.webp'))).toMatchObject({
      kind: 'damaged-image',
      file: 'a/1.webp',
    });
  });
});
