/** TIFF against Pillow's pixels, or those that were put in (test/fixtures/tiff/make.py), and what is wrong with damaged ones. */
import { describe, expect, it } from 'vitest';
import { isDeep, type SourceFile } from '../../src/domain/index.ts';
import { openImage } from '../../src/formats/read-image.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';
import { describeDamage, describeFixtures, endOf, fixtureBytes } from './pillow-fixtures.ts';
import { readBytes } from './read-bytes.ts';

const problemWith = (bytes: Uint8Array) => problemOf(readBytes(bytes, 'a/1.tif'));

const widthTag = 256;
const heightTag = 257;

/** A copy of a little-endian file with the values of fields in its first directory replaced. */
function withFields(name: string, ...changes: readonly (readonly [tag: number, value: number])[]) {
  const bytes = fixtureBytes('tiff', name);
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(4, true);
  for (let i = 0; i < view.getUint16(directory, true); i++) {
    const at = directory + 2 + 12 * i;
    for (const [tag, value] of changes)
      if (view.getUint16(at, true) === tag) {
        view.setUint16(at + 2, 4, true);
        view.setUint32(at + 4, 1, true);
        view.setUint32(at + 8, value, true);
      }
  }
  return bytes;
}

describeFixtures('tiff', 60);

describe('TIFF', () => {
  it('has the range of its samples, and knows which way round they are', async () => {
    const range = async (name: string) => {
      const image = await readBytes(fixtureBytes('tiff', name), name);
      return isDeep(image) ? [image.range, image.inverted] : null;
    };
    expect(await range('grey-uint16.tif')).toEqual([[0, 65535], false]);
    expect(await range('grey-12.tif')).toEqual([[0, 4095], false]);
    expect(await range('grey-int16.tif')).toEqual([[-32768, 32767], false]);
    expect(await range('grey-float32.tif')).toEqual([null, false]);
    expect(await range('grey-uint16-white-is-zero.tif')).toEqual([[0, 65535], true]);
    expect(await range('grey-8-white-is-zero.tif')).toBe(null);
  });

  it('reads of a file only what a page needs', async () => {
    const bytes = fixtureBytes('tiff', 'grey-8-pages.tif');
    const read: [number, number][] = [];
    const far = 2 ** 33;
    // The same file with its last directory's data moved away would not fit into memory.
    const file: SourceFile = {
      ...bytesFile('a/1.tif', bytes),
      size: bytes.length + far,
      slice(start, end) {
        read.push([start, end]);
        const there = bytes.slice(start, Math.min(end, bytes.length));
        const whole = new Uint8Array(end - start);
        whole.set(there);
        return Promise.resolve(whole);
      },
    };
    const stack = await openImage(file);
    expect(stack).toMatchObject({ frames: 3, representative: 0 });
    expect(await stack.read(2)).toMatchObject({ width: 7, height: 7 });
    expect(read.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(100_000);
    await expect(stack.read(3)).rejects.toThrow(RangeError);
  });
});

describe('a TIFF that can not be read', () => {
  it('is truncated wherever it is cut off', async () => {
    for (const name of ['grey-8-strips.tif', 'rgb-8-deflate-tiles.tif', 'grey-8-bigtiff.tif']) {
      const whole = fixtureBytes('tiff', name);
      for (let length = 4; length < whole.length - 8; length += 3)
        expect(await endOf(whole.subarray(0, length))).toBe('truncated-image');
    }
  });

  it.each([
    ['CCITT', 'unsupported-image', [259, 4]],
    ['JPEG 2000', 'unsupported-image', [259, 33005]],
    ['compression 77', 'unsupported-image', [259, 77]],
    ['CMYK', 'unsupported-image', [262, 5]],
    ['13 bits, sample format 1', 'unsupported-image', [258, 13]],
    ['predictor 9', 'unsupported-image', [317, 9]],
    ['0 x 13 px', 'damaged-image', [widthTag, 0]],
    ['colour of 1 samples', 'damaged-image', [262, 2]],
    ['PackBits end early', 'damaged-image', [widthTag, 100]],
    ['no zlib header', 'damaged-image', [259, 8]],
    ['LZW ends early', 'damaged-image', [widthTag, 100]],
  ] as const)('says why: %s', async (detail, kind, change) => {
    const compressed = { LZW: 'grey-8-lzw.tif', PackBits: 'grey-8-packbits.tif' }[detail.split(' ')[0]!];
    const name = compressed ?? 'grey-8.tif';
    expect(await problemWith(withFields(name, change))).toMatchObject({
      kind,
      file: 'a/1.tif',
      parameters: { format: 'TIFF', detail },
    });
  });

  it('promises more than fits, or than there can be, and no memory is set aside', async () => {
    const sides = (side: number) => [[widthTag, side] as const, [heightTag, side] as const] as const;
    expect(await endOf(withFields('grey-8-lzw.tif', ...sides(60_000)))).toBe('image-too-large');
    for (const name of ['grey-8.tif', 'grey-8-lzw.tif', 'grey-8-deflate.tif', 'rgb-8-deflate-tiles.tif'])
      expect(await endOf(withFields(name, ...sides(16_000)))).not.toBe('pixels');
  });

  it('may have directories in a ring', async () => {
    const bytes = fixtureBytes('tiff', 'grey-8.tif');
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(4, true);
    view.setUint32(directory + 2 + 12 * view.getUint16(directory, true), directory, true);
    const stack = await openImage(bytesFile('a/1.tif', bytes));
    expect(stack.frames).toBe(1);
  });

  describeDamage('tiff', [
    'rgb-8-deflate-tiles.tif',
    'grey-8-lzw-predictor.tif',
    'grey-8-packbits.tif',
    'grey-float32-predictor.tif',
    'by-pillow-jpeg.tif',
    'palette-4.tif',
    'grey-8-bigtiff.tif',
  ]);
});
