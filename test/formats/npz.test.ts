/** Arrays as NumPy reads them (test/fixtures/npz/make.py), headers of all versions, and what is wrong with bad ones. */
import { makeZip } from 'client-zip';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, type DeepData } from '../../src/domain/index.ts';
import { openNpz } from '../../src/formats/index.ts';
import { parseHeader } from '../../src/formats/npz/npy-header.ts';
import { memorySource } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';

interface Expected {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  readonly values?: readonly number[];
  readonly sums?: readonly number[];
}

const folder = new URL('../fixtures/npz/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Expected
>;

async function npzOf(bytes: Uint8Array) {
  return openNpz(await memorySource('', { 'a.npz': bytes }).open('a.npz'));
}

/** A .npy file with any header text. */
function npy(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  return Uint8Array.of(
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    1,
    0,
    text.length & 255,
    text.length >> 8,
    ...text,
    ...data,
  );
}

async function npzWith(members: Readonly<Record<string, Uint8Array>>) {
  const entries = Object.entries(members).map(([name, input]) => ({ name, input }));
  return npzOf(new Uint8Array(await new Response(makeZip(entries)).arrayBuffer()));
}

const sum = (numbers: DeepData) => Array.from(numbers).reduce((total, value) => total + value, 0);

describe('npz', () => {
  it('has the members that NumPy wrote', async () => {
    const { members } = await npzOf(fixture('arrays.npz'));
    expect([...members.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { dtype, shape, fortranOrder }] of Object.entries(expected)) {
      const member = members.get(name)!;
      expect({ name, shape: member.shape, fortranOrder: member.fortranOrder }).toEqual({
        name,
        shape,
        fortranOrder,
      });
      expect(member.dtype.replaceAll(' ', '')).toBe(dtype.replaceAll(' ', ''));
    }
  });

  const numeric = Object.entries(expected).filter(([, { values }]) => values !== undefined);
  it('has at least all integer and float types in both byte orders among them', () => {
    expect(numeric.length).toBeGreaterThan(25);
  });

  it.each(numeric)('has the integers of %s', async (name, { shape, values }) => {
    const found = await (await npzOf(fixture('arrays.npz'))).integers(name);
    expect(found.shape).toEqual(shape);
    expect([...found.values]).toEqual(values);
  });

  it.each(['arrays.npz', 'arrays-stored.npz'])(
    'has the rows of images, in any order, in %s',
    async (name) => {
      const npz = await npzOf(fixture(name));
      const sums = expected['train_images']!.sums!;
      for (let row = 0; row < 40; row += 8) {
        const rows = await npz.rows('train_images', row, row + 8);
        expect(rows).toHaveLength(8 * 28 * 28);
        for (let i = 0; i < 8; i++)
          expect(sum(rows.subarray(i * 784, (i + 1) * 784))).toBe(sums[row + i]);
      }
      for (const row of [39, 0, 17])
        expect(sum(await npz.rows('train_images', row, row + 1))).toBe(sums[row]);
      expect(await npz.rows('train_images', 40, 40)).toHaveLength(0);
      await expect(npz.rows('train_images', 30, 41)).rejects.toThrow(RangeError);
    },
  );

  it('is read in all versions of its headers', async () => {
    const npz = await npzOf(fixture('versions.npz'));
    for (const version of ['version_1', 'version_2', 'version_3'])
      expect([...(await npz.integers(version)).values]).toEqual(expected['labels_little_i8']!.values);
  });

  it('may have no rows at all', async () => {
    const npz = await npzOf(fixture('arrays.npz'));
    expect(await npz.rows('no_images', 0, 0)).toHaveLength(0);
  });
});

describe('an array that can not be used', () => {
  it.each([
    ['objects', { kind: 'npz-object-array', parameters: { member: 'objects', dtype: '|O' } }],
    [
      'strings',
      {
        kind: 'npz-unsupported-array',
        parameters: { dtype: '<U6', shape: '(2)', expected: 'integers' },
      },
    ],
    ['structured', { kind: 'npz-unsupported-array' }],
    ['complex', { kind: 'npz-unsupported-array', parameters: { dtype: '<c16' } }],
    ['fractions', { kind: 'npz-unsupported-array', parameters: { dtype: '<f8' } }],
    ['missing', { kind: 'npz-unsupported-array', parameters: { dtype: '<f4' } }],
    ['too_large', { kind: 'npz-unsupported-array', parameters: { dtype: '<i8' } }],
    ['val_labels', { kind: 'npz-missing-member', parameters: { member: 'val_labels' } }],
  ])('as labels: %s', async (name, problem) => {
    const npz = await npzOf(fixture('arrays.npz'));
    expect(await problemOf(npz.integers(name))).toMatchObject({ file: 'a.npz', ...problem });
  });

  it.each([
    ['objects', 'npz-object-array'],
    ['labels_little_i8', 'npz-unsupported-array'],
    ['scalar', 'npz-unsupported-array'],
    ['complex', 'npz-unsupported-array'],
    ['structured', 'npz-unsupported-array'],
  ])('as images: %s', async (name, kind) => {
    const npz = await npzOf(fixture('arrays.npz'));
    const first = npz.images(name, { start: 0, end: 1 }).next();
    expect(await problemOf(first)).toMatchObject({ file: 'a.npz', kind });
  });

  it.each([
    '(9007199254740993, 28, 28)',
    '(4294967296, 4294967296, 1)',
    '(99999999999999999999999999, 2, 2)',
    '(0, 9007199254740993, 3)',
    '(1, 100000, 100000)',
    '(0, 0)',
    '(9007199254740991, 0)',
  ])('has an absurd shape, and no memory is set aside: %s', async (shape) => {
    const header = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`;
    const npz = await npzWith({ 'x.npy': npy(header, new Uint8Array(11)) });
    const kind = expect.stringMatching(/^npz-(unsupported-array|damaged-member)$/) as string;
    expect(await problemOf(npz.images('x', { start: 0, end: 1 }).next())).toMatchObject({ kind });
    const labels = await npz.integers('x').catch((error: unknown) => error);
    expect(labels).toSatisfy(
      (result) => result instanceof AppError || (result as { values: Int32Array }).values.length === 0,
    );
  });

  it('is shorter than its header says', async () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4), }";
    const npz = await npzWith({ 'x.npy': npy(header, new Uint8Array(11)) });
    const problem = {
      kind: 'npz-damaged-member',
      file: 'a.npz',
      parameters: { member: 'x', expectedBytes: 12, foundBytes: 11 },
    };
    expect(await problemOf(npz.rows('x', 0, 1))).toEqual(problem);
    expect(await problemOf(npz.integers('x'))).toEqual(problem);
  });

  it('is no array, or ends within its header', async () => {
    const whole = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", Uint8Array.of(1));
    expect(await problemOf(npzWith({ 'x.npy': new Uint8Array(40) }))).toMatchObject({
      kind: 'npz-unsupported-array',
    });
    expect(await problemOf(npzWith({ 'x.npy': npy('nonsense', whole) }))).toMatchObject({
      kind: 'npz-unsupported-array',
    });
    expect(await problemOf(npzWith({ 'x.npy': whole.subarray(0, 30) }))).toMatchObject({
      kind: 'npz-damaged-member',
    });
    expect((await npzWith({ 'x.npy': whole, 'notes.txt': whole })).members.size).toBe(1);
  });

  it('lies in an archive that was cut in half', async () => {
    const bytes = fixture('arrays.npz');
    const half = bytes.subarray(0, bytes.length / 2);
    expect(await problemOf(npzOf(half))).toMatchObject({ kind: 'damaged-archive', file: 'a.npz' });
  });
});

describe('headers', () => {
  it('are read whatever the shape, the quotes, the order of the keys and the spaces', () => {
    const keys = fc.shuffledSubarray(['descr', 'fortran_order', 'shape'], { minLength: 3 });
    const shapes = fc.array(fc.nat(10_000), { maxLength: 4 });
    const dtypes = fc.constantFrom('|u1', '<i8', '>f4', '|O', '<U12', '|b1');
    fc.assert(
      fc.property(
        keys,
        shapes,
        dtypes,
        fc.boolean(),
        fc.constantFrom('', ' ', '   '),
        fc.constantFrom("'", '"'),
        (order, shape, dtype, fortranOrder, space, quote) => {
          const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(`,${space}`)})`;
          const texts: Record<string, string> = {
            descr: `${quote}${dtype}${quote}`,
            fortran_order: fortranOrder ? 'True' : 'False',
            shape: tuple,
          };
          const text = order
            .map((key) => `${quote}${key}${quote}:${space}${texts[key]}`)
            .join(`,${space}`);
          const bytes = npy(`{${text}${space}}`, new Uint8Array(3));
          expect(parseHeader(bytes)).toEqual({
            dtype,
            shape,
            fortranOrder,
            dataOffset: bytes.length - 3,
          });
        },
      ),
    );
  });

  it('that are cut off or random are not understood, and nothing breaks', () => {
    const whole = npy(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (3L, 4L), }",
      new Uint8Array(0),
    );
    expect(parseHeader(whole)?.shape).toEqual([3, 4]);
    for (let length = 0; length < whole.length; length++)
      expect(parseHeader(whole.subarray(0, length))).toBeNull();
    // Patterns would try every end of every list.
    const hostile = npy("'descr':[".repeat(7000), new Uint8Array(0));
    expect(parseHeader(hostile)).toBeNull();
    expect(parseHeader(npy(`{'descr': ${'['.repeat(60_000)}`, new Uint8Array(0)))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseHeader(bytes)).toBeNull();
      }),
    );
  });
});
