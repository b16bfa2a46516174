/** Several images of a sample in one picture: what is rejected, what stays as it was, and what a preview shows. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultRecipe, type CutOptions, type ImageReference } from '../../src/domain/index.ts';
import {
  cutRows,
  pixelReader,
  probeChannels,
  RowPreviewer,
  stampRows,
  type CutRow,
} from '../../src/preprocess/index.ts';
import { memorySource } from '../../src/source/index.ts';
import cases from '../fixtures/together/expected.json' with { type: 'json' };

const fixture = (path: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${path}`, import.meta.url)));
const files = {
  'grey.png': fixture('images/grey-37x53.png'),
  'rgb.png': fixture('images/rgb-120x90.png'),
  'half.png': fixture('images/rgb-120x90.png').subarray(0, 9000),
  'clip.avi': fixture('video/mjpeg.avi'),
};
const source = memorySource('together', files);
const options = { ...defaultRecipe.cut, size: 28, several: 'together' } as const;

const file = (path: string, ...further: string[]): ImageReference => ({
  kind: 'file',
  path,
  ...(further.length > 0 && { further }),
});

async function cut(images: readonly ImageReference[], over: Partial<CutOptions> = {}) {
  const found: CutRow[] = [];
  const rows = cutRows(pixelReader(source), images, [...images.keys()], { ...options, ...over }, 1);
  for await (const row of rows) found.push(row);
  return found;
}

async function tensor(image: ImageReference, over: Partial<CutOptions> = {}) {
  const [row] = await cut([image], over);
  if (row === undefined || 'problem' in row) throw new Error(JSON.stringify(row));
  return row.data;
}

describe('images of a sample', () => {
  it('lie in their order, left and right above black', async () => {
    const [one, other] = [file('grey.png', 'rgb.png'), file('rgb.png', 'grey.png')];
    const half = (data: Uint8Array, x: number) =>
      data.filter((_, i) => i < 14 * 28 && Math.floor((i % 28) / 14) === x);
    const [data, turned] = [await tensor(one), await tensor(other)];
    expect(half(data, 0)).toEqual(half(turned, 1));
    expect(half(data, 1)).toEqual(half(turned, 0));
    expect(half(data, 0)).not.toEqual(half(data, 1));
    expect(new Set(data.subarray(14 * 28))).toEqual(new Set([0]));
  });

  it('of which there is one are cut as ever', async () => {
    expect(await tensor(file('rgb.png'))).toEqual(await tensor(file('rgb.png'), { several: 'first' }));
  });

  it('are not looked at where the first is wanted', async () => {
    const known = await tensor(file('rgb.png'), { several: 'first' });
    expect(await tensor(file('rgb.png', 'half.png'), { several: 'first' })).toEqual(known);
  });

  it.each([
    ['half.png', { kind: 'truncated-image', file: 'half.png' }],
    ['gone.png', { kind: 'unreadable-file', file: 'gone.png' }],
  ])('take the sample with them where one is bad: %s', async (path, problem) => {
    const rows = await cut([file('grey.png'), file('grey.png', path), file('rgb.png', 'grey.png')]);
    expect(rows).toMatchObject([
      { row: 0, width: 37 },
      { row: 1, problem },
      { row: 2, width: 120 },
    ]);
    expect(rows[1]).not.toHaveProperty('data');
  });

  it('are cut again where a further one changed', async () => {
    const stamp = (changed: Record<string, Uint8Array>) =>
      stampRows(memorySource('s', { ...files, ...changed }), [file('grey.png', 'rgb.png')], [0]);
    expect(await stamp({ 'rgb.png': new Uint8Array(3) })).not.toBe(await stamp({}));
  });

  it('make a dataset one of colour where a further one has it', async () => {
    const images = [file('grey.png', 'rgb.png')];
    expect(await probeChannels(source, images, options)).toBe('rgb');
    expect(await probeChannels(source, images, { ...options, several: 'first' })).toBe('grey');
  });
});

describe('a preview', () => {
  const known = (images: readonly string[], channels: number) =>
    cases.find(
      (one) =>
        one.images.join() === images.join() && one.channels === channels && one.options.size === 64,
    )!;

  it.each([
    [file('grey.png', 'rgb.png'), known(['grey-37x53.png', 'rgb-120x90.png'], 3)],
    [file('clip.avi'), known(['mjpeg.avi'], 3)],
  ])('shows what is cut: %o', async (reference, { options: shape, sha256 }) => {
    const previewer = new RowPreviewer(pixelReader(source));
    const wanted = { ...options, ...(shape as Pick<CutOptions, 'fit' | 'filter'>) };
    const { cuts, original } = await previewer.preview(reference, wanted, [28, 64]);
    expect(cuts.map(({ width }) => width)).toEqual([28, 64]);
    expect(createHash('sha256').update(cuts[1]!.data).digest('hex')).toBe(sha256);
    expect(original).toEqual(
      await pixelReader(source).one((await pixelReader(source).together(reference, wanted))[0]!, wanted),
    );
  });
});
