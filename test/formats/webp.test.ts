/** What of WebP is read without a browser's decoder: which files are cut off, too large or no pictures. */
import { describe, expect, it } from 'vitest';
import { sniffImage } from '../../src/formats/read-image.ts';
import { problemOf } from '../source/problem-of.ts';
import { describeDamage, endOf, fixtureBytes } from './pillow-fixtures.ts';
import { readBytes } from './read-bytes.ts';

const problemWith = (bytes: Uint8Array) => problemOf(readBytes(bytes, 'a/1.webp'));

function changed(name: string, at: number, values: readonly number[]): Uint8Array {
  const bytes = fixtureBytes('webp', name);
  bytes.set(values, at);
  return bytes;
}

describe('a WebP', () => {
  it('needs a browser, and says so', async () => {
    for (const name of ['lossy.webp', 'lossless-alpha.webp', 'animation.webp']) {
      const bytes = fixtureBytes('webp', name);
      expect(sniffImage(bytes)).toBe('webp');
      expect(await problemWith(bytes)).toMatchObject({
        kind: 'unsupported-image',
        parameters: { format: 'WebP', detail: 'only browsers decode it' },
      });
    }
  });

  it('is truncated wherever it is cut off', async () => {
    for (const name of ['lossless-1x1.webp', 'lossy-odd.webp']) {
      const whole = fixtureBytes('webp', name);
      for (let length = 12; length < whole.length; length++)
        expect(await problemWith(whole.subarray(0, length))).toEqual({
          kind: 'truncated-image',
          file: 'a/1.webp',
          parameters: { format: 'WebP', bytes: length },
        });
    }
  });

  it('is damaged where its headers are', async () => {
    const header = (detail: string) => ({
      kind: 'damaged-image',
      parameters: { format: 'WebP', detail },
    });
    expect(await problemWith(changed('lossy.webp', 23, [0]))).toMatchObject(header('header of VP8'));
    expect(await problemWith(changed('lossless.webp', 20, [0]))).toMatchObject(header('header of VP8L'));
    expect(await problemWith(changed('lossy.webp', 12, [0x41]))).toMatchObject(header('no picture'));
  });

  it('promises more than there can be, and no memory is set aside', async () => {
    expect(await problemWith(changed('lossy-odd.webp', 26, [0xff, 0x3f, 0xff, 0x3f]))).toMatchObject({
      kind: 'unsupported-image',
    });
    // A canvas of 2^24 x 2^24 px.
    expect(await endOf(changed('lossy-icc.webp', 24, Array<number>(6).fill(255)))).toBe(
      'image-too-large',
    );
  });

  describeDamage('webp', ['lossy-alpha.webp', 'lossless-alpha.webp', 'animation.webp'], 200);
});
