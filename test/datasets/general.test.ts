import { describe, expect, it } from 'vitest';
import { edited, expected, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';

describe('npz of MedMNIST', () => {
  it.each([
    ['pneumoniamnist', false],
    ['nodulemnist3d', true],
  ])('%s is recognised and counted as NumPy counts it', async (name, volumes) => {
    const { inspection } = await readMade(name);
    expect(inspection).toMatchObject({ reader: 'medmnist', dataset: name, samples: 200, volumes });
    const { train, val, test } = inspection.targets[0]!.counts;
    expect([train, val, test]).toEqual(expected('general', name));
  });
});

describe('imagefolder of Hugging Face', () => {
  const forms = ['imagefolder-csv', 'imagefolder-jsonl', 'imagefolder-parquet'];

  it.each(forms)('%s is joined and counted as pandas counts it', async (name) => {
    const recognised = await readMade(name);
    expect(recognised.inspection.reader).toBe('table');
    // The records are the same in all forms, and pandas reads no parquet by itself.
    const counted = name === 'imagefolder-parquet' ? 'imagefolder-jsonl' : name;
    expect(summaryOf(recognised)).toEqual(expected('general', counted));
  });

  it.each(forms)('%s takes names from the folder of their metadata', async (name) => {
    const { table } = await readMade(name);
    const paths = table.images!.map((image) => (image.kind === 'file' ? image.path : ''));
    const folders = { train: 'train', val: 'validation', test: 'test' } as const;
    expect(new Set(paths).size).toBe(paths.length);
    for (const [i, path] of paths.entries())
      expect(path).toMatch(new RegExp(`^data/${folders[table.officialSplits[i]!]}/`));
  });

  it('has no classes from folders where there is metadata, and says which images it does not list', async () => {
    const { inspection } = await readMade('imagefolder-csv');
    expect(inspection.targets.map(({ classes }) => classes)).toEqual([['clear', 'nodule']]);
    expect(evidence(inspection, 'ignored-files')).toMatchObject({ files: 3 });
    expect(inspection.rejected.map(({ kind }) => kind)).toEqual(Array(3).fill('missing-file'));
  });

  it('has folders for classes where there is no metadata', async () => {
    const { inspection } = await readMade('imagefolder-csv', without(/metadata/));
    expect(inspection.reader).toBe('class-folders');
    expect(inspection.targets[0]!.classes).toEqual(['left', 'right']);
    expect(Object.values(inspection.splits!).every(({ samples }) => samples > 0)).toBe(true);
  });

  it('knows the other words for its splits', async () => {
    const words = renamed((path) =>
      path.replace('/train/', '/training/').replace('/validation/', '/dev/').replace('/test/', '/eval/'),
    );
    const { table } = await readMade('imagefolder-jsonl', words);
    expect(new Set(table.officialSplits)).toEqual(new Set(['train', 'val', 'test']));
  });

  it('may call its images by the column that they become', async () => {
    const called = edited(/csv$/, (lines) => lines.replace('file_name', 'input_file_name'));
    const { inspection } = await readMade('imagefolder-csv', called);
    expect(inspection.columns?.roles.file).toBe('input_file_name');
    expect(inspection.samples).toBe(197);
  });
});

describe('a table beside its images', () => {
  it('is joined by names without extension and counted as pandas counts it', async () => {
    const recognised = await readMade('table-with-images');
    expect(recognised.inspection.reader).toBe('table');
    const { targets, ...rest } = summaryOf(recognised);
    const wanted = expected('general', 'table-with-images') as typeof rest & { targets: object };
    expect({ ...rest, targets: { diagnosis: targets.diagnosis } }).toEqual(wanted);
  });
});
