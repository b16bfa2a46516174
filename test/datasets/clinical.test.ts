import { describe, expect, it } from 'vitest';
import { madeDatasets } from './generate/catalogue.ts';
import { edited, expected, labelsOf, readMade, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';

describe('published datasets', () => {
  it.each([
    ['medical-diff-vqa', 'forbidden'],
    ['cholec80', 'ask'],
    ['cholec80-vqa', 'caution'],
    ['adni', 'forbidden'],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, sharing) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({ reader: name, sharing });
    expect(summaryOf(recognised)).toEqual(expected('clinical', name));
  });
});

describe('Medical-Diff-VQA', () => {
  it('takes the main image, which is the later one, and the reference one behind it where both are asked about', async () => {
    const { inspection, table } = await readMade('medical-diff-vqa');
    expect(inspection.several).toBe(true);
    expect(evidence(inspection, 'further-images')).toEqual({
      samples: 80,
      example: '50000001, 50000000',
    });
    const row = table.text.question!.findIndex((one) => one.startsWith('what has changed'));
    expect(table.ids[row]).toContain('mimic_pair_questions.csv');
    expect(table.studies![row]).toBe('50000001');
    const studyOf = (path: string) => /\/s(\d{8})\//.exec(path)?.[1];
    const orders = new Map(
      Object.entries(madeDatasets['medical-diff-vqa']!())
        .filter(([path]) => path.endsWith('mimic_all.csv'))
        .flatMap(([, bytes]) => new TextDecoder().decode(bytes).trim().split('\n'))
        .map((line) => line.split(','))
        .map((cells) => [cells[1], Number(cells[7])] as const),
    );
    for (const [at, image] of table.images!.entries()) {
      const further = image.kind === 'file' ? image.further : undefined;
      const main = studyOf(image.path);
      expect(main).toBe(table.studies![at]);
      const isOfBoth = table.text.question![at]!.startsWith('what has changed');
      expect(further?.length).toBe(isOfBoth ? 1 : undefined);
      const reference = studyOf(further?.[0] ?? '');
      if (reference === undefined) continue;
      expect(table.images![at]).toMatchObject({
        path: expect.stringContaining(table.patients![at]!) as string,
      });
      expect([orders.get(reference), orders.get(main)]).toEqual([1, 2]);
    }
  });

  it('names a reference image that is not there, so that the pair is rejected where it is cut', async () => {
    const { table } = await readMade('medical-diff-vqa');
    const lost = table.images!.flatMap((image) =>
      image.kind === 'file' && image.further?.[0]?.includes('/') === false ? [image] : [],
    );
    expect(lost).toEqual([
      {
        kind: 'file',
        path: expect.stringContaining('/s50000071/') as string,
        further: [expect.stringMatching(/^[0-9a-f]{40}\.jpg$/) as string],
      },
    ]);
  });

  it('says which patients the split tears', async () => {
    const { inspection } = await readMade('medical-diff-vqa');
    expect(evidence(inspection, 'patients-in-several-splits')).toEqual({
      patients: 1,
      example: '10000003',
    });
  });

  it('rejects questions about an image that is not there, and takes no split of MIMIC-CXR', async () => {
    const { inspection } = await readMade('medical-diff-vqa');
    expect(inspection.rejected.map(({ kind }) => kind)).toEqual(['missing-file']);
    expect(inspection.splits!.test.samples).toBeGreaterThan(0);
  });

  it('finds images by the folders of studies without the list of them', async () => {
    const { inspection } = await readMade('medical-diff-vqa', without(/mimic_all/));
    expect(inspection).toMatchObject({ reader: 'medical-diff-vqa', samples: 399 });
  });
});

describe('Cholec80', () => {
  it.each([
    [1, 'video01_000001.png'],
    [2, '02/00000000.png'],
    [3, 'cutMargin/3/0.png'],
  ])('finds out how the frames of video %i are numbered', async (video, first) => {
    const recognised = await readMade('cholec80');
    const { ids, patients, covariates } = recognised.table;
    const rows = [...ids.keys()].filter((row) => patients![row] === `video ${video}`);
    expect(ids[rows[0]!]).toContain(first);
    expect(rows.map((row) => covariates!.second![row])).toEqual([...rows.keys()]);
    const phases = rows.map((row) => recognised.table.labels[0]!.values[row]!);
    expect(phases).toEqual(Array.from({ length: 24 }, (_, second) => Math.floor(second / 6)));
  });

  it('has no tools for a second of which none are noted', async () => {
    const recognised = await readMade('cholec80');
    const row = recognised.table.ids.findIndex((id) => id.endsWith('02/00000023.png'));
    expect(new Set(Object.values(labelsOf(recognised, 'tools', row)))).toEqual(new Set([-1]));
  });
});

describe('Cholec80-VQA', () => {
  it('joins a frame by its folder and number, of which other videos have the same', async () => {
    const { table } = await readMade('cholec80-vqa');
    const row = table.ids.findIndex((id) => id.includes('Classification/2/50_QA.txt'));
    expect(table.images![row]).toMatchObject({ path: 'Cholec80-VQA/cropped_image/2/50.png' });
    expect(table.covariates!.second![row]).toBe(2);
  });

  it('keeps the questions of a video together, and takes classes and not sentences', async () => {
    const { inspection, table } = await readMade('cholec80-vqa');
    expect(inspection).toMatchObject({ patients: 7, samples: 420 });
    expect(inspection.targets[0]!.classes).toContain('calot triangle dissection');
    expect(table.officialSplits.at(-1)).toBe('val');
  });

  it('takes what stands behind the first bar for the answer', async () => {
    const barred = edited(/Classification\/1\/0_QA/, (text) => text.replace('|', '|grasper|'));
    const { table } = await readMade('cholec80-vqa', barred);
    expect(table.text.question![0]).toBe('what is the phase of image?');
  });

  it('is read as text where only the questions are there', async () => {
    const { inspection } = await readMade('cholec80-vqa', without(/png$/));
    expect(inspection).toMatchObject({ reader: 'cholec80-vqa', images: 0, samples: 420 });
  });
});

describe('ADNI', () => {
  it('takes the middle slice of a series, and keeps the scans of a subject together', async () => {
    const { table } = await readMade('adni');
    expect(table.ids[0]).toMatch(/raw_2_S100001_I100001\.dcm$/);
    expect(new Set(table.patients).size).toBe(45);
    expect(table.patients![0]).toBe(table.patients![2]);
  });

  it('joins ids with and without I, and calls Dementia AD', async () => {
    const { inspection } = await readMade('adni');
    expect(inspection.targets.map(({ name, classes, missing }) => ({ name, classes, missing }))).toEqual(
      [
        { name: 'diagnosis', classes: ['AD', 'CN', 'MCI'], missing: 4 },
        { name: 'group', classes: ['AD', 'CN', 'MCI'], missing: 0 },
      ],
    );
  });

  it('reads ADNIMERGE by names of columns that R wrote with dots, in any order', async () => {
    const turned = (text: string) =>
      text
        .split('\n')
        .map((line) => line.split(',').reverse().join(','))
        .join('\n')
        .replace('DX', 'DX.bl,DX')
        .replace(/^([^,]*),([^,]*)/gm, (line, image: string, dx: string) =>
          dx.startsWith('DX') ? line : `${image},CN,${dx}`,
        );
    const { inspection } = await readMade('adni', edited(/ADNIMERGE/, turned));
    expect(inspection.targets[0]).toMatchObject({ classes: ['AD', 'CN', 'MCI'], missing: 4 });
  });

  it('takes a screening for the baseline where no row names an image', async () => {
    const nameless = edited(/ADNIMERGE/, (text) => text.replace('IMAGEUID', 'OTHER'));
    const { inspection } = await readMade('adni', nameless);
    expect(inspection.targets[0]).toMatchObject({ name: 'diagnosis', missing: 4 });
  });

  it('says which covariates decided the diagnosis, and takes codes for missing values as such', async () => {
    const { inspection, table } = await readMade('adni');
    expect(evidence(inspection, 'covariate-defines-target')).toEqual({
      columns: 'MMSE, CDRSB',
      target: 'diagnosis',
    });
    expect(table.covariates!.MMSE![0]).toBeNull();
  });

  it('has the groups of the collection without ADNIMERGE', async () => {
    const { inspection } = await readMade('adni', without(/ADNIMERGE/));
    expect(inspection.targets.map(({ name }) => name)).toEqual(['group']);
    expect(evidence(inspection, 'table-absent')).toMatchObject({ table: 'ADNIMERGE.csv' });
  });
});
