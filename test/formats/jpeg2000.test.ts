/** JPEG 2000 files against Pillow's pixels (test/fixtures/jpeg2000/make.py), and what is wrong with damaged ones. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, isDeep } from '../../src/domain/index.ts';
import { sniffImage } from '../../src/formats/index.ts';
import { problemOf } from '../source/problem-of.ts';
import { readBytes } from './read-bytes.ts';

interface Expected {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly deep: boolean;
  /** Base64 of 8-bit samples, or of 16-bit ones where it is deep. */
  readonly pixels: string;
  readonly tolerance?: number;
}

const folder = new URL('../fixtures/jpeg2000/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Expected
>;
const problemWith = (bytes: Uint8Array) => problemOf(readBytes(bytes, '1.jp2'));

/** Where a marker of the main header lies. */
function markerAt(bytes: Uint8Array, marker: number): number {
  return bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === marker);
}

describe('JPEG 2000', () => {
  it('has a fixture for every expectation', () => {
    const files = readdirSync(folder).filter((name) => /^(?!unsupported).*\.j[p2][2k]$/.test(name));
    expect(files.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s has the pixels of Pillow', async (name, wanted) => {
    const bytes = fixture(name);
    expect(sniffImage(bytes)).toBe('jpeg2000');
    const image = await readBytes(bytes, name);
    expect([image.width, image.height]).toEqual([wanted.width, wanted.height]);
    expect(isDeep(image)).toBe(wanted.deep);
    if (isDeep(image))
      expect(image).toMatchObject({
        slope: 1,
        intercept: 0,
        range: [0, 65535],
        voi: [],
        inverted: false,
      });
    else expect(image.channels).toBe(wanted.channels);
    const raw = Uint8Array.from(Buffer.from(wanted.pixels, 'base64'));
    const values = Array.from(wanted.deep ? new Uint16Array(raw.buffer) : raw);
    const worst = Math.max(...Array.from(image.data, (value, i) => Math.abs(value - values[i]!)));
    expect(image.data.length).toBe(values.length);
    expect(worst).toBeLessThanOrEqual(wanted.tolerance ?? 0);
  });
});

describe('a JPEG 2000 file that can not be read', () => {
  it('is truncated before its code stream begins, and ends in an error or a picture within it', async () => {
    const whole = fixture('grey.jp2');
    const start = markerAt(whole, 0x4f);
    for (let length = 12; length < start + 43; length++)
      expect(await problemWith(whole.subarray(0, length))).toEqual({
        kind: 'truncated-image',
        file: '1.jp2',
        parameters: { format: 'JPEG 2000', bytes: length },
      });
    for (let length = start + 43; length < whole.length - 2; length += 17)
      expect((await problemWith(whole.subarray(0, length))).kind).toMatch(/damaged|truncated/);
  });

  it('promises more than fits, or more than can come out of it', async () => {
    const bytes = fixture('grey.j2k');
    const size = new DataView(bytes.buffer);
    const setAll = (side: number) => {
      for (const at of [8, 12, 24, 28]) size.setUint32(at, side);
    };
    setAll(60_000);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'image-too-large' });
    setAll(16_000);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'damaged-image' });
    // Sixty-five thousand tiles in some hundred bytes.
    setAll(4080);
    size.setUint32(24, 16);
    size.setUint32(28, 16);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'truncated-image' });
    size.setUint32(24, 0);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'damaged-image' });
    size.setUint32(8, 0);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'damaged-image' });
  });

  it('is of a kind that is not read', async () => {
    const subsampled = fixture('rgb.j2k');
    const components = markerAt(subsampled, 0x51) + 40;
    subsampled[components + 4] = 2;
    expect(await problemWith(subsampled)).toMatchObject({
      kind: 'unsupported-image',
      parameters: { format: 'JPEG 2000', detail: 'subsampled components' },
    });
    const alpha = fixture('unsupported-alpha.jp2');
    expect(await problemWith(alpha)).toMatchObject({ parameters: { detail: '4 components' } });
    const colours = Buffer.from(alpha.buffer).indexOf('colr') + 4;
    new DataView(alpha.buffer).setUint32(colours + 3, 12);
    expect(await problemWith(alpha)).toMatchObject({ parameters: { detail: 'CMYK' } });
  });

  it('breaks in no other way, whatever bytes are wrong', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(expected)),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        async (name, changes) => {
          const bytes = fixture(name);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          await readBytes(bytes, '1.jp2').catch((error: unknown) => {
            if (!(error instanceof AppError)) throw error;
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});
