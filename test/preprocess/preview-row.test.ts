/** The preview of one row: what is decoded again and what is not, and what is told of deep pictures. */
import { describe, expect, it } from 'vitest';
import { defaultRecipe, type CutOptions, type DeepPixels } from '../../src/domain/index.ts';
import { RowPreviewer, type PixelReader } from '../../src/preprocess/index.ts';

const film: DeepPixels = {
  kind: 'deep',
  width: 3,
  height: 1,
  data: Uint16Array.of(0, 1064, 3000),
  slope: 1,
  intercept: -1024,
  range: [0, 4095],
  padding: null,
  voi: [{ kind: 'linear', centre: 40, width: 400 }],
  inverted: false,
  modality: 'CT',
};
const { cut } = defaultRecipe;
const reference = { kind: 'file', path: 'film.dcm' } as const;

function previewing(decoded: PixelReader['decoded']) {
  let decodings = 0;
  const unused = () => Promise.reject(new Error('nothing but decoding is needed'));
  const previewer = new RowPreviewer({
    load: unused,
    one: unused,
    run: unused,
    together: unused,
    volume: unused,
    decoded: (...asked) => {
      decodings++;
      return decoded(...asked);
    },
  });
  const preview = (options: Partial<CutOptions> = {}, path = 'film.dcm') =>
    previewer.preview({ ...reference, path }, { ...cut, ...options }, [28]);
  return { preview, decodings: () => decodings };
}

describe('a deep picture', () => {
  it('comes with its values, its own window and the one that it is shown through', async () => {
    const { preview } = previewing(() => Promise.resolve(film));
    const { original, deep } = await preview();
    expect([...original.data]).toEqual([0, 128, 255]);
    expect(deep).toEqual({
      values: [-1024, 1976],
      own: { centre: 40, width: 400 },
      modality: 'CT',
      applied: 'file',
      shown: { centre: 40, width: 400 },
    });
    const percentile = await preview({ window: 'percentile' });
    expect(percentile.deep).toMatchObject({ applied: 'percentile', own: deep!.own });
  });

  it('is decoded once for any number of windows and sizes', async () => {
    const { preview, decodings } = previewing(() => Promise.resolve(film));
    await preview();
    await preview({ window: { centre: 0, width: 3000 } });
    await preview({ window: 'lung', size: 224, fit: 'pad' });
    expect(decodings()).toBe(1);
    await preview({ orientation: 'upright' });
    await preview({ orientation: 'upright' }, 'another.dcm');
    expect(decodings()).toBe(3);
  });

  it('is decoded for each size where the size decides how', async () => {
    const { preview, decodings } = previewing(() => Promise.resolve(film));
    await preview({ decode: 'fast' });
    await preview({ decode: 'fast', window: 'full' });
    await preview({ decode: 'fast', size: 128 });
    expect(decodings()).toBe(2);
  });
});

describe('a picture of 8 bits', () => {
  it('has nothing behind it', async () => {
    const grey = { width: 1, height: 1, channels: 1, data: Uint8Array.of(9) } as const;
    const { preview } = previewing(() => Promise.resolve(grey));
    expect((await preview()).deep).toBeNull();
  });
});

describe('what could not be read', () => {
  it('is tried again', async () => {
    let isGone = true;
    const { preview } = previewing(() =>
      isGone ? Promise.reject(new Error('gone')) : Promise.resolve(film),
    );
    await expect(preview()).rejects.toThrow('gone');
    isGone = false;
    expect((await preview()).deep?.modality).toBe('CT');
  });
});
