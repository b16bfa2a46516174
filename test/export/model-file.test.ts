import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError, defaultRecipe, type TrainedModel } from '../../src/domain/index.ts';
import { readSafetensors, writeSafetensors } from '../../src/export/index.ts';

const model: TrainedModel = {
  version: 1,
  shape: {
    inputs: 'image+text',
    image: { size: 28, channels: 1 },
    text: { buckets: 4096, hidden: 64 },
    outputs: 3,
    dropout: 0.2,
  },
  target: { name: '诊断', kind: 'multi-class', classes: ['正常', 'a "quoted" one', ''], mayFlip: false },
  cut: { ...defaultRecipe.cut, size: 28, channels: 'grey' },
  weights: [
    {
      name: 'stem/kernel',
      shape: [3, 3, 1, 2],
      data: Float32Array.from({ length: 18 }, (_, i) => Math.sin(i)),
    },
    { name: 'head/bias', shape: [3], data: Float32Array.of(-0, 1e-40, 3.4e38) },
    { name: '__proto__', shape: [0, 5], data: new Float32Array(0) },
    { name: 'scale', shape: [], data: Float32Array.of(7) },
  ],
  reference: {
    count: 2,
    images: Uint8Array.from({ length: 2 * 28 * 28 }, (_, i) => i % 256),
    texts: ['咳嗽三天', ''],
    probabilities: Float32Array.of(0.1, 0.2, 0.7, 1, 0, 0),
  },
};
const written = writeSafetensors(model);

/** The file with its header changed, and the data left as it is. */
function withHeader(change: (text: string) => string): Uint8Array {
  const length = Number(new DataView(written.buffer).getBigUint64(0, true));
  const text = new TextDecoder().decode(written.subarray(8, 8 + length));
  const header = new TextEncoder().encode(change(text));
  const bytes = new Uint8Array(8 + header.length + written.length - 8 - length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  bytes.set(written.subarray(8 + length), 8 + header.length);
  return bytes;
}

function expectDamaged(bytes: Uint8Array, detail: RegExp): void {
  try {
    readSafetensors(bytes, 'weights.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    const { problem } = error as AppError;
    expect(problem).toMatchObject({ kind: 'damaged-weights', file: 'weights.safetensors' });
    expect((problem.parameters as { detail: string }).detail).toMatch(detail);
    return;
  }
  expect.unreachable('damage was not noticed');
}

describe('a model as safetensors', () => {
  test('comes back as it was', () => {
    expect(readSafetensors(written)).toEqual(model);
  });

  test('comes back from before windows, decoding, orientation and several images could be chosen', () => {
    const chosen = { window: 'auto', decode: 'exact', orientation: 'stored', several: 'first' };
    const old = withHeader((text) =>
      Object.entries(chosen).reduce(
        (left, [key, value]) => left.replace(`,\\"${key}\\":\\"${value}\\"`, ''),
        text,
      ),
    );
    expect(old.length).toBeLessThan(written.length);
    expect(readSafetensors(old)).toEqual(model);
  });

  test('comes back from the middle of a larger buffer', () => {
    const larger = new Uint8Array(written.length + 13);
    larger.set(written, 13);
    expect(readSafetensors(larger.subarray(13))).toEqual(model);
  });

  test('text-only models have no pictures, image-only models no texts', () => {
    const textOnly: TrainedModel = {
      ...model,
      shape: { ...model.shape, inputs: 'text', image: null },
      cut: null,
      reference: { ...model.reference, images: null },
    };
    expect(readSafetensors(writeSafetensors(textOnly))).toEqual(textOnly);
    const imageOnly: TrainedModel = {
      ...model,
      shape: { ...model.shape, inputs: 'image', text: null },
      reference: { ...model.reference, texts: null },
    };
    expect(readSafetensors(writeSafetensors(imageOnly))).toEqual(imageOnly);
  });

  test('of any weights comes back with the same bits', () => {
    const weight = fc.record({
      name: fc.string({ minLength: 1 }),
      data: fc.float32Array({ maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(weight, { selector: ({ name }) => name, maxLength: 6 }), (drawn) => {
        const taken = new Set(['__metadata__', 'reference.images', 'reference.probabilities']);
        const weights = drawn
          .filter(({ name }) => !taken.has(name))
          .map(({ name, data }) => ({ name, shape: [data.length], data }));
        const back = readSafetensors(writeSafetensors({ ...model, weights }));
        const sorted = (list: readonly { name: string }[]) =>
          [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
        expect(sorted(back.weights)).toEqual(sorted(weights));
      }),
    );
  });

  test('arrays start at multiples of their element size, as other readers expect', () => {
    const length = Number(new DataView(written.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
  });

  test('refuses to write what could not be read', () => {
    const twice = [model.weights[1]!, model.weights[1]!];
    expect(() => writeSafetensors({ ...model, weights: twice })).toThrow(
      /two arrays are named head\/bias/,
    );
    const short = [{ name: 'w', shape: [4], data: new Float32Array(3) }];
    expect(() => writeSafetensors({ ...model, weights: short })).toThrow(/3 values/);
  });
});

describe('damaged files', () => {
  test('cut short anywhere are noticed', () => {
    fc.assert(
      fc.property(fc.nat(written.length - 1), (length) => {
        expectDamaged(written.subarray(0, length), /./);
      }),
    );
  });

  test('with any bytes changed give a model or damaged-weights, and nothing else', () => {
    const change = fc.record({ at: fc.nat(1500), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = written.slice();
        for (const { at, byte } of changes) bytes[at] = byte;
        try {
          readSafetensors(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', problem: { kind: 'damaged-weights' } });
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [
      'a header longer than the file',
      () => Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 1),
      /in 1$/,
    ],
    ['nothing', () => new Uint8Array(0), /0 bytes/],
    ['an unknown type', () => withHeader((text) => text.replace('"F32"', '"BF16"')), /BF16/],
    [
      'a shape too large to be',
      () => withHeader((text) => text.replace('[3,3,1,2]', '[9e15,9e15,1,2]')),
      /stem/,
    ],
    [
      'a negative length',
      () => withHeader((text) => text.replace('[3,3,1,2]', '[-3,-3,1,2]')),
      /no shape/,
    ],
    [
      'overlapping arrays',
      () => withHeader((text) => text.replace('[72,84]', '[60,72]')),
      /starts at 60/,
    ],
    [
      'an array beyond the end',
      () =>
        withHeader((text) =>
          text.replace('[3,3,1,2],"data_offsets":[0,72]', '[9000],"data_offsets":[0,36000]'),
        ),
      /of 16[0-9]{2} bytes/,
    ],
    [
      'no metadata',
      () => withHeader((text) => text.replace('__metadata__', '__nothing__')),
      /nothing|metadata/,
    ],
    [
      'another version',
      () => withHeader((text) => text.replace('"version":"1"', '"version":"2"')),
      /version is 2/,
    ],
    [
      'outputs that are not the classes',
      () => withHeader((text) => text.replace('\\"outputs\\":3', '\\"outputs\\":4')),
      /4 outputs for 3/,
    ],
    [
      'a size that is not one',
      () => withHeader((text) => text.replace('{\\"size\\":28', '{\\"size\\":29')),
      /size/,
    ],
    [
      'a cut of another size',
      () => withHeader((text) => text.replace('cut":"{\\"size\\":28', 'cut":"{\\"size\\":64')),
      /the cut/,
    ],
    [
      'pictures of another shape',
      () => withHeader((text) => text.replace('[2,28,28,1]', '[2,14,56,1]')),
      /reference\.images/,
    ],
    [
      'text buckets beyond all bounds',
      () => withHeader((text) => text.replace('4096', '4096000000')),
      /buckets/,
    ],
  ])('%s', (_, make, detail) => {
    expectDamaged(make(), detail);
  });
});
