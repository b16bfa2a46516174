/** DICOM files of every kind (test/fixtures/dicom/make.py) against what was encoded in them, and against pydicom. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DecodedImage, type DeepPixels, isDeep, type Voi } from '../../src/domain/index.ts';
import { openImage, readDicomFacts, sniffImage } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';

type Meaning = Partial<
  Pick<DeepPixels, 'slope' | 'intercept' | 'range' | 'padding' | 'voi' | 'inverted'>
>;

interface Expected {
  readonly kind: 'pixels' | 'deep';
  readonly width: number;
  readonly height: number;
  readonly channels?: 1 | 3;
  readonly type?: string;
  /** Base64, one for each frame. */
  readonly frames: readonly string[];
  readonly meaning?: Meaning;
  /** What is different for each frame. */
  readonly meanings?: readonly Meaning[];
  readonly representative?: number;
  readonly tolerance?: number;
  readonly facts?: Readonly<Record<string, string>>;
}

const folder = new URL('../fixtures/dicom/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Expected
>;

/** The expected values of a frame, in the type that the decoded image has. */
function valuesLike(data: DecodedImage['data'], base64: string): number[] {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const Values = data.constructor as new (buffer: ArrayBuffer) => DecodedImage['data'];
  return Array.from(new Values(bytes.buffer));
}

function meaningOf(image: DeepPixels): object {
  const { slope, intercept, range, padding, inverted, modality } = image;
  const plain = (voi: Voi) => (voi.kind === 'lut' ? { ...voi, values: Array.from(voi.values) } : voi);
  return { slope, intercept, range, padding, inverted, modality, voi: image.voi.map(plain) };
}

describe('DICOM', () => {
  it('has a fixture for every expectation', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.dcm'));
    expect(files.sort()).toEqual(Object.keys(expected).sort());
    expect(files.length).toBeGreaterThan(90);
  });

  it.each(Object.entries(expected))('%s holds what was put into it', async (name, wanted) => {
    const bytes = fixture(name);
    expect(sniffImage(bytes.subarray(0, 1024))).toBe('dicom');
    const stack = await openImage(bytesFile(name, bytes));
    expect(stack.frames).toBe(wanted.frames.length);
    expect(stack.representative).toBe(wanted.representative ?? 0);
    // Backwards, since no frame may rely on another.
    for (let frame = stack.frames - 1; frame >= 0; frame--) {
      const image = await stack.read(frame);
      expect([image.width, image.height]).toEqual([wanted.width, wanted.height]);
      if (isDeep(image)) {
        expect(wanted.kind).toBe('deep');
        expect(image.data.constructor.name).toBe(wanted.type);
        expect(meaningOf(image)).toEqual({ ...wanted.meaning, ...wanted.meanings?.[frame] });
      } else {
        expect(wanted.kind).toBe('pixels');
        expect(image.channels).toBe(wanted.channels);
      }
      const values = valuesLike(image.data, wanted.frames[frame]!);
      const found = Array.from(image.data);
      if (wanted.tolerance === undefined) expect(found).toEqual(values);
      expect(found.length).toBe(values.length);
      const worst = Math.max(...found.map((value, i) => Math.abs(value - values[i]!)));
      expect(worst).toBeLessThanOrEqual(wanted.tolerance ?? 0);
    }
    stack.close();
  });

  it('has no frame beyond the last', async () => {
    const stack = await openImage(bytesFile('volume.dcm', fixture('volume.dcm')));
    for (const frame of [-1, 5, 0.5]) await expect(stack.read(frame)).rejects.toThrow(RangeError);
  });

  it('is read no further than it has to be', async () => {
    const bytes = fixture('volume.dcm');
    const file = bytesFile('volume.dcm', bytes);
    const pixelBytes = 5 * 13 * 19 * 2;
    const padded = new Uint8Array(4 * 2 ** 20);
    padded.set(bytes);
    let read = 0;
    const counting = {
      ...file,
      size: padded.length,
      slice: (start: number, end: number) => {
        read += end - start;
        return Promise.resolve(padded.slice(start, end));
      },
    };
    expect(pixelBytes).toBeLessThan(bytes.length);
    await (await openImage(counting)).read(4);
    await readDicomFacts(counting);
    expect(read).toBeLessThan(300_000);
  });
});

describe('facts of a header', () => {
  const facts = Object.entries(expected).flatMap(([name, wanted]) =>
    wanted.facts === undefined ? [] : [[name, wanted.facts] as const],
  );

  it.each(facts)('%s: text in its character set', async (name, wanted) => {
    const found = await readDicomFacts(bytesFile(name, fixture(name)));
    expect(found).toEqual({
      ...wanted,
      studyUid: '2.25.3',
      seriesUid: '2.25.4',
      sopInstanceUid: '2.25.1',
      instanceNumber: 7,
      modality: 'DX',
      viewPosition: 'PA',
      laterality: 'L',
      patientAgeYears: 1.5,
      patientSex: 'F',
      pixelSpacingMm: [0.1, 0.2],
      rows: 2,
      columns: 2,
      frames: 1,
      photometric: 'MONOCHROME2',
    });
    // What names a person is not even read.
    expect(JSON.stringify(found)).not.toMatch(/secret|1970/i);
  });

  it('come from functional groups where they are there', async () => {
    const found = await readDicomFacts(bytesFile('', fixture('enhanced.dcm')));
    expect(found).toMatchObject({ pixelSpacingMm: [0.5, 0.25], frames: 3, patientId: null });
  });

  it('are none where the file is no DICOM file', async () => {
    expect(await readDicomFacts(bytesFile('', new Uint8Array(2000)))).toBeNull();
    expect(await readDicomFacts(bytesFile('', new Uint8Array(0)))).toBeNull();
  });
});
