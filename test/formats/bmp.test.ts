/** BMP of every kind against Pillow's pixels (test/fixtures/bmp/make.py), and what is wrong with damaged ones. */
import { describe, expect, it } from 'vitest';
import { problemOf } from '../source/problem-of.ts';
import { describeDamage, describeFixtures, endOf, fixtureBytes } from './pillow-fixtures.ts';
import { readBytes } from './read-bytes.ts';

const problemWith = (bytes: Uint8Array) => problemOf(readBytes(bytes, 'a/1.bmp'));

/** A copy with 32-bit numbers put at offsets. */
function withNumbers(name: string, ...changes: readonly (readonly [at: number, value: number])[]) {
  const bytes = fixtureBytes('bmp', name);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of changes) view.setUint32(at, value, true);
  return bytes;
}

describeFixtures('bmp', 25);

describe('a BMP that can not be read', () => {
  it('is truncated wherever it is cut off', async () => {
    for (const name of ['8-bit-os2.bmp', '24-bit-top-down.bmp', '16-bit-fields-565.bmp']) {
      const whole = fixtureBytes('bmp', name);
      for (let length = 10; length < whole.length - 3; length++)
        expect(await endOf(whole.subarray(0, length))).toBe('truncated-image');
    }
    const runs = fixtureBytes('bmp', 'rle8.bmp');
    for (let length = 10; length < runs.length - 6; length++)
      expect(await endOf(runs.subarray(0, length))).toBe('truncated-image');
  });

  it.each([
    ['17 bits', [28, 0x11], 'unsupported-image'],
    ['compression 4', [30, 4], 'unsupported-image'],
    ['header of 41 bytes', [14, 41], 'unsupported-image'],
    ['0 x 6 px', [18, 0], 'damaged-image'],
    ['RLE4 with 8 bits', [30, 2], 'damaged-image'],
    ['70000 colours', [46, 70_000], 'damaged-image'],
  ] as const)('says why: %s', async (detail, change, kind) => {
    expect(await problemWith(withNumbers('8-bit.bmp', change))).toMatchObject({
      kind,
      file: 'a/1.bmp',
      parameters: { format: 'BMP', detail },
    });
  });

  it('promises more than fits, or than there is, and no memory is set aside', async () => {
    expect(await endOf(withNumbers('24-bit.bmp', [18, 60_000], [22, 60_000]))).toBe('image-too-large');
    for (const name of ['24-bit.bmp', 'rle8.bmp'])
      expect(await endOf(withNumbers(name, [18, 16_000], [22, 16_000]))).toBe('truncated-image');
  });

  describeDamage('bmp', ['4-bit-few-colours.bmp', 'rle8.bmp', 'rle4.bmp', '32-bit-fields-bgra.bmp']);
});
