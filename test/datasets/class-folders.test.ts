import { describe, expect, it } from 'vitest';
import { evidence, folder, problemOf, read } from './sources.ts';

const names = (count: number, path: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => path(i));

describe('class folders', () => {
  it('reads class/image, the class that says "negative" first', async () => {
    const source = folder([
      ...names(3, (i) => `Malignant/${i}.png`),
      ...names(4, (i) => `benign/${i}.JPG`),
    ]);
    const { inspection, table } = await read(source);
    expect(inspection).toMatchObject({
      reader: 'class-folders',
      title: 'dropped',
      images: 7,
      splits: null,
    });
    expect(inspection.targets).toEqual([
      {
        name: 'label',
        kind: 'binary',
        classes: ['benign', 'Malignant'],
        counts: { train: [0, 0], val: [0, 0], test: [0, 0], none: [4, 3] },
        missing: 0,
        uncertain: 0,
        unmentioned: 0,
        readers: [],
        problem: null,
      },
    ]);
    const malignant = table.ids.indexOf('Malignant/2.png');
    expect(table.labels[0]!.values[malignant]).toBe(1);
    expect(table.images?.[malignant]).toEqual({ kind: 'file', path: 'Malignant/2.png' });
  });

  it.each([
    [
      ['NORMAL', 'PNEUMONIA'],
      ['NORMAL', 'PNEUMONIA'],
    ],
    [
      ['COVID', 'no_covid'],
      ['no_covid', 'COVID'],
    ],
    [
      ['癌', '正常'],
      ['正常', '癌'],
    ],
    [
      ['1', '0'],
      ['0', '1'],
    ],
    [
      ['b', 'a'],
      ['a', 'b'],
    ],
    [
      ['grade10', 'grade9', 'grade1'],
      ['grade1', 'grade9', 'grade10'],
    ],
  ])('orders the classes %j as %j', async (folders, classes) => {
    const { inspection } = await read(
      folder(folders.flatMap((name) => [`${name}/1.png`, `${name}/2.png`])),
    );
    expect(inspection.targets[0]!.classes).toEqual(classes);
  });

  it.each([
    ['train', 'val', 'test'],
    ['Training', 'VALIDATION', 'Testing'],
    ['train', 'dev', 'test'],
    ['训练集', '验证集', '测试集'],
    ['training_set', 'valid', 'test_set'],
  ])('takes %s/%s/%s for splits', async (...folders) => {
    const source = folder(
      folders.flatMap((split) =>
        ['a', 'b'].flatMap((name) => names(2, (i) => `${split}/${name}/${i}.png`)),
      ),
    );
    const { inspection, table } = await read(source);
    expect(inspection.splits).toEqual({
      train: { samples: 4, patients: null },
      val: { samples: 4, patients: null },
      test: { samples: 4, patients: null },
    });
    expect(evidence(inspection, 'split-folders')).toEqual({ splits: 'train, val, test' });
    expect(table.ids[0]!.startsWith(folders[0])).toBe(true);
  });

  it('sees through wrapping folders, and folders below the class', async () => {
    const { inspection, table } = await read(
      folder([
        'chest_xray/train/NORMAL/p1/1.png',
        'chest_xray/train/PNEUMONIA/p2/s1/1.png',
        'chest_xray/train/PNEUMONIA/p2/s2/1.png',
        'chest_xray/test/NORMAL/1.png',
      ]),
    );
    expect(inspection.targets[0]!.classes).toEqual(['NORMAL', 'PNEUMONIA']);
    expect(table.officialSplits).toEqual(['train', 'train', 'train', 'test']);
  });

  it('finds the split of a folder that has only one', async () => {
    const { table } = await read(folder(['x/test/a/1.png', 'x/test/b/1.png', 'x/test/b/2.png']));
    expect(table.officialSplits).toEqual(['test', 'test', 'test']);
  });

  it('reads class/split/image', async () => {
    const { table, inspection } = await read(
      folder(['a/train/1.png', 'a/test/2.png', 'b/train/3.png', 'b/test/4.png']),
    );
    expect(inspection.targets[0]!.classes).toEqual(['a', 'b']);
    expect(table.ids).toEqual(['a/train/1.png', 'b/train/3.png', 'a/test/2.png', 'b/test/4.png']);
  });

  it('takes a lone "test" beside "control" for a class', async () => {
    const { inspection } = await read(folder(['control/1.png', 'control/2.png', 'test/1.png']));
    expect(inspection.targets[0]!.classes).toEqual(['control', 'test']);
    expect(inspection.splits).toBeNull();
  });

  it('brings images that were written from an array back in its order', async () => {
    const labels = names(120, (i) => String((i * 7) % 3));
    const paths = ['train', 'test'].flatMap((split) =>
      labels.map((label, i) => `${split}/${label}/${split}${i}_${label}.png`),
    );
    const { table } = await read(folder([...paths].reverse()));
    expect(table.ids).toEqual(paths);
  });

  it('takes volumes for images, packed or not', async () => {
    const source = folder([
      ...names(3, (i) => `AD/sub-${i}_T1w.nii.gz`),
      ...names(3, (i) => `CN/sub-${i}.nii`),
      'CN/notes.txt.gz',
    ]);
    const { inspection } = await read(source);
    expect(inspection).toMatchObject({ reader: 'class-folders', images: 6 });
    expect(evidence(inspection, 'ignored-files')).toMatchObject({ files: 1 });
  });

  it.each([
    ['AD/27_S_0074_slice_12.png', 'AD/27_S_0074_slice_13.png', 'CN/027_S_0075_12.png'],
    ['train/AD/ADNI_002_S_0295_1.jpg', 'test/MCI/002_S_0295/2.jpg', 'train/CN/003_S_0296/3.jpg'],
    ['AD/sub-ADNI027S0074/ses-M000/1.png', 'MCI/sub-ADNI027S0074_ses-M006_1.png', 'CN/1/s_1234.png'],
    ['Mild Dementia/OAS1_0028_MR1_mpr-1_100.jpg', 'Non Demented/OAS1_0028_MR2_1.jpg', 'x/oas2_0028.jpg'],
    ['AD/sub-OAS30001_1.png', 'CN/OAS30001_MR_d0129.png', 'CN/OAS30002_MR_d0129.png'],
  ])('keeps %s and %s together, which name one subject', async (...paths) => {
    const { inspection, table } = await read(folder(paths));
    const [one, same, other] = paths.map((path) => table.patients![table.ids.indexOf(path)]);
    expect(one).toBe(same);
    expect(other).not.toBe(one);
    const patients = new Set(table.patients!.filter((name) => name !== '')).size;
    expect(inspection.patients).toBe(patients);
    expect(evidence(inspection, 'patients-in-names')).toMatchObject({ patients, images: 3 });
    expect(evidence(inspection, 'patients-unnamed')).toBeUndefined();
  });

  it.each([
    ['MildDemented/mildDem1.jpg', 'NonDemented/nonDem1.jpg', 'VeryMildDemented/26 (62).jpg'],
    ['train/Final AD JPEG/AD (1).jpg', 'train/Final CN JPEG/CN (1).jpg', 'test/Final EMCI JPEG/1.jpg'],
    ['No Impairment/1.jpg', 'Very Mild Impairment/2.jpg', 'No Impairment/2.jpg'],
  ])('warns that nothing says whom %s shows', async (...paths) => {
    const { inspection, table } = await read(folder(paths));
    expect(table.patients).toBeNull();
    expect(evidence(inspection, 'patients-unnamed')).toEqual({ example: table.ids[0] });
  });

  it.each([
    ['a volume, one of which is a person', ['AD/1.nii.gz', 'CN/2.nii.gz', 'CN/3.nii.gz']],
    ['another class', ['AD/1.png', 'CN/2.png', 'glioma/3.png']],
    ['a longer word', ['ADENOMA/1.png', 'CNV/2.png', 'CNV/3.png']],
    ['names with few subjects', ['a/027_S_0074_1.png', 'b/2.png', 'b/3.png']],
    ['a longer number', ['a/1027_S_0074.png', 'b/27_S_007412.png', 'b/3_S_12.png']],
  ])('says nothing of subjects for %s', async (_, paths) => {
    const { inspection, table } = await read(folder(paths));
    expect(table.patients).toBeNull();
    expect(inspection.evidence.filter(({ kind }) => kind.startsWith('patients'))).toEqual([]);
  });

  it('leaves out what is no image or lies in no class, and says so', async () => {
    const { inspection } = await read(
      folder(['a/1.png', 'b/1.png', 'b/2.png', 'overview.png'], {
        'README.md': 'x',
        'b/notes.txt': 'x',
      }),
    );
    expect(inspection.samples).toBe(3);
    expect(evidence(inspection, 'ignored-files')).toEqual({ files: 3, example: 'README.md' });
  });

  it('shows one class, and one image a class, with what is wrong', async () => {
    const one = await read(folder(['train/normal/1.png', 'test/normal/2.png']));
    expect(one.inspection.targets[0]!.problem).toEqual({
      kind: 'one-class',
      file: null,
      parameters: { target: 'label', className: 'normal', samples: 2 },
    });
    const single = await read(folder(['normal/1.png', 'normal/2.png']));
    expect(single.inspection.targets[0]!.problem?.kind).toBe('one-class');
    const unique = await read(folder(names(5, (i) => `p${i}/1.png`)));
    expect(unique.inspection.targets[0]!.problem).toEqual({
      kind: 'unique-labels',
      file: null,
      parameters: { column: 'label', values: 5, rows: 5 },
    });
    const many = await read(
      folder(names(1001, (i) => `p${i}`).flatMap((p) => [`${p}/1.png`, `${p}/2.png`])),
    );
    expect(many.inspection.targets[0]!.problem).toMatchObject({
      kind: 'too-many-classes',
      parameters: { values: 1001, limit: 1000 },
    });
  });

  it.each([
    ['nothing at all', folder([]), { kind: 'empty-source', parameters: {} }],
    [
      'no images',
      folder([], { 'a.txt': 'x', 'b.pdf': 'x' }),
      { kind: 'no-images', parameters: { files: 2 } },
    ],
    [
      'images without folders',
      folder(['1.png', '2.png'], { 'a.txt': 'x' }),
      { kind: 'unrecognised-source', parameters: { files: 3, images: 2 } },
    ],
    [
      'a folder that says nothing',
      folder(['images/1.png', 'images/2.png']),
      { kind: 'unrecognised-source', parameters: { files: 2, images: 2 } },
    ],
    [
      'images and masks',
      folder(['train/images/1.png', 'train/masks/1.png']),
      { kind: 'unrecognised-source', parameters: { files: 2, images: 2 } },
    ],
  ])('refuses %s', async (_, source, problem) => {
    expect(await problemOf(source)).toMatchObject({ file: null, ...problem });
  });

  it('says which readers there are when the wanted one does not fit', async () => {
    const source = folder(['a/1.png', 'b/1.png', 'b/2.png']);
    expect(await problemOf(source, { reader: 'npz' })).toEqual({
      kind: 'recipe-does-not-fit',
      file: null,
      parameters: { path: 'reading.reader', found: 'npz', available: 'class-folders' },
    });
  });
});

describe('class folders in archives', () => {
  const inside = (archive: string, ...folders: string[]) =>
    folders.flatMap((name) => [`${archive}/${name}/1.png`, `${archive}/${name}/2.png`]);

  it.each([
    [
      'parts of one set',
      [...inside('images_001.tar.gz', 'normal', 'ill'), ...inside('images_002.tar.gz', 'normal')],
    ],
    [
      'archives with the same class folders',
      ['a.zip', 'b.zip'].flatMap((name) => inside(name, 'normal', 'ill')),
    ],
    [
      'archives with names of their only folder',
      ['normal', 'ill'].flatMap((name) => inside(`${name}.zip`, name)),
    ],
    [
      'archives of one class each',
      ['normal', 'ill'].flatMap((name) => [`${name}.zip/1.png`, `${name}.zip/2.png`]),
    ],
    [
      'archives of one class each and a folder for the images',
      ['normal', 'ill'].flatMap((name) => inside(`${name}.zip`, 'images')),
    ],
    [
      'archives of one class each and a folder for each patient',
      [...inside('normal.zip', 'p1', 'p2'), ...inside('ill.zip', 'p3', 'p4')],
    ],
    ['archives in an archive', inside('all.tar/set.zip', 'normal', 'ill')],
  ])('sees the classes through %s', async (_, paths) => {
    const { inspection, table } = await read(folder(paths));
    expect(inspection.targets[0]!.classes).toEqual(['normal', 'ill']);
    expect(table.ids.length).toBe(paths.length);
    expect(inspection.splits).toBeNull();
  });

  it.each(['set.zip', 'set.zip/set'])(
    'reads an archive once that is unpacked beside as %s',
    async (packed) => {
      const paths = [...inside(packed, 'normal', 'ill'), ...inside('set', 'normal', 'ill')];
      const { table } = await read(folder(paths));
      expect(table.ids.every((path) => path.startsWith('set/'))).toBe(true);
      expect(table.ids.length).toBe(4);
    },
  );

  it('tells of an archive that could not be entered', async () => {
    const paths = [...inside('a.zip', 'normal', 'ill'), 'b.tar.gz'];
    const { inspection, table } = await read(folder(paths));
    expect(table.ids.length).toBe(4);
    expect(inspection.rejected).toMatchObject([{ kind: 'damaged-archive', file: 'b.tar.gz' }]);
  });

  it('tells which part of an archive is missing, once, also where there is nothing else', async () => {
    const parts = ['b.zip.002', 'b.zip.003', 'c.zip.001', 'c.zip.003', 'd.z01'];
    const { inspection } = await read(folder([...inside('a.zip', 'normal', 'ill'), ...parts]));
    expect(inspection.rejected.map(({ kind, file, parameters }) => [kind, file, parameters])).toEqual([
      ['missing-part', 'c.zip.001', { part: 'c.zip.002', detail: expect.any(String) as string }],
      ['missing-part', 'b.zip.002', { part: 'b.zip.001', detail: 'b.zip.002' }],
      ['missing-part', 'd.z01', { part: 'd.zip', detail: 'd.z01' }],
    ]);
    expect(await problemOf(folder(['b.zip.002', 'b.zip.003']))).toMatchObject({
      kind: 'missing-part',
      parameters: { part: 'b.zip.001' },
    });
    expect(await problemOf(folder(['b.png', 'b.tar']))).toMatchObject({ kind: 'damaged-archive' });
  });

  it.each([
    ['train.zip', 'val.zip', 'test.zip'],
    ['train.tar.gz/train', 'val.tar.gz/val', 'test.tar.gz/test'],
    ['train.zip.001', 'val.zip.partaa', 'test.zip.z01'],
    ['ct_train.zip', 'ct_val.zip', 'ct_test.zip'],
  ])('takes %s, %s and %s for splits', async (...archives) => {
    const { inspection } = await read(folder(archives.flatMap((name) => inside(name, 'normal', 'ill'))));
    expect(inspection.targets[0]).toMatchObject({
      classes: ['normal', 'ill'],
      counts: { train: [2, 2], val: [2, 2], test: [2, 2] },
    });
  });
});
