/** Arrays of pictures and volumes as NumPy indexes them (test/fixtures/npy/make.py): every kind of number, both orders, and single .npy files. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, type DecodedImage, type Plane, planes } from '../../src/domain/index.ts';
import { asStored, openImage, openNpz } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';
import expected from '../fixtures/npy/expected.json' with { type: 'json' };

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: readonly number[];
}
type Sliced = Partial<Record<Plane, readonly Picture[]>>;

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/npy/${name}`, import.meta.url)));
const open = (name: string) => openNpz(bytesFile(name, fixture(name)));
const openPicture = (name: string, plane: Plane | null = null) =>
  openImage(bytesFile(name, fixture(name)), { ...asStored, plane });

const plain = ({ width, height, data }: DecodedImage): Picture => ({
  width,
  height,
  data: Array.from(data),
});

describe('arrays of an .npz', () => {
  const arrays = Object.entries(expected.arrays as Record<string, Sliced[]>);

  it.each(arrays)('are pictures in any order of reading: %s', async (name, rows) => {
    const npz = await open('arrays.npz');
    for (const plane of planes) {
      const known = rows.map((row) => row[plane]);
      for (const slice of known[0]?.keys() ?? []) {
        const found: Picture[] = [];
        for await (const image of npz.images(name, { start: 0, end: rows.length, plane, slice }))
          found.push(plain(image));
        expect(found).toEqual(known.map((slices) => slices![slice]));
      }
    }
    for (const row of [rows.length - 1, 0]) {
      const { value } = await npz.images(name, { start: row, end: row + 1 }).next();
      const slices = rows[row]!.axial!;
      expect(plain(value!)).toEqual(slices[slices.length >> 1]);
    }
  });

  it('keep their depth: uint8 is 8 bits, everything else waits for a window', async () => {
    const npz = await open('arrays.npz');
    const range = async (name: string) => {
      const { value } = await npz.images(name, { start: 0, end: 1 }).next();
      return 'kind' in value! ? value.range : value!.channels;
    };
    expect(await range('little_u1')).toBe(1);
    expect(await range('fortran_rgb')).toBe(3);
    expect(await range('rgb_16')).toBe(3);
    expect(await range('big_i2')).toEqual([-32768, 32767]);
    expect(await range('little_b1')).toEqual([0, 1]);
    expect(await range('big_f2')).toBeNull();
  });
});

describe('a .npy', () => {
  it.each(Object.entries(expected.single as Record<string, Sliced>))(
    'is a picture or a volume: %s',
    async (name, sliced) => {
      for (const plane of planes) {
        if (sliced[plane] === undefined) continue;
        const stack = await openPicture(`${name}.npy`, plane);
        expect(stack.frames).toBe(sliced[plane].length);
        expect(stack.representative).toBe(stack.frames >> 1);
        for (const frame of [...sliced[plane].keys()].reverse())
          expect(plain(await stack.read(frame))).toEqual(sliced[plane][frame]);
        await expect(stack.read(stack.frames)).rejects.toThrow(RangeError);
      }
    },
  );

  it('opens like an archive with one member named after it', async () => {
    const npz = await open('volume.npy');
    expect([...npz.members]).toEqual([
      ['volume', expect.objectContaining({ dtype: '>i2', shape: [5, 6, 7] })],
    ]);
    expect((await npz.integers('volume')).values).toHaveLength(210);
  });

  it.each(['complex', 'objects', 'vector', 'four-channels'])('of %s is not read', async (name) => {
    expect(await problemOf(openPicture(`${name}.npy`))).toMatchObject({ kind: 'unsupported-image' });
  });

  it('that is cut off is truncated, wherever', async () => {
    const whole = fixture('rgb.npy');
    for (let length = 12; length < whole.length; length++) {
      const problem = problemOf(openImage(bytesFile('a.npy', whole.subarray(0, length))));
      expect(await problem).toEqual({
        kind: 'truncated-image',
        file: 'a.npy',
        parameters: { format: 'NumPy', bytes: length },
      });
    }
  });

  it('that is damaged ends in pixels or in an AppError', async () => {
    const whole = fixture('volume.npy');
    const change = fc.tuple(fc.nat(127), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const stack = await openImage(bytesFile('a.npy', bytes));
          await stack.read(stack.representative);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
