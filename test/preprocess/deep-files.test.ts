/** Deep files all the way to tensors: decoded, windowed and resampled as pydicom, NumPy and Pillow do (test/fixtures/window/files.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultRecipe, type ImageReference, type WindowChoice } from '../../src/domain/index.ts';
import { cutRows, pixelReader } from '../../src/preprocess/index.ts';
import { memorySource } from '../../src/source/index.ts';
import cuts from '../fixtures/window/cuts.json' with { type: 'json' };

const names = [...new Set(cuts.map(({ file }) => file))];
const bytes = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/window/${name}`, import.meta.url)));
const source = memorySource(
  'deep',
  Object.fromEntries(names.map((name): [string, Uint8Array] => [name, bytes(name)])),
);
const reference = (path: string): ImageReference => ({ kind: 'file', path });

describe.each(cuts)('$file through $window', ({ file, window, levels, cut }) => {
  const options = { ...defaultRecipe.cut, size: 28, window: window as WindowChoice } as const;

  it('is shown in the same grey levels', async () => {
    const { data, channels } = await pixelReader(source).one(reference(file), options);
    expect(channels).toBe(1);
    expect(Buffer.from(data).toString('base64')).toBe(levels);
  });

  it('is cut to the same tensor', async () => {
    const rows = cutRows(pixelReader(source), [reference(file)], [0], options, 1);
    const { value } = await rows.next();
    expect(value).toMatchObject({ row: 0 });
    if (value === undefined || 'problem' in value) throw new Error('no tensor');
    // BitsStored, and of the PNG its bit depth.
    expect(value.frame.bits).toBe(file === 'deep.png' ? 16 : 12);
    expect(Buffer.from(value.data).toString('base64')).toBe(cut);
  });
});
