import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/index.ts';
import { examine } from '../../src/health/index.ts';
import type { Examined } from '../../src/health/examined.ts';
import { binary, changed, cleanSamples, examined } from './made.ts';
import { madePicture, negativeOf, readerOf, savedAnew, type Picture } from './made-pictures.ts';

const length = 300;
const clean = cleanSamples(length);
const cleanPictures = Array.from({ length }, (_, row) => madePicture(row));

async function findings(
  pictures: readonly Picture[],
  {
    samples = clean,
    rejected = [],
    sizes = null,
    bits = null,
    channels = 1,
  }: {
    samples?: Examined;
    rejected?: number[];
    sizes?: Int32Array | null;
    bits?: Uint8Array | null;
    channels?: 1 | 3;
  } = {},
): Promise<readonly Finding[]> {
  const tensors = readerOf(pictures, channels);
  const images = { tensors, facts: { rejected: new Set(rejected), sizes, bits } };
  const steps = examine(samples, images, new AbortController().signal);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value.findings;
  }
}
const checks = (found: readonly Finding[]) => found.map(({ check }) => check).sort();
const rowsIn = (split: string) =>
  clean.splits.flatMap((one, row) => (one === split ? [row] : [])).filter((row) => row % 2 === 0);
const [train, val, test] = ['train', 'val', 'test'].map(rowsIn) as [number[], number[], number[]];
/** Labels that don't differ where a picture is copied. */
const sameLabels = (copies: Readonly<Record<number, number>>) => {
  const values = clean.stated.values.slice();
  for (const [to, from] of Object.entries(copies)) values[Number(to)] = values[from]!;
  return examined({ ...clean.table, labels: [{ target: binary, width: 1, values }] });
};
const copied = (copies: Readonly<Record<number, number>>, how = (picture: Picture) => picture) =>
  changed(
    cleanPictures,
    Object.fromEntries(Object.entries(copies).map(([to, from]) => [to, how(cleanPictures[from]!)])),
  );

describe('clean pictures', () => {
  it('have no findings, at 28 px and at 64 px', async () => {
    expect(await findings(cleanPictures)).toEqual([]);
    const larger = Array.from({ length }, (_, row) => madePicture(row, 64));
    expect(await findings(larger)).toEqual([]);
  });

  it('have none where all look alike but for their grain', async () => {
    const pattern = madePicture(0);
    const alike = cleanPictures.map((_, row) => {
      const grain = madePicture(row + 1000);
      return pattern.map((value, i) => value * 0.8 + grain[i]! * 0.2);
    });
    expect(checks(await findings(alike))).toEqual([]);
  });
});

describe('duplicates', () => {
  const across = Object.fromEntries(test.slice(0, 20).map((row, i) => [row, train[i]!]));
  const within = Object.fromEntries(train.slice(40, 55).map((row, i) => [row, train[i + 20]!]));

  it('are all found across splits and within one', async () => {
    const copies = { ...across, ...within };
    const found = await findings(copied(copies), { samples: sameLabels(copies) });
    expect(checks(found)).toEqual(['duplicates-across-splits', 'duplicates-within-split']);
    expect(found).toMatchObject([
      { count: 20, severity: 'serious', fix: 'drop-duplicates' },
      { count: 15, severity: 'caution', fix: 'drop-duplicates' },
    ]);
    const [row, from] = Object.entries(across)[0]!;
    expect(found[0]!.examples[0]).toBe(`images/${from}.png = images/${row}.png`);
  });

  it.each([28, 64])('are found where they were windowed and saved anew (%i px)', async (size) => {
    const pictures = Array.from({ length }, (_, row) => madePicture(row, size));
    const copies = { ...across, ...within };
    for (const [to, from] of Object.entries(copies))
      pictures[Number(to)] = savedAnew(pictures[from]!, Number(to));
    const found = await findings(pictures, { samples: sameLabels(copies) });
    expect(checks(found)).toEqual(['near-duplicates-across-splits', 'near-duplicates-within-split']);
    expect(found.map(({ count }) => count)).toEqual([20, 15]);
  });

  it('in three splits are one group, counted by its copies', async () => {
    const copies = { [val[0]!]: train[0]!, [test[0]!]: train[0]! };
    const found = await findings(copied(copies), { samples: sameLabels(copies) });
    expect(found).toMatchObject([
      { check: 'duplicates-across-splits', count: 2, parameters: { groups: 1 } },
    ]);
  });

  it('with different labels are named, unless a question is asked of them', async () => {
    const values = clean.stated.values.slice();
    values[train[0]!] = 0;
    values[train[1]!] = 1;
    const labels = [{ target: binary, width: 1, values }];
    const pictures = copied({ [train[1]!]: train[0]! });
    const silent = examined({ ...clean.table, labels }, { text: null });
    expect(checks(await findings(pictures, { samples: silent }))).toEqual([
      'conflicting-labels',
      'duplicates-within-split',
    ]);
    const asked = examined({ ...clean.table, labels });
    expect(checks(await findings(pictures, { samples: asked }))).toEqual(['duplicates-within-split']);
  });

  it('are no duplicates where one image is shown by many samples', async () => {
    const images = changed(clean.table.images!, { 1: clean.table.images![0]! });
    const samples = examined({ ...clean.table, images });
    expect(await findings(copied({ 1: 0 }), { samples })).toEqual([]);
  });
});

describe('images', () => {
  it('that show nothing or could not be read are counted, and are no duplicates', async () => {
    const blank = new Uint8Array(784).fill(7);
    const found = await findings(changed(cleanPictures, { 3: blank, 4: blank, 5: blank }), {
      rejected: [5, 8],
    });
    expect(found).toMatchObject([
      { check: 'unreadable-images', count: 2, examples: ['images/5.png', 'images/8.png'] },
      { check: 'blank-images', count: 2, examples: ['images/3.png', 'images/4.png'] },
    ]);
  });

  it('that are negatives of the others are found, every one', async () => {
    const rows = [2, 30, 77, 150];
    const pictures = changed(
      cleanPictures,
      Object.fromEntries(rows.map((row) => [row, negativeOf(cleanPictures[row]!)])),
    );
    expect(await findings(pictures)).toMatchObject([{ check: 'polarity', count: 4, rows }]);
  });

  it('of another size or shape are told apart from the others', async () => {
    const sizes = Int32Array.from({ length: 2 * length }, (_, i) => 1000 + ((i * 37) % 90));
    sizes.set([90, 95], 2 * 6);
    sizes.set([2400, 500], 2 * 9);
    expect(await findings(cleanPictures, { sizes })).toMatchObject([
      { check: 'size-outliers', count: 1, rows: [6], parameters: { width: 90, height: 95 } },
      { check: 'aspect-outliers', count: 1, rows: [9] },
    ]);
  });

  it('of another depth are told apart, but for those that were not read', async () => {
    const bits = new Uint8Array(length).fill(16);
    bits.set([8, 0, 12], 6);
    expect(await findings(cleanPictures, { bits, rejected: [7] })).toContainEqual(
      expect.objectContaining({
        check: 'depth-outliers',
        count: 2,
        rows: [6, 8],
        parameters: { usual: 16, bits: 8 },
      }),
    );
    const alike = new Uint8Array(length).fill(16);
    expect(checks(await findings(cleanPictures, { bits: alike }))).not.toContain('depth-outliers');
  });

  it('with letters in a dark corner may be written on', async () => {
    const size = 64;
    const pictures = Array.from({ length: 60 }, (_, row) => {
      const picture = madePicture(row, size);
      for (let y = 0; y < 16; y++) picture.fill(12, y * size, y * size + 16);
      return picture;
    });
    // Three strokes, as of "III".
    for (let y = 3; y < 12; y++)
      for (const x of [2, 6, 10]) pictures[7]!.fill(240, y * size + x, y * size + x + 1);
    const samples = cleanSamples(60);
    expect(await findings(pictures, { samples })).toMatchObject([
      { check: 'burnt-in-text', count: 1, rows: [7] },
    ]);
  });
});

it('stops when it is asked to', async () => {
  const abort = new AbortController();
  const images = {
    tensors: readerOf(cleanPictures),
    facts: { rejected: new Set<number>(), sizes: null, bits: null },
  };
  const steps = examine(clean, images, abort.signal);
  await steps.next();
  abort.abort();
  await expect(steps.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
