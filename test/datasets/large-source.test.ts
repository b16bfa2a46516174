/** A hundred thousand files are listed and joined with work that grows as they do: counted, not timed. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Source } from '../../src/domain/index.ts';
import { chexpertFindings } from '../../src/datasets/published/chexpert-labels.ts';
import { csv, folder, read } from './sources.ts';

const large = 100_000;
const count = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));

const classFolders = (n: number) => folder(count(n, (i) => `train/${i % 7}/x${i}.png`));
const withTable = (n: number) =>
  folder(
    count(n, (i) => `p${i % 100}/x${i}.png`),
    { 't.csv': csv(['id', 'label'], ...count(n, (i) => [`x${i}`, `c${i % 5}`])) },
  );

/** MIMIC-CXR-JPG with two images a study. */
const mimic = (n: number) => {
  const dicom = (i: number) => ['', '', '', '', ''].map(() => i.toString(16).padStart(8, '0')).join('-');
  const study = (i: number) => 50_000_000 + (i >> 1);
  const ids = (i: number) => [dicom(i), 10_000_000 + (i >> 3), study(i)];
  return folder(
    count(n, (i) => `files/p10/p${10_000_000 + (i >> 3)}/s${study(i)}/${dicom(i)}.jpg`),
    {
      'mimic-cxr-2.0.0-metadata.csv': csv(
        ['dicom_id', 'subject_id', 'study_id', 'ViewPosition'],
        ...count(n, (i) => [...ids(i), 'PA']),
      ),
      'mimic-cxr-2.0.0-chexpert.csv': csv(
        ['subject_id', 'study_id', ...chexpertFindings],
        ...count(n / 2, (i) => [1, 50_000_000 + i, ...chexpertFindings.map((_, k) => (i + k) % 2)]),
      ),
    },
  );
};

/** Everything that could look through a collection of paths, while a source of n files is recognised. */
async function lookupsOf(source: Source): Promise<number> {
  const spies = [
    vi.spyOn(Map.prototype, 'get'),
    vi.spyOn(Set.prototype, 'has'),
    vi.spyOn(Array.prototype, 'includes'),
    vi.spyOn(Array.prototype, 'indexOf'),
    vi.spyOn(Array.prototype, 'find'),
    vi.spyOn(String.prototype, 'startsWith'),
  ];
  await read(source);
  const calls = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  vi.restoreAllMocks();
  return calls;
}

afterEach(() => vi.restoreAllMocks());

describe('a hundred thousand files', { timeout: 60_000 }, () => {
  it.each([
    ['class-folders', classFolders, 0],
    ['table', withTable, 1],
    ['mimic-cxr-jpg', mimic, 2],
  ])('are read as %s, and only tables are opened', async (reader, make, opened) => {
    const source = make(large);
    const open = vi.fn((path: string) => source.open(path));
    const { inspection, progress } = await read({ ...source, open });
    expect(inspection).toMatchObject({ reader, samples: large, rejected: [] });
    expect(open).toHaveBeenCalledTimes(opened);
    const listed = progress.filter(({ stage }) => stage === 'listing');
    expect(listed.length).toBeGreaterThan(10);
    expect(listed.at(-1).done).toBe(large + opened);
  });

  it.each([
    ['class folders', classFolders, 20],
    ['a table', withTable, 20],
    // 14 cells of labels among them.
    ['a published dataset', mimic, 40],
  ])('cost look-ups in proportion to their number: %s', async (_, make, mostPerFile) => {
    const few = await lookupsOf(make(1000));
    const many = await lookupsOf(make(10_000));
    expect(many / 10_000).toBeLessThan(mostPerFile);
    expect(many / few).toBeLessThan(11);
  });

  it('that all have long texts are learned from without them', async () => {
    const report = 'no change since the last film '.repeat(5000);
    const rows = count(1000, (i) => [`x${i % 10}.png`, `c${i % 2}`, report]);
    const paths = count(10, (i) => `x${i}.png`);
    const source = folder(paths, { 't.csv': csv(['file', 'label', 'report'], ...rows) });
    const { inspection, table } = await read(source);
    expect(inspection).toMatchObject({ reader: 'table', samples: 1000, text: [] });
    expect(inspection.columns?.roles.text).toBeNull();
    expect(inspection.evidence).toContainEqual({
      kind: 'text-left-out',
      holds: false,
      parameters: { column: 'report', limitMegabytes: 128 },
    });
    expect(table.text).toEqual({});
  });

  it('stops when asked to, between batches of the listing', async () => {
    const source = folder(count(large, (i) => `a/${i}.png`));
    const stop = new AbortController();
    let batches = 0;
    const counted: Source = {
      ...source,
      async *list(signal) {
        for await (const batch of source.list(signal)) {
          batches++;
          stop.abort();
          yield batch;
        }
      },
    };
    await expect(read(counted, {}, stop.signal)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    expect(batches).toBe(1);
  });
});
