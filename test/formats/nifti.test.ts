/** Volumes as nibabel turns and scales them (test/fixtures/nifti/make.py), slice by slice along each plane, and what is wrong with damaged ones. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AppError,
  defaultRecipe,
  isDeep,
  type Plane,
  planes,
  type SourceFile,
} from '../../src/domain/index.ts';
import { asStored, openImage, sniffImage } from '../../src/formats/index.ts';
import { pixelReader } from '../../src/preprocess/index.ts';
import { bytesFile, memorySource } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';
import expectedFile from '../fixtures/nifti/expected.json' with { type: 'json' };

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: readonly number[];
}
interface Expected {
  readonly own: { readonly plane: Plane; readonly order: readonly number[] };
  readonly planes: Record<Plane, readonly Picture[]>;
}

const { colour, pair, ...grey } = expectedFile;
const expected = Object.entries(grey as unknown as Record<string, Expected>);
const folder = new URL('../fixtures/nifti/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const nameOf = (name: string) => (name === 'packed' ? 'packed.nii.gz' : `${name}.nii`);
const open = (name: string, plane: Plane | null = null) =>
  openImage(bytesFile(name, fixture(name)), { ...asStored, plane });

async function values(stack: Awaited<ReturnType<typeof open>>, frame: number): Promise<Picture> {
  const image = await stack.read(frame);
  if (!isDeep(image)) throw new Error('8 bits');
  const { width, height, data, slope, intercept } = image;
  return { width, height, data: Array.from(data, (stored) => stored * slope + intercept) };
}

describe('NIfTI', () => {
  it('has an expectation for every file that can be read', () => {
    const files = readdirSync(folder).filter((name) => /\.nii(\.gz)?$/.test(name));
    const known = [...expected.map(([name]) => nameOf(name)), 'colour.nii', 'complex.nii'];
    expect(files.sort()).toEqual(known.sort());
  });

  it.each(expected)(
    'has the slices of nibabel along each plane: %s',
    async (name, { planes: sliced }) => {
      for (const plane of planes) {
        const stack = await open(nameOf(name), plane);
        const frames = sliced[plane].length;
        expect(stack.frames).toBe(name === 'series' ? 3 * frames : frames);
        expect(stack.representative).toBe(frames >> 1);
        for (let frame = 0; frame < frames; frame++)
          expect(await values(stack, frame)).toEqual(sliced[plane][frame]);
        // In falling order too.
        expect(await values(stack, 0)).toEqual(sliced[plane][0]);
        await expect(stack.read(stack.frames)).rejects.toThrow(RangeError);
        stack.close();
      }
    },
  );

  it.each(expected)(
    'comes in the order of its third axis: %s',
    async (name, { own, planes: sliced }) => {
      const stack = await open(nameOf(name));
      for (const [frame, slice] of own.order.entries())
        expect(await values(stack, frame)).toEqual(sliced[own.plane][slice]);
    },
  );

  it('may have colours', async () => {
    for (const plane of planes) {
      const stack = await open('colour.nii', plane);
      for (const [frame, picture] of (colour as Record<Plane, readonly Picture[]>)[plane].entries()) {
        const { width, height, data } = await stack.read(frame);
        expect({ width, height, data: Array.from(data) }).toEqual(picture);
      }
    }
  });

  it('may be a header beside its voxels', async () => {
    const asked: string[] = [];
    const stack = await openImage(bytesFile('pair.hdr', fixture('pair.hdr')), {
      ...asStored,
      plane: 'coronal',
      beside(extension) {
        asked.push(extension);
        return Promise.resolve(bytesFile('pair.img', fixture('pair.img')));
      },
    });
    for (const [frame, picture] of pair.planes.coronal.entries())
      expect(await values(stack, frame)).toEqual(picture);
    expect(asked).toEqual(['img']);
  });

  it('finds the voxels beside it in a source', async () => {
    const files = { 'a/PAIR.HDR': fixture('pair.hdr'), 'a/PAIR.IMG': fixture('pair.img') };
    const shape = { ...defaultRecipe.cut, window: 'full' } as const;
    const reference = { kind: 'file', path: 'a/PAIR.HDR', plane: 'axial', frame: 0 } as const;
    const read = (from: Record<string, Uint8Array>) =>
      pixelReader(memorySource('', from)).one(reference, shape);
    const { width, height } = pair.planes.axial[0]!;
    expect(await read(files)).toMatchObject({ width, height, channels: 1 });
    expect(await problemOf(read({ 'a/PAIR.HDR': files['a/PAIR.HDR'] }))).toMatchObject({
      kind: 'unsupported-image',
    });
  });

  it('says what it knows of its values', async () => {
    const [image, plain] = await Promise.all(
      ['window.nii', 'little-f4.nii'].map(async (name) => (await open(name)).read(0)),
    );
    expect(image).toMatchObject({
      range: [-32768, 32767],
      voi: [{ kind: 'linear-exact', centre: 155.25, width: 390.5 }],
    });
    expect(plain).toMatchObject({ range: null, voi: [], padding: null, slope: 1, intercept: 0 });
  });

  it('reads no more than a slice, in the order of the file', async () => {
    const bytes = fixture('little-i2.nii');
    let read = 0;
    const counting: SourceFile = {
      ...bytesFile('a.nii', bytes),
      slice(start, end) {
        read += Math.min(end, bytes.length) - start;
        return Promise.resolve(bytes.slice(start, end));
      },
    };
    const stack = await openImage(counting);
    const afterHeader = read;
    await stack.read(2);
    expect(read - afterHeader).toBe(4 * 5 * 2);
  });
});

describe('a volume that can not be read', () => {
  it.each([
    ['complex.nii', 'data type 32'],
    ['pair.hdr', 'header of a .hdr/.img pair without its .img'],
    ['analyze.hdr', 'header of an Analyze .hdr/.img pair'],
  ])('is of a kind that is not supported: %s', async (name, detail) => {
    expect(sniffImage(fixture(name))).toBe('nifti');
    expect(await problemOf(open(name))).toEqual({
      kind: 'unsupported-image',
      file: name,
      parameters: { format: 'NIfTI', detail },
    });
  });

  it('is truncated wherever it is cut off', async () => {
    for (const name of ['little-i2.nii', 'nifti-2.nii']) {
      const whole = fixture(name);
      const stack = await openImage(bytesFile('a.nii', whole.subarray(0, whole.length)));
      expect(stack.frames).toBeGreaterThan(1);
      for (let length = 348; length < whole.length; length++)
        expect(await problemOf(openImage(bytesFile('a.nii', whole.subarray(0, length))))).toEqual({
          kind: 'truncated-image',
          file: 'a.nii',
          parameters: { format: 'NIfTI', bytes: length },
        });
    }
  });

  it.each([
    ['0 axes', 40, 0],
    ['8 axes', 40, 8],
    ['size 0 x 5 x 6', 42, 0],
    ['size -1 x 5 x 6', 42, -1],
  ])('is damaged: %s', async (detail, at, value) => {
    const bytes = fixture('little-i2.nii');
    new DataView(bytes.buffer).setInt16(at, value, true);
    expect(await problemOf(openImage(bytesFile('a.nii', bytes)))).toMatchObject({
      kind: 'damaged-image',
      parameters: { detail },
    });
  });

  it('promises more than any file holds, and no memory is set aside', async () => {
    const bytes = fixture('nifti-2.nii');
    const view = new DataView(bytes.buffer);
    for (const axis of [1, 2, 3]) view.setBigInt64(16 + 8 * axis, 2n ** 40n, true);
    expect(await problemOf(openImage(bytesFile('a.nii', bytes)))).toMatchObject({
      kind: 'damaged-image',
    });
  });

  it('ends in pixels or in an AppError, whichever bytes are wrong', async () => {
    const change = fc.tuple(fc.nat(539), fc.nat(255));
    const names = fc.constantFrom('oblique-sform.nii', 'mirrored-qform.nii', 'nifti-2.nii');
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.array(change, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(null, ...planes),
        async (name, changes, plane) => {
          const bytes = fixture(name);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            const stack = await openImage(bytesFile(name, bytes), { ...asStored, plane });
            await stack.read(stack.representative);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
        },
      ),
      { numRuns: 800 },
    );
  });
});
