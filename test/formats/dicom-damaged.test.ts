/** Damaged DICOM files: each ends in a picture or in an AppError, soon, and without more memory than the file is worth. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError, type Problem } from '../../src/domain/index.ts';
import { openImage, readDicomFacts } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';

const folder = new URL('../fixtures/dicom/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const names = readdirSync(folder).filter((name) => name.endsWith('.dcm'));

const typed = [
  'truncated-image',
  'damaged-image',
  'unsupported-image',
  'image-too-large',
  'not-an-image',
  'empty-file',
];

async function readAll(bytes: Uint8Array): Promise<void> {
  const stack = await openImage(bytesFile('1.dcm', bytes));
  for (let frame = 0; frame < Math.min(stack.frames, 3); frame++) await stack.read(frame);
}

/** Null where the file can be read after all; fails where something else than an AppError is thrown. */
async function problemWith(bytes: Uint8Array): Promise<Problem | null> {
  try {
    await readAll(bytes);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.problem;
    throw error;
  }
}

/** Bytes of an element's tag and VR in explicit little endian. */
function elementAt(bytes: Uint8Array, group: number, element: number): number {
  const wanted = [group & 255, group >> 8, element & 255, element >> 8];
  return bytes.findIndex((_, at) => wanted.every((byte, i) => bytes[at + i] === byte));
}

function withShort(name: string, group: number, element: number, value: number): Uint8Array {
  const bytes = fixture(name);
  const at = elementAt(bytes, group, element) + 8;
  bytes.set([value & 255, value >> 8], at);
  return bytes;
}

describe('a DICOM file that can not be read', () => {
  it('is truncated wherever it is cut off', { timeout: 60_000 }, async () => {
    for (const name of ['explicit-little.dcm', 'implicit.dcm', 'sequences-big.dcm', 'rle-rgb.dcm']) {
      const whole = fixture(name);
      // The last eight bytes of fragments are a delimiter, which a file may do without.
      const needed = whole.length - (name.startsWith('rle') ? 9 : 2);
      for (let length = 140; length < needed; length += 7) {
        const problem = await problemWith(whole.subarray(0, length));
        expect([name, length, problem?.kind]).toEqual([
          name,
          length,
          expect.stringMatching(/truncated-image|damaged-image|unsupported-image/),
        ]);
      }
      const inPixels = await problemWith(whole.subarray(0, needed - 20));
      expect(inPixels).toMatchObject({ kind: 'truncated-image', parameters: { format: 'DICOM' } });
    }
  });

  it.each(['lossless-16.dcm', 'ls-16.dcm', 'j2k-16.dcm', 'htj2k-16.dcm', 'jpeg-grey.dcm', 'rle-8.dcm'])(
    'ends in an error or a picture where %s is cut within its code',
    { timeout: 60_000 },
    async (name) => {
      const whole = fixture(name);
      for (let length = whole.length - 200; length < whole.length; length += 23) {
        const problem = await problemWith(whole.subarray(0, length));
        if (length < whole.length - 9) expect(problem?.kind).toBe('truncated-image');
      }
    },
  );

  it('promises more pixels than it has', async () => {
    const rows = [0x28, 0x10, 0xffff] as const;
    expect(await problemWith(withShort('explicit-little.dcm', ...rows))).toMatchObject({
      kind: expect.stringMatching(/truncated|damaged/) as string,
    });
    for (const name of ['rle-8.dcm', 'lossless-16.dcm', 'ls-16.dcm', 'j2k-16.dcm', 'jpeg-grey.dcm'])
      expect(await problemWith(withShort(name, ...rows))).toMatchObject({ kind: 'damaged-image' });
    expect(await problemWith(withShort('explicit-little.dcm', 0x28, 0x10, 0))).toMatchObject({
      kind: 'damaged-image',
      parameters: { detail: '19 x 0 px' },
    });
  });

  it('is too large whatever it holds', async () => {
    const bytes = withShort('rle-8.dcm', 0x28, 0x10, 0xffff);
    bytes.set([0xff, 0xff], elementAt(bytes, 0x28, 0x11) + 8);
    expect(await problemWith(bytes)).toMatchObject({ kind: 'image-too-large' });
  });

  it.each([
    ['3 bits allocated', 0x0100, 3],
    ['17 of 16 bits stored', 0x0101, 17],
    ['3 samples a pixel with MONOCHROME2', 0x0002, 3],
  ])('says so: %s', async (detail, element, value) => {
    const problem = await problemWith(withShort('explicit-little.dcm', 0x28, element, value));
    expect(problem).toMatchObject({ parameters: { format: 'DICOM', detail } });
  });

  it('has a sequence without an end', async () => {
    const bytes = fixture('sequences.dcm');
    for (let at = 0; at + 8 < bytes.length; at++)
      if (bytes[at] === 0xfe && bytes[at + 1] === 0xff && bytes[at + 2] === 0xdd) bytes[at + 2] = 0x0d;
    expect((await problemWith(bytes))?.kind).toMatch(/truncated-image|damaged-image/);
  });

  it('nests sequences without end', async () => {
    const whole = fixture('explicit-little.dcm');
    const start = whole.subarray(0, elementAt(whole, 0x08, 0x60));
    const level = [
      0x08, 0, 0x99, 0, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255,
    ];
    const deep = new Uint8Array(start.length + level.length * 20_000);
    deep.set(start);
    for (let i = 0; i < 20_000; i++) deep.set(level, start.length + i * level.length);
    expect(await problemWith(deep)).toMatchObject({
      kind: 'damaged-image',
      parameters: { detail: 'sequences more than 32 deep' },
    });
  });

  it('has no picture, or one of a kind that nobody reads', async () => {
    const bytes = fixture('explicit-little.dcm');
    const text = (at: number, value: string) => bytes.set(Buffer.from(value), at);
    text(elementAt(bytes, 0x02, 0x10) + 8, '1.2.840.10008.1.2.9');
    expect(await problemOf(readAll(bytes))).toEqual({
      kind: 'unsupported-image',
      file: '1.dcm',
      parameters: { format: 'DICOM', detail: 'transfer syntax 1.2.840.10008.1.2.9' },
    });
  });

  it('breaks in no other way, whatever bytes are wrong', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (name, changes) => {
          const bytes = fixture(name);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const problem = await problemWith(bytes);
          if (problem !== null) expect(typed).toContain(problem.kind);
          await readDicomFacts(bytesFile('1.dcm', bytes)).catch((error: unknown) => {
            if (!(error instanceof AppError)) throw error;
          });
        },
      ),
      { numRuns: 600 },
    );
  });
});
