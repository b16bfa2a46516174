/** Encoded texts: hand-computed values where few features occur, and what has to be near to what in both languages. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../../src/models/index.ts';
import { encodeTokens } from '../../src/models/text-encoder.ts';

const buckets = 1 << 16;
const one = (text: string) => encodeText([text], buckets);
const sorted = (vector: Float32Array) =>
  Array.from(vector, Math.abs)
    .filter((value) => value > 0)
    .sort((a, b) => a - b);

function similarity(a: string, b: string): number {
  const [x, y] = [one(a), one(b)];
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
}

describe('an encoded text', () => {
  test('has one feature for a single character', () => {
    expect(sorted(one('肺'))).toEqual([1]);
  });

  test('counts a repeated feature 1 + ln n', () => {
    // 肺 three times, the pair 肺肺 twice.
    const [pair, single] = [1 + Math.log(2), 1 + Math.log(3)];
    const length = Math.hypot(pair, single);
    expect(sorted(one('肺肺肺'))).toEqual(
      [pair / length, single / length].map((v) => expect.closeTo(v, 6) as number),
    );
  });

  test('has a word, its pieces and its neighbour as features', () => {
    // w ab; <ab ab> <ab>: 4. With a second word: w cd, 3 pieces, 1 pair.
    expect(sorted(one('ab'))).toHaveLength(4);
    expect(sorted(one('ab cd'))).toHaveLength(9);
  });

  test('has length 1, or 0 where there is nothing to read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const length = Math.hypot(...sorted(one(text)));
        expect(Math.min(Math.abs(length - 1), length)).toBeLessThan(1e-5);
      }),
    );
    expect(sorted(one(' ,。！'))).toEqual([]);
  });

  test('does not depend on case, punctuation, or full-width forms', () => {
    expect(similarity('Right lower lobe PNEUMONIA.', 'right, lower lobe: pneumonia')).toBeCloseTo(1, 5);
    expect(similarity('ＣＴ１２', 'ct12')).toBeCloseTo(1, 5);
  });

  test('is nearer to a text with related words', () => {
    expect(similarity('pneumonia', 'pneumonic')).toBeGreaterThan(
      similarity('pneumonia', 'effusion') + 0.2,
    );
    expect(similarity('右下肺炎症', '右肺下叶炎症')).toBeGreaterThan(
      similarity('右下肺炎症', '心影增大') + 0.2,
    );
  });

  test('reads mixed Chinese and English', () => {
    expect(similarity('胸部CT提示肺炎', 'chest ct')).toBeGreaterThan(0.1);
    expect(similarity('胸部CT提示肺炎', '肺炎')).toBeGreaterThan(0.1);
  });

  test('fills a table row by row, each row by itself', () => {
    const table = encodeText(['肺炎', '', 'clear'], 64);
    expect(table).toHaveLength(3 * 64);
    expect(table.slice(0, 64)).toEqual(encodeText(['肺炎'], 64));
    expect(table.slice(128)).toEqual(encodeText(['clear'], 64));
  });

  test('is spread over the buckets with both signs', () => {
    const words = Array.from({ length: 2000 }, (_, i) => `字${String.fromCodePoint(0x4e00 + i)}`);
    const sum = encodeText([words.join(' ')], 64);
    const positive = sum.filter((value) => value > 0).length;
    expect(positive).toBeGreaterThan(16);
    expect(positive).toBeLessThan(48);
    expect(sum.filter((value) => value === 0).length).toBeLessThan(16);
  });

  test('stays what it was: stored weights depend on it', () => {
    const places = (text: string) =>
      Array.from(encodeText([text], 4096)).flatMap((value, i) =>
        value === 0 ? [] : [value < 0 ? -i : i],
      );
    expect(places('双肺纹理').join(' ')).toMatchInlineSnapshot(`"-308 -350 931 1107 2896 -2927 4029"`);
    expect(places('No mass').join(' ')).toMatchInlineSnapshot(
      `"-469 1188 1562 -1994 2201 -2297 2358 2359 2404 -2556 2626 -3195 -3270"`,
    );
  });
});

describe('token numbers', () => {
  const numbersOf = (text: string, length = 12) => Array.from(encodeTokens([text], buckets, length));
  const countOf = (text: string) => numbersOf(text, 64).filter((id) => id > 0).length;

  test.each([
    ['English', 'No focal consolidation, pleural effusion.', 5],
    ['Chinese', '双肺纹理清晰。', 6],
    ['Japanese', '右肺に結節あり', 7],
    ['mixed', 'CT示右肺 2cm結節, カルテno.7', 12],
    ['nothing to read', ' …—!? ', 0],
  ])(
    'of %s: one for each word, and for each character that is written without spaces',
    (_, text, count) => {
      expect(countOf(text)).toBe(count);
    },
  );

  test('are the same for the same token in any text, and others for others', () => {
    const [lung, clear, right] = numbersOf('lung clear 右');
    expect(numbersOf('右 CLEAR ｌｕｎｇ').slice(0, 3)).toEqual([right, clear, lung]);
    expect(new Set([lung, clear, right]).size).toBe(3);
  });

  test('do not change from version to version: models that were kept depend on them', () => {
    expect(Array.from(encodeTokens(['Effusion 左側 右', ''], 4096, 5))).toEqual([
      289, 2201, 3824, 1101, 0, 0, 0, 0, 0, 0,
    ]);
  });

  test('end with zeros, are cut at the length, and stay below the number of buckets', () => {
    expect(numbersOf('a b c', 5).slice(3)).toEqual([0, 0]);
    expect(numbersOf('a b c', 2)).toEqual(numbersOf('a b c').slice(0, 2));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, few) => {
        const ids = encodeTokens([text], few, 8);
        expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id < few)).toBe(true);
        const end = ids.indexOf(0);
        if (end >= 0) expect(ids.subarray(end).every((id) => id === 0)).toBe(true);
      }),
    );
  });
});
