/** Windows: against pydicom and NumPy (test/fixtures/window/make.py), and what follows from how they are defined. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeepData, DeepPixels, Voi, WindowChoice } from '../../src/domain/index.ts';
import { quantiles } from '../../src/preprocess/value-statistics.ts';
import { settledWindow, windowed } from '../../src/preprocess/window.ts';
import cases from '../fixtures/window/expected.json' with { type: 'json' };

const types = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

function deep(data: DeepData, more: Partial<DeepPixels> = {}): DeepPixels {
  return {
    kind: 'deep',
    width: data.length,
    height: 1,
    data,
    slope: 1,
    intercept: 0,
    range: null,
    padding: null,
    voi: [],
    inverted: false,
    modality: null,
    ...more,
  };
}

type Case = (typeof cases)[number];

function imageOf({ type, stored, slope, intercept, voi, range, padding, inverted, modality }: Case) {
  const numbers = stored.map((one) => Number(String(one).replace('inf', 'Infinity')));
  return deep(types[type as keyof typeof types].from(numbers), {
    slope,
    intercept,
    voi: voi.map(
      (one) => ('values' in one ? { ...one, values: Uint16Array.from(one.values) } : one) as Voi,
    ),
    range: range as DeepPixels['range'],
    padding: padding as DeepPixels['padding'],
    inverted,
    modality,
  });
}

describe('grey levels are those of pydicom and NumPy', () => {
  it.each(cases)('$name', (one) => {
    const { data } = windowed(imageOf(one), one.window as WindowChoice);
    expect([...data]).toEqual(one.grey);
  });

  it.each(cases.filter(({ type }) => /^u?int(8|16)$/.test(type)))(
    'by table and by value alike: $name',
    (one) => {
      const image = imageOf(one);
      // As often as makes any of them larger than its table.
      const copies = Math.ceil(2 ** 16 / image.data.length) + 1;
      const data = new types[one.type as keyof typeof types](image.data.length * copies);
      for (let copy = 0; copy < copies; copy++) data.set(image.data, copy * image.data.length);
      const byTable = windowed(
        deep(data, { ...image, width: data.length, data }),
        one.window as WindowChoice,
      );
      const asDoubles = Float64Array.from(data);
      const byValue = windowed(
        { ...image, width: data.length, data: asDoubles },
        one.window as WindowChoice,
      );
      expect(Buffer.compare(byTable.data, byValue.data)).toBe(0);
    },
  );
});

describe('quantiles', () => {
  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

  it.each(Object.entries(types))('of %s are exact', (_, Type) => {
    const bits = fc.uint8Array({ minLength: 8 * 8, maxLength: 8 * 60 });
    fc.assert(
      fc.property(bits, fc.integer({ min: 0, max: 1000 }), (bytes, permille) => {
        const data = new Type(bytes.slice(0, bytes.length - (bytes.length % 8)).buffer);
        const finite = sorted(Array.from(data).filter(Number.isFinite));
        const position = (permille / 1000) * (finite.length - 1);
        const found = quantiles({ data, padding: null }, [permille / 1000]);
        if (finite.length === 0) {
          expect(found).toBeNull();
          return;
        }
        const [low, high] = [finite[Math.floor(position)]!, finite[Math.ceil(position)]!];
        expect(found![0]).toBeGreaterThanOrEqual(low);
        expect(found![0]).toBeLessThanOrEqual(high);
        if (Number.isInteger(position)) expect(found![0]).toBe(low + 0);
      }),
    );
  });

  it('counts neither padding nor what is not finite', () => {
    const data = Float32Array.of(NaN, 4, Infinity, -9, 2, -Infinity, 3);
    expect(quantiles({ data, padding: [-10, -8] }, [0, 0.5, 1])).toEqual([2, 3, 4]);
    expect(quantiles({ data, padding: [-10, 8] }, [0.5])).toBeNull();
  });
});

describe('a window', () => {
  it('leaves 8 bits as they are', () => {
    const pixels = { width: 1, height: 1, channels: 1, data: Uint8Array.of(7) } as const;
    expect(windowed(pixels, 'lung')).toBe(pixels);
  });

  it('remembers how deep it was', () => {
    const depth = (data: DeepData, range: DeepPixels['range']) =>
      windowed(deep(data, { range }), 'full').stored?.bits;
    expect(depth(Uint16Array.of(7), [0, 1023])).toBe(10);
    expect(depth(Int16Array.of(7), [-32768, 32767])).toBe(16);
    expect(depth(Float32Array.of(7), null)).toBe(32);
  });

  it('gives black where there is nothing but padding or nothing at all', () => {
    for (const window of ['auto', 'full', 'percentile', 'lung', { centre: 0, width: 1 }] as const) {
      const nothing = deep(Float32Array.of(NaN, NaN), { inverted: true });
      expect([...windowed(nothing, window).data]).toEqual([0, 0]);
      const padded = deep(Int16Array.of(5, 6), { padding: [5, 6], inverted: true });
      expect([...windowed(padded, window).data]).toEqual([0, 0]);
    }
  });

  it('skips windows that can’t be carried out', () => {
    const voi: Voi[] = [
      { kind: 'sigmoid', centre: NaN, width: 5 },
      { kind: 'linear-exact', centre: 3, width: -1 },
      { kind: 'lut', first: 0, values: Uint16Array.of(1), bits: 0 },
      { kind: 'linear', centre: 3, width: Infinity },
    ];
    const image = deep(Int16Array.of(1, 2, 3), { voi });
    expect(settledWindow(image, 'auto').applied).toBe('percentile');
    expect(settledWindow(image, 'file').applied).toBe('full');
  });

  it('is a step at width 1, at the centre less a half', () => {
    const image = deep(Float32Array.of(9.4, 9.5, 9.6, 10));
    expect([...windowed(image, { centre: 10, width: 1 }).data]).toEqual([0, 0, 255, 255]);
  });

  it('says what a preset came to', () => {
    const ct = deep(Int16Array.of(-1000, 40), { modality: 'CT' });
    expect(settledWindow(ct, 'brain').applied).toBe('brain');
    expect(settledWindow({ ...ct, modality: 'MR' }, 'brain').applied).toBe('percentile');
  });

  it('never fails, whatever the numbers', () => {
    const any = fc.double();
    const window = fc.constantFrom<WindowChoice>('auto', 'file', 'full', 'percentile', 'bone');
    fc.assert(
      fc.property(
        fc.float64Array(),
        any,
        any,
        any,
        any,
        window,
        (data, slope, intercept, centre, width, choice) => {
          for (const kind of ['linear', 'linear-exact', 'sigmoid'] as const) {
            const image = deep(data, { slope, intercept, voi: [{ kind, centre, width }] });
            expect(windowed(image, choice).data).toHaveLength(data.length);
          }
        },
      ),
    );
  });
});
