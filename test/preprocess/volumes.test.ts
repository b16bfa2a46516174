/** Volumes to cubes and montages, byte for byte as NumPy and Pillow make them (test/fixtures/volumes/make.py). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultRecipe, type CutOptions, type ImageReference } from '../../src/domain/index.ts';
import { cutRows, pixelReader, stampRows } from '../../src/preprocess/index.ts';
import { memorySource } from '../../src/source/index.ts';
import cases from '../fixtures/volumes/expected.json' with { type: 'json' };

const folder = new URL('../fixtures/volumes/', import.meta.url);
const files = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => /\.(nii|dcm|npz)$/.test(name))
    .map((name) => [name, new Uint8Array(readFileSync(new URL(name, folder)))]),
);
const picture = new Uint8Array(
  readFileSync(new URL('../fixtures/images/grey-37x53.png', import.meta.url)),
);
const source = memorySource('volumes', { ...files, 'picture.png': picture });

const paths = [1, 2, 3, 4, 5, 6].map((number) => `slice-${number}.dcm`);
const series = { kind: 'file', path: 'slice-3.dcm', series: paths } as const;

const side = {
  kind: 'file',
  path: 'side-5.dcm',
  series: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `side-${number}.dcm`),
} as const;

function reference(name: string): ImageReference {
  if (name === 'series') return series;
  if (name === 'side') return side;
  if (name.endsWith('.nii') || name.endsWith('.png')) return { kind: 'file', path: name };
  return { kind: 'npz-row', path: 'volumes.npz', member: name, row: 1, ofVolumes: true };
}

async function cut(image: ImageReference, options: Partial<CutOptions>, channels: 1 | 3 = 1) {
  const rows = cutRows(
    pixelReader(source),
    [image],
    [0],
    { ...defaultRecipe.cut, ...options },
    channels,
  );
  const { value } = await rows.next();
  return value!;
}

async function tensor(image: ImageReference, options: Partial<CutOptions>, channels: 1 | 3 = 1) {
  const row = await cut(image, options, channels);
  if ('problem' in row) throw new Error(JSON.stringify(row.problem));
  return row.data;
}

describe.each(cases)(
  '$name as $options.volume $options.plane $options.position $options.size',
  ({ name, options, sum, sha256 }) => {
    it('is the same to the byte', async () => {
      const data = await tensor(reference(name), options as Partial<CutOptions>);
      expect(data.reduce((total, value) => total + value, 0)).toBe(sum);
      expect(createHash('sha256').update(data).digest('hex')).toBe(sha256);
    });
  },
);

describe('a volume', () => {
  it('of the size that is wanted comes through unchanged', async () => {
    const { tall } = await pixelReader(source).volume(reference('cubes'), defaultRecipe.cut);
    expect(await tensor(reference('cubes'), { volume: 'volume' })).toEqual(tall.data);
  });

  it('has three equal channels where colour is wanted', async () => {
    const grey = await tensor(reference('boxes'), { volume: 'volume', fit: 'pad' });
    const rgb = await tensor(reference('boxes'), { volume: 'volume', fit: 'pad' }, 3);
    expect(rgb).toEqual(
      Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]!),
    );
  });

  it.each([
    ['series', 16],
    ['axial.nii', 16],
    ['cubes', undefined],
  ])('remembers how deep it was: %s', async (name, bits) => {
    const row = await cut(reference(name), { volume: 'montage' });
    if ('problem' in row) throw new Error(JSON.stringify(row.problem));
    expect(row.frame.bits).toBe(bits);
  });

  it('is cut again where any of its slices changed', async () => {
    const stamp = (changed: Record<string, Uint8Array>) =>
      stampRows(memorySource('volumes', { ...files, ...changed }), [series], [0]);
    expect(await stamp({ 'slice-6.dcm': new Uint8Array(3) })).not.toBe(await stamp({}));
  });
});

describe('what is no volume', () => {
  it.each(['volume', 'montage'] as const)('is rejected where a %s is wanted', async (volume) => {
    expect(await cut(reference('picture.png'), { volume })).toEqual({
      row: 0,
      problem: {
        kind: 'not-a-volume',
        file: 'picture.png',
        parameters: { slices: 1 },
      },
    });
  });

  it('is a series of unequal slices', async () => {
    const odd = { ...series, series: [...paths, 'picture.png'] };
    expect(await cut(odd, { volume: 'volume' })).toMatchObject({
      problem: { kind: 'not-a-volume', parameters: { slices: 6 } },
    });
  });
});
