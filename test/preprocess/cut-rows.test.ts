/** Rows of a source to tensors: order, what can't be read, and stopping. Pictures in pictures.npz are made by make.py. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  defaultRecipe,
  type ImageReference,
  type Source,
  type SourceFile,
} from '../../src/domain/index.ts';
import {
  cutRows,
  pixelReader,
  probeChannels,
  RowPreviewer,
  sampleJob,
  stampRows,
  type CutRow,
} from '../../src/preprocess/index.ts';
import { BatchResampler } from '../../src/preprocess/gpu/batch-resampler.ts';
import { resampled } from '../../src/preprocess/resample.ts';
import { memorySource } from '../../src/source/index.ts';
import expected from '../fixtures/images/expected.json' with { type: 'json' };

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url)));
const files = {
  'a.npz': fixture('pictures.npz'),
  'grey.png': fixture('grey-37x53.png'),
  'rgb.png': fixture('rgb-120x90.png'),
  'grey-as-rgb.png': fixture('rgb-grey-only-70x50.png'),
  'empty.png': new Uint8Array(0),
  'text.png': new TextEncoder().encode('not a picture at all'),
  'half.png': fixture('rgb-120x90.png').subarray(0, 9000),
};
const source = memorySource('test', files);
const options = { ...defaultRecipe.cut, size: 28 } as const;

const file = (path: string): ImageReference => ({ kind: 'file', path });
const npzRow = (member: string, row: number): ImageReference => ({
  kind: 'npz-row',
  path: 'a.npz',
  member,
  row,
});
const npzRows = (member: string, count: number) =>
  Array.from({ length: count }, (_, row) => npzRow(member, row));
const upTo = (count: number) => Array.from({ length: count }, (_, row) => row);

async function cut(
  images: ImageReference[],
  rows: number[],
  channels: 1 | 3 = 1,
  from: Source = source,
  batches: BatchResampler | null = null,
) {
  const found: CutRow[] = [];
  const cuts = cutRows(pixelReader(from), images, rows, options, channels, undefined, batches);
  for await (const row of cuts) found.push(row);
  return found;
}

function data(row: CutRow | undefined): Uint8Array {
  if (!row || 'problem' in row) throw new Error(`no tensor: ${JSON.stringify(row)}`);
  return row.data;
}

describe('cutRows', () => {
  it.each([
    ['grey', 70, 1],
    ['grey_channel', 3, 1],
    ['rgb', 5, 3],
  ] as const)("cuts rows of an .npz to Pillow's bytes: %s", async (member, count, channels) => {
    const found = await cut(npzRows(member, count), upTo(count), channels);
    expect(found.map((row) => row.row)).toEqual(upTo(count));
    const hash = createHash('sha256');
    for (const row of found) hash.update(data(row));
    expect(hash.digest('hex')).toBe(expected.npz[member]);
  });

  it('gives each row the same tensor in any order', async () => {
    const images = npzRows('grey', 70);
    const forward = await cut(images, upTo(70));
    const order = [69, 3, 4, 5, 0, 68, 1];
    const mixed = await cut(images, order);
    expect(mixed).toEqual(order.map((row) => forward[row]));
  });

  it('reports what it can not read in its place and goes on', async () => {
    const images = [
      file('grey.png'),
      file('empty.png'),
      npzRow('grey', 7),
      file('gone.png'),
      file('text.png'),
      file('half.png'),
      npzRow('flat', 0),
      npzRow('wide', 0),
      npzRow('none', 0),
      file('rgb.png'),
    ];
    const found = await cut(images, upTo(images.length));
    expect(
      found.map((row) => ('problem' in row ? [row.problem.kind, row.problem.file] : 'tensor')),
    ).toEqual([
      'tensor',
      ['empty-file', 'empty.png'],
      'tensor',
      ['unreadable-file', 'gone.png'],
      ['not-an-image', 'text.png'],
      ['truncated-image', 'half.png'],
      ['npz-unsupported-array', 'a.npz'],
      'tensor',
      ['npz-missing-member', 'a.npz'],
      'tensor',
    ]);
  });

  it('throws what is not an AppError when its turn comes', async () => {
    const broken: Source = {
      ...source,
      open: (path) => (path === 'rgb.png' ? Promise.reject(new TypeError('a bug')) : source.open(path)),
    };
    const images = [file('grey.png'), file('rgb.png'), file('grey.png')];
    const rows = cutRows(pixelReader(broken), images, [0, 1, 2], options, 1);
    expect((await rows.next()).value).toHaveProperty('data');
    await expect(rows.next()).rejects.toThrow('a bug');
  });

  it('stops before the next row when its signal aborts', async () => {
    const stop = new AbortController();
    const rows = cutRows(pixelReader(source), npzRows('grey', 70), upTo(70), options, 1, stop.signal);
    expect((await rows.next()).value).toHaveProperty('data');
    stop.abort();
    await expect(rows.next()).rejects.toHaveProperty('name', 'AbortError');
  });

  it('opens each file once, and no more than two flights of 16 and a few pictures ahead', async () => {
    let opened = 0;
    const counting: Source = {
      ...source,
      open(path) {
        opened++;
        return source.open(path.slice(path.indexOf('/') + 1));
      },
    };
    const images = Array.from({ length: 50 }, (_, i) => file(`${i}/grey.png`));
    for await (const row of cutRows(pixelReader(counting), images, upTo(50), options, 1)) {
      expect(opened - row.row).toBeLessThanOrEqual(36);
    }
    expect(opened).toBe(50);
  });
});

describe('cutRows in batches', () => {
  const images = [file('empty.png'), ...npzRows('grey', 70), file('gone.png'), file('grey.png')];
  const sizes: number[] = [];
  const batches = new BatchResampler({
    resample(jobs) {
      sizes.push(jobs.length);
      return Promise.resolve(jobs.map(resampled));
    },
  });

  it('gives the same rows, with what can not be read in its place', async () => {
    const rows = [...images.keys()];
    expect(await cut(images, rows, 1, source, batches)).toEqual(await cut(images, rows));
    expect(sizes).toEqual([63, 8]);
  });

  it('stops when its signal aborts', async () => {
    const stop = new AbortController();
    const reader = pixelReader(source);
    const rows = cutRows(reader, images, [...images.keys()], options, 1, stop.signal, batches);
    expect((await rows.next()).value).toHaveProperty('problem');
    stop.abort();
    await expect(rows.next()).rejects.toHaveProperty('name', 'AbortError');
  });

  it('sees nothing in a sample that can not be read', async () => {
    const shape = { options, channels: 1 } as const;
    expect(await sampleJob(pixelReader(source), file('half.png'), shape)).toBeNull();
    expect(await sampleJob(pixelReader(source), file('grey.png'), shape)).toMatchObject({ width: 28 });
  });
});

describe('probeChannels', () => {
  it('finds grey where nothing has a colour, whatever the files say', async () => {
    const images = [file('grey.png'), file('grey-as-rgb.png'), npzRow('grey', 3), file('empty.png')];
    expect(await probeChannels(source, images, options)).toBe('grey');
  });

  it.each([file('rgb.png'), npzRow('rgb', 0)])(
    'finds colour in a single image: %j',
    async (coloured) => {
      expect(await probeChannels(source, [file('grey.png'), coloured, file('grey.png')], options)).toBe(
        'rgb',
      );
    },
  );

  it('looks at 64 images, from the first to the last part of the dataset', async () => {
    const opened = new Set<string>();
    const many: Source = {
      ...source,
      open(path) {
        opened.add(path);
        return source.open('grey.png');
      },
    };
    const images = Array.from({ length: 6400 }, (_, row) => file(`${row}.png`));
    await probeChannels(many, images, options);
    expect([...opened]).toEqual(Array.from({ length: 64 }, (_, probe) => `${probe * 100}.png`));
  });
});

describe('the previewer', () => {
  it('cuts one row at several sizes, in the channels of the image where they are still open', async () => {
    const images = [file('grey-as-rgb.png'), file('rgb.png')];
    const auto = defaultRecipe.cut;
    const previewer = new RowPreviewer(pixelReader(source));
    const grey = await previewer.preview(images[0]!, auto, [28, 64]);
    expect(grey.original).toMatchObject({ width: 70, height: 50 });
    expect(grey.cuts.map(({ width, height, channels }) => [width, height, channels])).toEqual([
      [28, 28, 1],
      [64, 64, 1],
    ]);
    const colour = await previewer.preview(images[1]!, auto, [28]);
    expect(colour.cuts[0]!.data).toEqual(data((await cut(images, [1], 3))[0]));
    const asked = await previewer.preview(images[1]!, { ...auto, channels: 'grey' }, [28]);
    expect(asked.cuts[0]!.data).toEqual(data((await cut(images, [1], 1))[0]));
  });
});

describe('stampRows', () => {
  const images = [
    file('grey.png'),
    file('rgb.png'),
    npzRow('grey', 0),
    npzRow('grey', 1),
    file('gone.png'),
  ];
  const changed = (path: string, change: Partial<SourceFile>): Source => ({
    ...source,
    open: async (asked) => ({ ...(await source.open(asked)), ...(asked === path ? change : {}) }),
  });
  const all = upTo(images.length);

  it('is the same for the same files', async () => {
    const stamp = await stampRows(source, images, all);
    expect(stamp).toMatch(/^[0-9a-f]{64}$/);
    expect(await stampRows(memorySource('another', files), images, all)).toBe(stamp);
  });

  it('differs when a file of these rows changed, came or went, and only then', async () => {
    const stamp = await stampRows(source, images, all);
    const came = memorySource('test', { ...files, 'gone.png': files['grey.png'] });
    for (const other of [changed('rgb.png', { modified: 1 }), changed('a.npz', { size: 3 }), came]) {
      expect(await stampRows(other, images, all)).not.toBe(stamp);
    }
    const elsewhere = changed('rgb.png', { modified: 1 });
    expect(await stampRows(elsewhere, images, [0, 2])).toBe(await stampRows(source, images, [0, 2]));
  });
});
