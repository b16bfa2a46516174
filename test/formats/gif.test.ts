/** GIF against Pillow's pixels of every frame (test/fixtures/gif/make.py), and what is wrong with damaged ones. */
import { describe, expect, it } from 'vitest';
import { openImage } from '../../src/formats/read-image.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';
import { describeDamage, describeFixtures, endOf, fixtureBytes } from './pillow-fixtures.ts';
import { readBytes } from './read-bytes.ts';

const problemWith = (bytes: Uint8Array) => problemOf(readBytes(bytes, 'a/1.gif'));

/** A GIF of one frame without a palette, whose data are given as they are. */
function grey(width: number, height: number, bits: number, data: readonly number[]): Uint8Array {
  const numbers = (...values: number[]) => values.flatMap((value) => [value & 255, value >> 8]);
  return Uint8Array.from([
    ...Array.from('GIF89a', (char) => char.charCodeAt(0)),
    ...numbers(width, height),
    ...[0, 0, 0, 0x2c],
    ...numbers(0, 0, width, height),
    ...[0, bits, data.length, ...data, 0, 0x3b],
  ]);
}

describeFixtures('gif', 25);

describe('GIF', () => {
  it('gives its frames in any order, and the first stands for all', async () => {
    const bytes = fixtureBytes('gif', 'animation-disposal-3-transparent.gif');
    const stack = await openImage(bytesFile('a/1.gif', bytes));
    const inOrder = [];
    for (let frame = 0; frame < stack.frames; frame++) inOrder.push(await stack.read(frame));
    expect(stack).toMatchObject({ frames: 5, representative: 0 });
    for (const frame of [3, 0, 4, 4, 1, 2]) expect(await stack.read(frame)).toEqual(inOrder[frame]);
    await expect(stack.read(5)).rejects.toThrow(RangeError);
  });

  it('may do without its trailer, and has the frames before a cut', async () => {
    const whole = fixtureBytes('gif', 'animation-disposal-1.gif');
    expect(await endOf(whole.subarray(0, whole.length - 1))).toBe('pixels');
    const cut = await openImage(bytesFile('a/1.gif', whole.subarray(0, whole.length - 8)));
    expect(await cut.read(3)).toMatchObject({ width: 12, height: 10 });
    expect(await problemOf(cut.read(4))).toMatchObject({ kind: 'truncated-image' });
  });
});

describe('a GIF that can not be read', () => {
  it('is truncated wherever it is cut off', async () => {
    for (const name of ['palette-interlaced.gif', 'grey-local.gif']) {
      const whole = fixtureBytes('gif', name);
      for (let length = 6; length < whole.length - 4; length++)
        expect(await problemWith(whole.subarray(0, length))).toEqual({
          kind: 'truncated-image',
          file: 'a/1.gif',
          parameters: { format: 'GIF', bytes: length },
        });
    }
  });

  it.each([
    // Three bits a code: 4 begins anew, 0 is a pixel, 7 does not stand for anything yet.
    ['code 7 of 6', grey(5, 1, 2, [0b11_000_100, 0b1])],
    ['15 bits', grey(5, 1, 15, [4])],
    ['0 x 4 px', grey(0, 4, 2, [4])],
  ])('is damaged: %s', async (detail, bytes) => {
    expect(await problemWith(bytes)).toMatchObject({
      kind: 'damaged-image',
      parameters: { format: 'GIF', detail },
    });
  });

  it('promises more than fits, or than there can be, and no memory is set aside', async () => {
    expect(await endOf(grey(60_000, 60_000, 2, [4]))).toBe('image-too-large');
    expect(await endOf(grey(16_000, 16_000, 2, [4]))).toBe('truncated-image');
  });

  describeDamage(
    'gif',
    ['palette-interlaced.gif', 'animation-disposal-2-transparent.gif', 'grey.gif'],
    300,
  );
});
