/** Colour and fit by hand-checked numbers; the bytes of whole images are compared with Pillow's in the browser tests. */
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/domain/index.ts';
import { isGrey, toGrey, toRgb } from '../../src/preprocess/colour.ts';
import { cutImage, previewImage, type CutShape } from '../../src/preprocess/cut-image.ts';

const bicubic: Omit<CutShape, 'fit'> = { size: 28, filter: 'bicubic' };

function constant(width: number, height: number, level = 255): Pixels {
  return { width, height, channels: 1, data: new Uint8Array(width * height).fill(level) };
}

/** First and last row that has a pixel other than black, and the same for columns. */
function box(data: Uint8Array, size: number) {
  const lit = [...data.keys()].filter((at) => data[at] !== 0);
  const rows = lit.map((at) => Math.floor(at / size));
  const columns = lit.map((at) => at % size);
  return {
    rows: [Math.min(...rows), Math.max(...rows)],
    columns: [Math.min(...columns), Math.max(...columns)],
  };
}

describe('colour', () => {
  it.each([
    [[255, 255, 255], 255],
    [[255, 0, 0], 76],
    [[0, 255, 0], 150],
    [[0, 0, 255], 29],
    [[1, 2, 3], 2],
  ])('%j is grey %i, as ITU-R 601-2 rounds it', (rgb, grey) => {
    expect([...toGrey({ width: 1, height: 1, channels: 3, data: Uint8Array.from(rgb) }).data]).toEqual([
      grey,
    ]);
  });

  it('gives every grey level back from its RGB', () => {
    const levels: Pixels = {
      width: 256,
      height: 1,
      channels: 1,
      data: Uint8Array.from({ length: 256 }, (_, i) => i),
    };
    expect(toGrey(toRgb(levels)).data).toEqual(levels.data);
    expect(isGrey(toRgb(levels))).toBe(true);
  });

  it('sees a single coloured pixel', () => {
    const rgb = toRgb(constant(20, 20, 100));
    rgb.data[rgb.data.length - 1] = 101;
    expect(isGrey(rgb)).toBe(false);
  });
});

describe('cutImage', () => {
  it('takes the middle square of a crop, the odd pixel staying at the far end', () => {
    const row: Pixels = { width: 4, height: 1, channels: 1, data: Uint8Array.of(1, 2, 3, 4) };
    expect(cutImage(row, { ...bicubic, fit: 'crop' }, 1)).toEqual(new Uint8Array(28 * 28).fill(2));
  });

  it.each([
    // 2.5 rows are 2 and 1.5 are 2: halves go to the even number, as in Python.
    { width: 56, height: 5, rows: [13, 14], columns: [0, 27] },
    { width: 56, height: 3, rows: [13, 14], columns: [0, 27] },
    { width: 13, height: 28, rows: [0, 27], columns: [8, 20] },
    { width: 11, height: 28, rows: [0, 27], columns: [8, 18] },
    // 0.1 of a row is still a row.
    { width: 280, height: 1, rows: [14, 14], columns: [0, 27] },
    { width: 40, height: 40, rows: [0, 27], columns: [0, 27] },
  ])('lays $width x $height in the middle of black', ({ width, height, rows, columns }) => {
    const data = cutImage(constant(width, height), { ...bicubic, fit: 'pad' }, 1);
    expect(box(data, 28)).toEqual({ rows, columns });
  });

  it.each(['stretch', 'crop', 'pad'] as const)('passes an image of the asked shape on: %s', (fit) => {
    const pixels = constant(28, 28, 7);
    expect(cutImage(pixels, { ...bicubic, fit }, 1)).toBe(pixels.data);
  });

  it.each(['stretch', 'crop', 'pad'] as const)('gives the asked size and channels: %s', (fit) => {
    const options: CutShape = { size: 64, fit, filter: 'lanczos' };
    for (const channels of [1, 3] as const) {
      for (const pixels of [constant(50, 31), toRgb(constant(50, 31))]) {
        expect(cutImage(pixels, options, channels)).toHaveLength(64 * 64 * channels);
      }
    }
  });

  it('previews what it will cut', () => {
    const pixels = toRgb(constant(50, 31, 90));
    const options: CutShape = { ...bicubic, fit: 'pad' };
    const [small, large] = previewImage(pixels, options, 3, [28, 128]);
    expect(small!.data).toEqual(cutImage(pixels, options, 3));
    expect(large).toEqual({
      width: 128,
      height: 128,
      channels: 3,
      data: cutImage(pixels, { ...options, size: 128 }, 3),
    });
  });
});
