/** PNG of every kind against Pillow's pixels (test/fixtures/png/make.py), and what is wrong with damaged ones. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isDeep } from '../../src/domain/index.ts';
import { sniffImage } from '../../src/formats/read-image.ts';
import { problemOf } from '../source/problem-of.ts';
import { readBytes, readPixels } from './read-bytes.ts';

interface Expected {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly depth: 8 | 16;
  /** Base64; of 16 bits the lower byte first. */
  readonly pixels: string;
}

const folder = new URL('../fixtures/png/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Expected
>;
const problemWith = (bytes: Uint8Array) => problemOf(readPixels(bytes, 'a/1.png'));

function chunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
}

interface Parts {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly rows?: Uint8Array;
  readonly idat?: Uint8Array;
}

/** A grey image of 2 x 2 px, unless told otherwise. */
function png({
  width = 2,
  height = 2,
  depth = 8,
  colourType = 0,
  rows = new Uint8Array(6),
  idat = deflateSync(rows),
}: Parts): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType], 8);
  return new Uint8Array(
    Buffer.concat([
      fixture('grey-8.png').subarray(0, 8),
      chunk('IHDR', header),
      chunk('IDAT', idat),
      chunk('IEND', new Uint8Array()),
    ]),
  );
}

describe('PNG', () => {
  it('has a fixture for every expectation', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.png'));
    expect(files.sort()).toEqual(Object.keys(expected).sort());
    expect(files.length).toBeGreaterThan(30);
  });

  it.each(Object.entries(expected))(
    '%s has the pixels of Pillow',
    async (name, { pixels, ...shape }) => {
      const bytes = fixture(name);
      const found = await readBytes(bytes, name);
      const { width, height, data } = found;
      const channels = isDeep(found) ? 1 : found.channels;
      expect({ width, height, channels, depth: data.BYTES_PER_ELEMENT * 8 }).toEqual(shape);
      expect(Buffer.from(data.buffer).toString('base64')).toBe(pixels);
      if (isDeep(found))
        expect(found).toMatchObject({ range: [0, 65535], slope: 1, intercept: 0, voi: [] });
      expect(sniffImage(bytes)).toBe('png');
    },
  );

  it('does not care where its bytes lie in memory', async () => {
    const bytes = fixture('rgb-8.png');
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(await readPixels(shifted.subarray(3), '')).toEqual(await readPixels(bytes, ''));
  });
});

describe('a PNG that can not be read', () => {
  it('is truncated wherever it is cut off', async () => {
    for (const name of ['grey-8.png', 'palette-4-interlaced.png', 'rgba-16.png']) {
      const whole = fixture(name);
      // From the twelve bytes of IEND the last four are a checksum of nothing; the file may do without them.
      for (let length = 8; length <= whole.length - 5; length++) {
        const problem = await problemWith(whole.subarray(0, length));
        expect(problem).toEqual({
          kind: 'truncated-image',
          file: 'a/1.png',
          parameters: { format: 'PNG', bytes: length },
        });
      }
    }
  });

  it('is truncated where it has fewer rows than its header says', async () => {
    expect(await problemWith(png({ rows: new Uint8Array(5) }))).toMatchObject({
      kind: 'truncated-image',
    });
    expect(await problemWith(png({ rows: new Uint8Array(0) }))).toMatchObject({
      kind: 'truncated-image',
    });
  });

  it('may have more data than rows, but not a wrong checksum of them', async () => {
    const idat = deflateSync(new Uint8Array(60));
    expect((await readBytes(png({ idat }), 'x.png')).width).toBe(2);
    idat[idat.length - 1]! ^= 1;
    expect(await problemWith(png({ idat }))).toMatchObject({ kind: 'damaged-image' });
  });

  it('is damaged where a checksum is wrong', async () => {
    const bytes = fixture('grey-8.png');
    bytes[bytes.length - 30]! ^= 1;
    expect(await problemWith(bytes)).toEqual({
      kind: 'damaged-image',
      file: 'a/1.png',
      parameters: { format: 'PNG', detail: 'checksum of IDAT' },
    });
  });

  it.each([
    ['filter 9', { rows: Uint8Array.of(9, 0, 0, 9, 0, 0) }],
    ['0 x 2 px', { width: 0 }],
    ['colour type 2 with 4 bits', { colourType: 2, depth: 4 }],
    ['colour type 5 with 8 bits', { colourType: 5 }],
    ['no palette', { colourType: 3 }],
  ] as const)('is damaged: %s', async (detail, parts) => {
    expect(await problemWith(png(parts))).toMatchObject({
      kind: 'damaged-image',
      parameters: { detail },
    });
  });

  it('is damaged where the compressed data are', async () => {
    const bytes = png({ width: 100, height: 100, rows: new Uint8Array(100 * 101) });
    const broken = Buffer.concat([
      bytes.subarray(0, 33),
      chunk(
        'IDAT',
        Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256),
      ),
      chunk('IEND', new Uint8Array()),
    ]);
    expect(await problemWith(new Uint8Array(broken))).toMatchObject({ kind: 'damaged-image' });
  });

  it('promises more than fits, or more than can come out of it, and no memory is set aside', async () => {
    expect(await problemWith(png({ width: 50_000, height: 50_000 }))).toEqual({
      kind: 'image-too-large',
      file: 'a/1.png',
      parameters: { width: 50_000, height: 50_000, limitPixels: 2 ** 28 },
    });
    expect(
      await problemWith(png({ width: 16_000, height: 16_000, depth: 16, colourType: 6 })),
    ).toMatchObject({
      kind: 'truncated-image',
    });
  });

  it('never breaks in another way, whatever bytes are wrong', { timeout: 60_000 }, async () => {
    const whole = fixture('palette-2-interlaced.png');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = whole.slice();
        bytes[at]! ^= by;
        const problem = await readPixels(bytes, 'a/1.png').then(
          () => null,
          (error: unknown) => problemOf(Promise.reject(error as Error)),
        );
        if (problem !== null)
          expect(['truncated-image', 'damaged-image', 'image-too-large', 'not-an-image']).toContain(
            problem.kind,
          );
      }),
      { numRuns: 300 },
    );
  });
});
