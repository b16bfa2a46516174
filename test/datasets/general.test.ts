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

describe('imagefolder with several images a row', () => {
  const forms = ['hf-lists-csv', 'hf-lists-jsonl', 'hf-lists-parquet'];

  it.each(forms)('%s has the first of them, as pandas counts it, and says so', async (name) => {
    const recognised = await readMade(name);
    expect(recognised.inspection.reader).toBe('table');
    const counted = name === 'hf-lists-parquet' ? 'hf-lists-jsonl' : name;
    const [summary, samples] = expected('general', counted) as [object, number];
    expect(summaryOf(recognised)).toEqual(summary);
    expect(evidence(recognised.inspection, 'further-images')).toMatchObject({ samples });
    expect(recognised.inspection.several).toBe(true);
    let lists = 0;
    for (const image of recognised.table.images!) {
      if (image.kind !== 'file') throw new Error(image.kind);
      expect(image.path).toMatch(/_0\.png$/);
      const { further } = image;
      if (further === undefined) continue;
      lists++;
      // In their order, of the same study; a name of a file that is not there stays as it was written.
      const of = image.path.slice(0, -'0.png'.length);
      further.forEach((path, i) =>
        expect(`/${path}`.endsWith(`${of.slice(of.lastIndexOf('/'))}${i + 1}.png`)).toBe(true),
      );
    }
    expect(lists).toBe(samples);
  });

  it('may be called by the column that they become, and be written as JSON', async () => {
    const called = edited(/csv$/, (lines) =>
      lines
        .replace('file_names', 'view_file_names')
        .replaceAll(/^"?\[(.*?)\]"?,/gm, (_, names: string) => `"[${names.replaceAll("'", '""')}]",`),
    );
    const { inspection } = await readMade('hf-lists-csv', called);
    expect(inspection.columns?.roles.file).toBe('view_file_names');
    expect(inspection.samples).toBe(137);
  });

  it('is not taken for folders of classes, however many images a row has', async () => {
    const folders = Array.from('abcdefghijkl');
    const { inspection } = await readMade('hf-lists-jsonl', (files) => {
      const metadata = edited(/jsonl$/, (lines) =>
        lines.replaceAll(/\[.*?views\/(\d+)_0.*?\]/g, (_, study: string) =>
          JSON.stringify(folders.map((folder) => `${folder}/${study}.png`)),
        ),
      )(files);
      const copies = Object.entries(metadata).flatMap(([path, bytes]) =>
        /_0\.png$/.test(path)
          ? folders.map((folder) => [path.replace(/views\/(\d+)_0/, `${folder}/$1`), bytes] as const)
          : /png$/.test(path)
            ? []
            : [[path, bytes] as const],
      );
      return Object.fromEntries(copies);
    });
    expect(inspection).toMatchObject({ reader: 'table', samples: 137 });
    expect(inspection.alternatives).toContain('class-folders');
  });

  it('takes a name with a comma in a column of single names for one name', async () => {
    const both = (text: string) => text.replaceAll('0003.png', '0003, again.png');
    const { inspection } = await readMade('imagefolder-jsonl', (files) =>
      renamed(both)(edited(/jsonl$/, both)(files)),
    );
    expect(inspection.samples).toBe(197);
  });
});

describe('imagefolder with objects', () => {
  const forms = ['hf-objects-csv', 'hf-objects-jsonl'];

  it.each(forms)('%s has the boxes and their classes as pandas counts them', async (name) => {
    const recognised = await readMade(name);
    expect(recognised.inspection.reader).toBe('table');
    expect(summaryOf(recognised)).toEqual(expected('general', name));
    expect(recognised.inspection.targets[0]).toMatchObject({ kind: 'multi-label', problem: null });
    expect(recognised.inspection.boxTarget?.classes).toEqual(['0', '1', '2']);
  });

  it('has the names of classes that parquet knows, and the same boxes', async () => {
    const { table } = await readMade('hf-objects-parquet');
    const { table: plain } = await readMade('hf-objects-jsonl');
    const names = ['mass', 'nodule', 'effusion'];
    expect(table.boxes).toEqual(
      plain.boxes!.map((box) => ({ ...box, className: names[Number(box.className)] })),
    );
  });

  it('gives the boxes of a row to its image, and rows without any no class', async () => {
    const { table, inspection } = await readMade('hf-objects-jsonl');
    const { values } = table.labels[0]!;
    const without = table.ids.flatMap((_, i) =>
      table.boxes!.some(({ sample }) => sample === i) ? [] : [[...values.subarray(3 * i, 3 * i + 3)]],
    );
    expect(without).toEqual(Array(36).fill([0, 0, 0]));
    const of = table.ids.indexOf('data/train/0002.png');
    expect(table.boxes!.filter(({ sample }) => sample === of)).toHaveLength(2);
    expect(evidence(inspection, 'boxes-left-out')).toMatchObject({ boxes: 3 });
  });

  it('leaves out boxes that nobody named', async () => {
    const unnamed = edited(/jsonl$/, (lines) =>
      lines.replaceAll(/"categories":\[\d,?/g, '"categories":['),
    );
    const { table, inspection } = await readMade('hf-objects-jsonl', unnamed);
    expect(table.labels[0]!.target.classes).toEqual(['0', '1', '2']);
    // The last one of each of 101 images, and those without an area.
    expect(evidence(inspection, 'boxes-left-out')).toMatchObject({ boxes: 104 });
  });

  it.each([
    ['as Python prints them', (cell: string) => cell.replaceAll('""', "'")],
    ['with one class for "categories"', (cell: string) => cell.replaceAll('categories', 'category')],
  ])('reads cells %s', async (_, write) => {
    const { table } = await readMade('hf-objects-csv', edited(/csv$/, write));
    const { table: plain } = await readMade('hf-objects-csv');
    expect(table.boxes).toEqual(plain.boxes);
  });

  it('reads a list of objects', async () => {
    interface Row {
      readonly objects: { readonly bbox: readonly unknown[]; readonly categories: readonly unknown[] };
    }
    const asList = edited(/jsonl$/, (lines) =>
      lines.replaceAll(/.+/g, (line) => {
        const row = JSON.parse(line) as Row;
        const { bbox, categories } = row.objects;
        const objects = bbox.map((box, i) => ({ bbox: box, category: categories[i] }));
        return JSON.stringify({ ...row, objects });
      }),
    );
    const { table } = await readMade('hf-objects-jsonl', asList);
    const { table: plain } = await readMade('hf-objects-jsonl');
    expect(table.boxes).toEqual(plain.boxes);
  });

  it('comes after a column that is called the label', async () => {
    const labelled = edited(/jsonl$/, (lines) => {
      let line = 0;
      return lines.replaceAll('{"file_name"', () => `{"label":"${line++ % 2}","file_name"`);
    });
    const { inspection } = await readMade('hf-objects-jsonl', labelled);
    expect(inspection.targets.map(({ name }) => name)).toEqual(['label', 'objects.categories']);
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
