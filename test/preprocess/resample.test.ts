/** Resampling against arrays that Pillow resampled (`test/fixtures/images/make.py`), and what has to hold for any image. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filters, type Filter, type Pixels } from '../../src/domain/index.ts';
import { coefficients, fractionBits } from '../../src/preprocess/coefficients.ts';
import { resamplePlain } from '../../src/preprocess/resample-plain.ts';
import { resample } from '../../src/preprocess/resample.ts';
import { simdResampler } from '../../src/preprocess/simd/resample-simd.ts';
import expected from '../fixtures/images/resample.json' with { type: 'json' };
import { fromBase64, storedPixels, type StoredPicture } from './fixture-bytes.ts';

const pictures: Record<string, StoredPicture> = expected.pictures;

const length = fc.integer({ min: 1, max: 60 });
const filter = fc.constantFrom(...filters);
const image = fc
  .record({ width: length, height: length, channels: fc.constantFrom<1 | 3>(1, 3) })
  .chain(({ width, height, channels }) =>
    fc
      .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
      .map((data): Pixels => ({ width, height, channels, data })),
  );

describe('resample', () => {
  it.each(expected.cases)("gives Pillow's bytes: $picture to $width x $height, $filter", (theCase) => {
    const pixels = storedPixels(pictures[theCase.picture]!);
    const result = resample(pixels, theCase.width, theCase.height, theCase.filter as Filter);
    expect([result.width, result.height, result.channels]).toEqual([
      theCase.width,
      theCase.height,
      pixels.channels,
    ]);
    expect(result.data).toEqual(fromBase64(theCase.bytes));
  });

  it('leaves an image of the asked size alone', () => {
    const property = fc.property(image, filter, (pixels, name) => {
      expect(resample(pixels, pixels.width, pixels.height, name).data).toBe(pixels.data);
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('does not change its input', () => {
    const property = fc.property(image, length, length, filter, (pixels, width, height, name) => {
      const before = pixels.data.slice();
      resample(pixels, width, height, name);
      expect(pixels.data).toEqual(before);
    });
    fc.assert(property);
  });

  it('keeps a constant image constant', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 255 }),
      fc.tuple(length, length, length, length),
      filter,
      (level, [width, height, newWidth, newHeight], name) => {
        const data = new Uint8Array(width * height).fill(level);
        const result = resample({ width, height, channels: 1, data }, newWidth, newHeight, name);
        expect(result.data).toEqual(new Uint8Array(newWidth * newHeight).fill(level));
      },
    );
    fc.assert(property);
  });

  it('never leaves the range of its input with bilinear weights', () => {
    const property = fc.property(image, length, length, (pixels, width, height) => {
      const { data } = resample(pixels, width, height, 'bilinear');
      expect(Math.min(...data)).toBeGreaterThanOrEqual(Math.min(...pixels.data));
      expect(Math.max(...data)).toBeLessThanOrEqual(Math.max(...pixels.data));
    });
    fc.assert(property);
  });

  it('resamples each channel of a colour image as a grey one', () => {
    const property = fc.property(image, length, length, filter, (pixels, width, height, name) => {
      const whole = resample(pixels, width, height, name);
      for (let channel = 0; channel < pixels.channels; channel++) {
        const one = (data: Uint8Array) => data.filter((_, at) => at % pixels.channels === channel);
        const grey: Pixels = { ...pixels, channels: 1, data: one(pixels.data) };
        expect(resample(grey, width, height, name).data).toEqual(one(whole.data));
      }
    });
    fc.assert(property);
  });
});

describe('resampling with vectors', () => {
  it('gives the same bytes as without, for any region of any image', () => {
    const vectors = simdResampler()!;
    const property = fc.property(
      image,
      fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
      length,
      length,
      filter,
      (pixels, [a, b, c, d], newWidth, newHeight, name) => {
        const left = a % pixels.width;
        const top = b % pixels.height;
        const width = 1 + (c % (pixels.width - left));
        const height = 1 + (d % (pixels.height - top));
        const across = coefficients(width, newWidth, name);
        const down = coefficients(height, newHeight, name);
        const region = { left, top, width, height };
        expect(vectors(pixels, region, across, down)).toEqual(
          resamplePlain(pixels, region, across, down),
        );
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it.each([1, 3] as const)(
    'gives the same bytes for an image of several bands, %i channels',
    (channels) => {
      const [width, height] = [1031, 517];
      const data = Uint8Array.from(
        { length: width * height * channels },
        (_, at) => Math.imul(at, 2654435761) >>> 24,
      );
      const region = { left: 3, top: 5, width: 1021, height: 509 };
      const across = coefficients(region.width, 224, 'lanczos');
      const down = coefficients(region.height, 77, 'lanczos');
      const pixels: Pixels = { width, height, channels, data };
      const same = resamplePlain(pixels, region, across, down);
      expect(simdResampler()!(pixels, region, across, down)).toEqual(same);
    },
  );
});

describe('coefficients', () => {
  const lengths = fc.integer({ min: 1, max: 5000 });
  const outputs = fc.integer({ min: 1, max: 300 });

  it('sum to one and keep every sum of products within 32 bits', () => {
    const property = fc.property(lengths, outputs, filter, (input, output, name) => {
      const { starts, counts, weights, taps } = coefficients(input, output, name);
      for (let at = 0; at < output; at++) {
        const row = weights.subarray(at * taps, at * taps + counts[at]!);
        const positive = row.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
        const negative = row.reduce((sum, weight) => sum + Math.min(weight, 0), 0);
        const half = 2 ** (fractionBits - 1);
        // Each weight is off by half a unit at most, and a whole tap more for the double's own rounding.
        expect(Math.abs(positive + negative - 2 ** fractionBits)).toBeLessThanOrEqual(
          row.length / 2 + 1,
        );
        expect(255 * positive + half).toBeLessThan(2 ** 31);
        expect(255 * negative + half).toBeGreaterThanOrEqual(-(2 ** 31));
        expect(starts[at]).toBeGreaterThanOrEqual(0);
        expect(starts[at]! + counts[at]!).toBeLessThanOrEqual(input);
        expect(counts[at]).toBeGreaterThan(0);
      }
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('are made once for the same lengths and filter', () => {
    expect(coefficients(100, 28, 'bicubic')).toBe(coefficients(100, 28, 'bicubic'));
    expect(coefficients(100, 28, 'bicubic')).not.toBe(coefficients(100, 28, 'lanczos'));
  });
});
