/** JPEG of every kind against Pillow's pixels (test/fixtures/jpeg/make.py), and what is wrong with damaged ones. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, isDeep } from '../../src/domain/index.ts';
import { decodePlan } from '../../src/formats/jpeg/decode.ts';
import type { BlockSize } from '../../src/formats/jpeg/geometry.ts';
import { readPlan } from '../../src/formats/jpeg/markers.ts';
import { decodeJpegSamples } from '../../src/formats/jpeg/samples.ts';
import { asStored, type ReadOptions } from '../../src/formats/image-format.ts';
import { readImage } from '../../src/formats/read-image.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';
import { readBytes, readPixels } from './read-bytes.ts';

interface Expected {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly depth: 8 | 12;
  /** Base64; of 12 bits the lower byte first. */
  readonly pixels: string;
  /** Turned as EXIF says, where that makes a difference. */
  readonly upright?: Omit<Expected, 'depth'>;
  /** By the number of samples that a block has a side: its components by a float64 DCT, rounded. */
  readonly reduced?: Readonly<Record<string, Reduced>>;
}

interface Reduced {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Base64. */
  readonly samples: string;
}

const folder = new URL('../fixtures/jpeg/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Expected
>;
const problemWith = (bytes: Uint8Array) => problemOf(readPixels(bytes, 'a/1.jpg'));
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const withReduced = Object.entries(expected).flatMap(([name, { reduced }]) =>
  Object.entries(reduced ?? {}).map(
    ([blockSize, image]) => [name, Number(blockSize) as BlockSize, image] as const,
  ),
);
const withUpright = Object.entries(expected).flatMap(([name, { upright }]) =>
  upright === undefined ? [] : [[name, upright] as const],
);

async function readWith(name: string, options: Partial<ReadOptions>) {
  const image = await readImage(bytesFile(name, fixture(name)), { ...asStored, ...options });
  if (isDeep(image)) throw new Error(`${name} is deeper than 8 bits`);
  return image;
}

/** A copy with the bytes at `offset` in the frame header's (SOF) contents replaced. */
function withFrame(bytes: Uint8Array, offset: number, values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  const frame = copy.findIndex((byte, i) => byte === 0xff && copy[i + 1] === 0xc0) + 4;
  copy.set(values, frame + offset);
  return copy;
}

describe('JPEG', () => {
  it('passes over comments', async () => {
    const bytes = fixture('grey.jpg');
    const commented = Uint8Array.of(
      0xff,
      0xd8,
      0xff,
      0xfe,
      0,
      5,
      0x68,
      0x65,
      0x79,
      ...bytes.subarray(2),
    );
    expect(await readPixels(commented, '1.jpg')).toEqual(await readPixels(bytes, '1.jpg'));
  });

  it('has a fixture for every expectation', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.jpg'));
    expect(files.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s has the pixels of Pillow', async (name, image) => {
    const { width, height, channels, depth, pixels } = image;
    const found = await readBytes(fixture(name), name);
    expect(found).toMatchObject({ width, height });
    if (isDeep(found)) {
      expect(depth).toBe(12);
      expect(found).toMatchObject({ slope: 1, intercept: 0, range: [0, 4095] });
      expect(found.data).toEqual(new Uint16Array(bytesOf(pixels).buffer));
    } else {
      expect(found.channels).toBe(channels);
      expect(found.data).toEqual(bytesOf(pixels));
    }
  });

  it.each(withReduced)('%s is within a level of the DCT of %i points', (name, blockSize, image) => {
    const bytes = fixture(name);
    const found = decodePlan(bytes, readPlan(bytes, name), 'none', blockSize, name);
    const { width, height, components, samples } = image;
    expect(found).toMatchObject({ width, height, components });
    const wanted = bytesOf(samples);
    expect(found.data).toHaveLength(wanted.length);
    expect(Math.max(...wanted.map((sample, i) => Math.abs(sample - found.data[i]!)))).toBeLessThan(2);
  });

  it.each([
    [12, 20, 12],
    [6, 10, 6],
    [3, 5, 3],
    [13, 40, 24],
  ] as const)('is reduced as long as %i px remain', async (atLeast, width, height) => {
    expect(await readWith('grey-progressive.jpg', { atLeast })).toMatchObject({ width, height });
  });

  it.each(withUpright)('%s is turned upright where that is wanted', async (name, image) => {
    const { width, height, channels, pixels } = image;
    const { stored, ...found } = await readWith(name, { upright: true });
    expect(found).toEqual({ width, height, channels, data: bytesOf(pixels) });
    const sides = stored!.turn >= 5 ? [height, width] : [width, height];
    expect([stored!.width, stored!.height]).toEqual(sides);
  });

  it('gives its components unconverted where that is wanted', async () => {
    const converted = await decodeJpegSamples(fixture('rgb-444.jpg'), '', 'as-marked');
    const stored = await decodeJpegSamples(fixture('rgb-444.jpg'), '', 'none');
    expect(stored).toMatchObject({ components: 3, bits: 8, width: 33, height: 21 });
    for (let i = 0; i < stored.data.length; i += 3) {
      const [y, cb, cr] = stored.data.subarray(i, i + 3);
      const red = Math.min(Math.max(Math.round(y! + 1.402 * (cr! - 128)), 0), 255);
      const blue = Math.min(Math.max(Math.round(y! + 1.772 * (cb! - 128)), 0), 255);
      expect([converted.data[i], converted.data[i + 2]]).toEqual([red, blue]);
    }
  });
});

describe('a JPEG that can not be read', () => {
  it('is truncated wherever it is cut off', async () => {
    const whole = fixture('rgb-progressive.jpg');
    for (let length = 3; length < whole.length; length++)
      expect(await problemWith(whole.subarray(0, length))).toEqual({
        kind: 'truncated-image',
        file: 'a/1.jpg',
        parameters: { format: 'JPEG', bytes: length },
      });
  });

  it('is truncated where the rest of it is zeros, as in an unfinished download', async () => {
    const bytes = fixture('rgb-444.jpg');
    bytes.fill(0, bytes.length / 2);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'truncated-image' });
  });

  it('may have something behind its end', async () => {
    const whole = fixture('grey.jpg');
    const longer = new Uint8Array(whole.length + 100);
    longer.set(whole);
    expect(await readPixels(longer, '')).toEqual(await readPixels(whole, ''));
  });

  it.each([
    ['12 bits', 0, [12]],
    ['37 x 0 px in its header', 1, [0, 0]],
  ] as const)('is unsupported: %s', async (detail, offset, values) => {
    const changed = withFrame(fixture('grey.jpg'), offset, values);
    expect(await problemWith(changed)).toMatchObject({
      kind: 'unsupported-image',
      parameters: { detail },
    });
  });

  it.each([
    ['coding process 3', 0xc3],
    ['coding process 9', 0xc9],
    ['JPEG-LS', 0xf7],
  ] as const)('is unsupported: %s', async (detail, marker) => {
    const bytes = fixture('grey.jpg');
    bytes[bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0) + 1] = marker;
    expect(await problemWith(bytes)).toMatchObject({
      kind: 'unsupported-image',
      parameters: { detail },
    });
  });

  it('is too large by its header', async () => {
    const bytes = withFrame(fixture('grey.jpg'), 1, [255, 255, 255, 255]);
    expect(await problemWith(bytes)).toMatchObject({
      kind: 'image-too-large',
      parameters: { width: 65535, height: 65535 },
    });
  });

  it('is damaged where its header promises more blocks than it has bits', async () => {
    const bytes = withFrame(fixture('grey.jpg'), 1, [60, 0, 60, 0]);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'damaged-image' });
  });

  it('is damaged where its tables are', async () => {
    const bytes = fixture('grey.jpg');
    const tables = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc4);
    bytes.fill(255, tables + 5, tables + 21);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'damaged-image', file: 'a/1.jpg' });
  });

  it('is pixels or a problem, whatever happened to its bytes', async () => {
    const names = Object.keys(expected);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
          minLength: 1,
          maxLength: 8,
        }),
        async (name, changes) => {
          const bytes = fixture(name);
          for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value;
          const found = await readBytes(bytes, name).catch((error: unknown) => error);
          if (found instanceof Error) expect(found).toBeInstanceOf(AppError);
        },
      ),
      { numRuns: 500 },
    );
  });
});
