/**
 * Every fixture, decoded by the browser and cut in every way, against what Pillow makes of the same file
 * (`test/fixtures/images/make.py`). Hashes are compared, so that thousands of cuts fit into the tree; for a few cuts all
 * bytes are there, to see where a difference lies.
 */
import { describe, expect, it } from 'vitest';
import type { CutSize, Filter, Fit } from '../../src/domain/index.ts';
import { cutImage } from '../../src/preprocess/index.ts';
import expected from '../fixtures/images/expected.json' with { type: 'json' };
import { readPixels } from '../formats/read-bytes.ts';
import { fromBase64 } from './fixture-bytes.ts';

const addresses = import.meta.glob<string>('../fixtures/images/*.{png,jpg}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const hashes: Record<string, string[]> = expected.sha256;
const sizes = expected.sizes as CutSize[];
const fits = expected.fits as Fit[];
const filters = expected.filters as Filter[];
const colours = expected.channels as ('grey' | 'rgb')[];

/** In the order in which the hashes of a fixture are stored. */
const cuts = sizes.flatMap((size) =>
  fits.flatMap((fit) =>
    filters.flatMap((filter) => colours.map((channels) => ({ size, fit, filter, channels }))),
  ),
);

async function decode(name: string) {
  const response = await fetch(addresses[`../fixtures/images/${name}`]!);
  return readPixels(new Uint8Array(await response.arrayBuffer()), name);
}

async function sha256(data: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(data)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('cuts of JPEG and PNG files', () => {
  it('are compared for every fixture there is', () => {
    expect(Object.keys(hashes).length).toBeGreaterThanOrEqual(24);
    expect(
      Object.keys(addresses)
        .map((path) => path.split('/').at(-1))
        .sort(),
    ).toEqual(Object.keys(hashes).sort());
    for (const list of Object.values(hashes)) expect(list).toHaveLength(cuts.length);
  });

  it.each(Object.entries(hashes))('equal those of Pillow: %s', async (name, list) => {
    const pixels = await decode(name);
    const different: string[] = [];
    for (const [index, { channels, ...options }] of cuts.entries()) {
      const found = await sha256(cutImage(pixels, options, channels === 'grey' ? 1 : 3));
      if (found !== list[index]) different.push(Object.values({ ...options, channels }).join(' '));
    }
    expect(different).toEqual([]);
  });

  it.each(Object.entries(expected.bytes))(
    'equal those of Pillow byte for byte: %s',
    async (key, bytes) => {
      const [name = '', size = '', fit = '', filter = '', channels = ''] = key.split(' ');
      const options = { size: Number(size) as CutSize, fit: fit as Fit, filter: filter as Filter };
      const cut = cutImage(await decode(name), options, channels === 'grey' ? 1 : 3);
      expect(cut).toEqual(fromBase64(bytes));
    },
  );
});
