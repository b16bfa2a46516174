/** Folders of image files beside an expected.json that has every frame's pixels, as a reference program reads them. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, type DecodedImage, isDeep } from '../../src/domain/index.ts';
import { openImage, sniffImage } from '../../src/formats/read-image.ts';
import { bytesFile } from '../../src/source/index.ts';

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** NumPy's name. */
  readonly type: string;
  /** Base64, lowest byte first. */
  readonly pixels: string;
}

const kinds = [
  'truncated-image',
  'damaged-image',
  'unsupported-image',
  'image-too-large',
  'not-an-image',
];

export function fixtureBytes(format: string, name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/${format}/${name}`, import.meta.url)));
}

async function* framesOf(bytes: Uint8Array, path: string): AsyncGenerator<DecodedImage> {
  const stack = await openImage(bytesFile(path, bytes));
  for (let frame = 0; frame < stack.frames; frame++) yield await stack.read(frame);
  stack.close();
}

/** An image in the form of the expectations. */
function described(image: DecodedImage): Frame {
  const { width, height, data } = image;
  return {
    width,
    height,
    channels: isDeep(image) ? 1 : image.channels,
    type: data.constructor.name.replace('Array', '').toLowerCase(),
    pixels: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
  };
}

/** Every file of the folder has the pixels that are expected. */
export function describeFixtures(format: string, atLeast: number): void {
  const folder = new URL(`../fixtures/${format}/`, import.meta.url);
  const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
    string,
    Frame[]
  >;
  describe(`fixtures of ${format}`, () => {
    it('has a fixture for every expectation', () => {
      const files = readdirSync(folder).filter((name) => !/\.(py|json)$/.test(name));
      expect(files.sort()).toEqual(Object.keys(expected).sort());
      expect(files.length).toBeGreaterThanOrEqual(atLeast);
    });

    it.each(Object.entries(expected))('%s has the pixels of Pillow', async (name, frames) => {
      const bytes = fixtureBytes(format, name);
      expect(sniffImage(bytes)).toBe(format);
      const found: Frame[] = [];
      for await (const image of framesOf(bytes, name)) found.push(described(image));
      expect(found).toEqual(frames);
    });
  });
}

/** What a file ends as: pixels, or the kind of its problem. Anything else than an AppError is thrown on. */
export async function endOf(bytes: Uint8Array): Promise<string> {
  try {
    for await (const { data, width, height } of framesOf(bytes, 'a/1'))
      expect(data.length).toBeGreaterThanOrEqual(width * height);
    return 'pixels';
  } catch (error) {
    if (error instanceof AppError) return error.problem.kind;
    throw error;
  }
}

/** Whatever single bytes are wrong, and wherever it is cut off, a file ends as pixels or as a problem with images. */
export function describeDamage(format: string, names: readonly string[], numRuns = 400): void {
  it.each(names)('%s may be damaged anywhere', { timeout: 60_000 }, async (name) => {
    const whole = fixtureBytes(format, name);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(whole.length * 4), async (changes, cut) => {
        const bytes = whole.slice(0, Math.max(8, cut));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        expect(['pixels', ...kinds]).toContain(await endOf(bytes));
      }),
      { numRuns },
    );
  });
}
