import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { medmnistOfName } from '../../src/datasets/medmnist-catalogue.ts';
import { splitEvidence } from '../../src/datasets/medmnist-dataset.ts';
import { evidence, fixtures, folder, problemOf, read } from './sources.ts';

describe('medmnist', () => {
  it('knows a file of published size by its name', async () => {
    const { inspection, table } = await read(fixtures('breastmnist.npz'));
    expect(inspection).toMatchObject({
      reader: 'medmnist',
      dataset: 'breastmnist',
      title: 'BreastMNIST',
      licence: 'CC BY 4.0',
      alternatives: ['npz'],
      samples: 780,
      images: 780,
      patients: null,
      imageSize: 28,
      rejected: [],
    });
    expect(inspection.targets).toEqual([
      {
        name: 'label',
        kind: 'binary',
        classes: ['malignant', 'normal, benign'],
        counts: { train: [273, 273], val: [39, 39], test: [78, 78], none: [0, 0] },
        missing: 0,
        uncertain: 0,
        unmentioned: 0,
        readers: [],
        problem: null,
      },
    ]);
    expect(evidence(inspection, 'file-name')).toEqual({
      file: 'breastmnist.npz',
      dataset: 'BreastMNIST',
    });
    expect(evidence(inspection, 'counts-as-published')).toEqual({ train: 546, val: 78, test: 156 });
    expect(evidence(inspection, 'npz-shape')).toEqual({
      member: 'train_images',
      shape: '(546, 28, 28)',
      dtype: '|u1',
    });
    expect(inspection.splits?.val).toEqual({ samples: 78, patients: null });
    expect(table.ids[546 + 3]).toBe('val/3');
    expect(table.images?.[546 + 3]).toEqual({
      kind: 'npz-row',
      path: 'breastmnist.npz',
      member: 'val_images',
      row: 3,
    });
    expect(table.officialSplits[779]).toBe('test');
  });

  it('accepts the sizes and names of former releases', async () => {
    const { inspection } = await read(fixtures('organmnist_sagittal.npz'));
    expect(inspection).toMatchObject({ dataset: 'organsmnist', title: 'OrganSMNIST' });
    expect(evidence(inspection, 'counts-as-published')?.train).toBe(13940);
  });

  it('says when the sizes are others, and reads all the same', async () => {
    const { inspection, table } = await read(fixtures('pneumoniamnist_64.npz'));
    expect(inspection).toMatchObject({ dataset: 'pneumoniamnist', imageSize: 64, samples: 16 });
    expect(inspection.evidence.find(({ kind }) => kind === 'counts-differ')).toEqual({
      kind: 'counts-differ',
      holds: false,
      parameters: { train: 8, val: 4, test: 4, published: '4708 / 524 / 624' },
    });
    expect(table.labels[0]!.target.mayFlip).toBe(false);
    expect([...table.labels[0]!.values.slice(0, 4)]).toEqual([0, 1, 0, 1]);
  });

  it('is found in a folder that a mirror puts it into', async () => {
    const bytes = new Uint8Array(
      readFileSync(new URL('../fixtures/datasets/breastmnist.npz', import.meta.url)),
    );
    const { inspection } = await read(folder([], { 'medmnist-v2/data/breastmnist.npz': bytes }));
    expect(inspection).toMatchObject({ reader: 'medmnist', dataset: 'breastmnist', samples: 780 });
  });

  it('says that images of one lesion are in several splits, and that nobody may sell what is made of them', async () => {
    const derma = medmnistOfName('dermamnist_64.npz')!;
    expect(derma.licence).toBe('CC BY-NC 4.0');
    const said = splitEvidence([7007, 1003, 2005], derma).map(({ kind, holds }) => [kind, holds]);
    expect(said).toEqual([
      ['counts-as-published', true],
      ['lesions-in-several-splits', false],
    ]);
    expect(splitEvidence([0, 0, 0], medmnistOfName('bloodmnist.npz')!)).toHaveLength(1);
  });

  it('reads the multi-label and the ordinal one as such', async () => {
    const chest = await read(fixtures('chestmnist.npz'));
    expect(chest.inspection.targets[0]).toMatchObject({ kind: 'multi-label', problem: null });
    expect(chest.table.labels[0]).toMatchObject({ width: 14 });
    // Column j is 1 where the sample's number is a multiple of j + 2: of 0 to 7, four are even and three multiples of 3.
    expect(chest.inspection.targets[0]!.counts.train.slice(0, 2)).toEqual([4, 3]);
    const retina = await read(fixtures('retinamnist_128.npz'));
    expect(retina.inspection.targets[0]).toMatchObject({ kind: 'ordinal' });
    expect(retina.inspection.licence).toBe('CC BY 4.0');
  });

  it.each([
    ['pathmnist', 9, 107180],
    ['chestmnist', 14, 112120],
    ['dermamnist', 7, 10015],
    ['octmnist', 4, 109309],
    ['pneumoniamnist', 2, 5856],
    ['retinamnist', 5, 1600],
    ['breastmnist', 2, 780],
    ['bloodmnist', 8, 17092],
    ['tissuemnist', 8, 236386],
    ['organamnist', 11, 58830],
    ['organcmnist', 11, 23583],
    ['organsmnist', 11, 25211],
  ])('knows the classes and total of %s: %i and %i, as published', (flag, classes, total) => {
    for (const suffix of ['', '_64', '_128', '_224']) {
      const dataset = medmnistOfName(`${flag}${suffix}.npz`);
      expect(dataset?.flag).toBe(flag);
      expect(new Set(dataset?.classes).size).toBe(classes);
      expect(dataset?.counts[0]?.reduce((sum, n) => sum + n)).toBe(total);
    }
    expect(medmnistOfName(`my-${flag}.npz`)).toBeNull();
  });

  it('has the organs of slices and of volumes in orders of their own', () => {
    const organs = (name: string) => medmnistOfName(`${name}.npz`)?.classes;
    const slices = [
      'bladder',
      'femur-left',
      'femur-right',
      'heart',
      'kidney-left',
      'kidney-right',
      'liver',
    ];
    const volumes = [
      'liver',
      'kidney-right',
      'kidney-left',
      'femur-right',
      'femur-left',
      'bladder',
      'heart',
    ];
    for (const name of ['organamnist', 'organcmnist', 'organsmnist'])
      expect(organs(name)).toEqual([...slices, 'lung-left', 'lung-right', 'pancreas', 'spleen']);
    expect(organs('organmnist3d')).toEqual([
      ...volumes,
      'lung-right',
      'lung-left',
      'spleen',
      'pancreas',
    ]);
  });

  it('leaves a file with other labels than its name promises to the plain reader', async () => {
    const { inspection } = await read(fixtures('bloodmnist.npz'));
    expect(inspection).toMatchObject({ reader: 'npz', title: 'bloodmnist', alternatives: [] });
    expect(inspection.targets[0]!.classes).toHaveLength(10);
  });

  it.each([
    ['organmnist3d', 11, 1742],
    ['nodulemnist3d', 2, 1633],
    ['adrenalmnist3d', 2, 1584],
    ['fracturemnist3d', 3, 1370],
    ['vesselmnist3d', 2, 1908],
    ['synapsemnist3d', 2, 1759],
  ])('knows the classes and total of %s: %i and %i, as published', (flag, classes, total) => {
    for (const suffix of ['', '_64']) {
      const dataset = medmnistOfName(`${flag}${suffix}.npz`);
      expect(dataset?.flag).toBe(flag);
      expect(new Set(dataset?.classes).size).toBe(classes);
      expect(dataset?.counts[0]?.reduce((sum, n) => sum + n)).toBe(total);
    }
  });

  it('knows a 3D dataset, whose samples are slices in the middle', async () => {
    const { inspection, table } = await read(fixtures('vesselmnist3d.npz'));
    expect(inspection).toMatchObject({
      reader: 'medmnist',
      title: 'VesselMNIST3D',
      imageSize: 28,
      samples: 8,
    });
    expect(inspection.targets[0]).toMatchObject({ kind: 'binary', classes: ['vessel', 'aneurysm'] });
    expect(table.images?.[0]).toEqual({
      kind: 'npz-row',
      path: 'vesselmnist3d.npz',
      member: 'train_images',
      row: 0,
      ofVolumes: true,
    });
  });

  it('takes the first file of a folder with several, and says what it left', async () => {
    const { inspection } = await read(fixtures('vesselmnist3d.npz', 'breastmnist.npz', 'binary.npz'));
    expect(inspection.dataset).toBe('breastmnist');
    expect(evidence(inspection, 'ignored-files')).toEqual({ files: 2, example: 'binary.npz' });
  });
});

describe('npz', () => {
  it('names classes by their values; two are binary', async () => {
    const { inspection } = await read(fixtures('binary.npz'));
    expect(inspection).toMatchObject({ reader: 'npz', dataset: 'npz', title: 'binary', imageSize: 3 });
    expect(inspection.targets[0]).toMatchObject({ kind: 'binary', classes: ['0', '1'], problem: null });
  });

  it('does without val, with labels of int64 and images that are no squares', async () => {
    const { inspection, table } = await read(fixtures('four-classes-no-val.npz'));
    expect(inspection.imageSize).toBeNull();
    expect(inspection.targets[0]).toMatchObject({ kind: 'multi-class', classes: ['0', '1', '2', '3'] });
    expect(inspection.splits).toMatchObject({ val: { samples: 0 }, test: { samples: 8 } });
    expect(table.ids[8]).toBe('test/0');
  });

  it('takes several columns of 0 and 1 as multi-label, and negative values as missing', async () => {
    const several = await read(fixtures('multi-label.npz'));
    expect(several.inspection.targets[0]).toMatchObject({
      kind: 'multi-label',
      classes: ['0', '1', '2'],
    });
    const { inspection } = await read(fixtures('missing-values.npz'));
    expect(inspection.targets[0]).toMatchObject({ classes: ['0', '1'], missing: 3 + 2 + 2 });
  });

  it('shows why one class can not be learned', async () => {
    const { inspection } = await read(fixtures('one-class.npz'));
    expect(inspection.targets[0]!.problem).toEqual({
      kind: 'one-class',
      file: 'one-class.npz',
      parameters: { target: 'label', className: '0', samples: 8 },
    });
  });

  it.each([
    [
      'no-labels',
      'npz-missing-member',
      {
        member: 'val_labels',
        found: 'train_images, train_labels, val_images, test_images, test_labels',
      },
    ],
    ['no-train', 'npz-missing-member', { member: 'train_images' }],
    ['mismatched', 'npz-mismatched-lengths', { split: 'val', images: 4, labels: 5 }],
    ['object-labels', 'npz-object-array', { member: 'train_labels', dtype: '|O' }],
    ['complex-images', 'npz-unsupported-array', { member: 'train_images', dtype: '<c8' }],
    ['other-size-in-test', 'npz-unsupported-array', { shape: '(2, 3, 3)', expected: '(N, 2, 2)' }],
    [
      'large-values',
      'npz-unsupported-array',
      { member: 'train_labels', expected: '0 and 1 in each of 2 columns, not 7' },
    ],
  ])('refuses %s.npz: %s', async (name, kind, parameters) => {
    const file = `${name}.npz`;
    expect(await problemOf(fixtures(file))).toMatchObject({ kind, file, parameters });
  });

  it('refuses a file that is no archive', async () => {
    expect(await problemOf(folder([], { 'a.npz': 'no zip' }))).toMatchObject({
      kind: 'damaged-archive',
      file: 'a.npz',
    });
  });
});
