import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/index.ts';
import { csv, evidence, fixtures, folder, problemOf, read } from './sources.ts';

const count = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));
const images = (length: number) => count(length, (i) => `img/${i}.png`);
type Roles = NonNullable<Reading['columns']>;
const roles = (given: Partial<Roles>): Roles => ({
  file: null,
  labels: [],
  text: null,
  patient: null,
  split: null,
  covariates: [],
  ...given,
});

describe('which column is what', () => {
  it('finds all parts and says why', async () => {
    const rows = count(40, (i) => [
      `scan ${i} shows a shadow in the ${i % 2 === 0 ? 'left' : 'right'} lung of case ${i}`,
      `P${Math.floor(i / 2)}`,
      i < 24 ? 'train' : i < 32 ? 'dev' : 'test',
      i % 4 === 0 ? 'tumour' : 'normal',
      `img/${i}.png`,
    ]);
    const table = csv(['what', 'who', 'when', 'which', 'where'], ...rows);
    const { inspection, table: samples, progress } = await read(folder(images(40), { 'a.csv': table }));
    expect(inspection).toMatchObject({
      reader: 'table',
      dataset: 'table',
      title: 'dropped',
      samples: 40,
      images: 40,
      patients: 20,
      rejected: [],
      text: [{ name: 'what', samples: 40 }],
      splits: {
        train: { samples: 24, patients: 12 },
        val: { samples: 8, patients: 4 },
        test: { samples: 8, patients: 4 },
      },
    });
    expect(inspection.columns?.roles).toEqual({
      file: 'where',
      labels: ['which'],
      text: 'what',
      patient: 'who',
      split: 'when',
      covariates: [],
    });
    expect(inspection.columns?.all[3]).toEqual({
      name: 'which',
      distinct: 2,
      examples: ['tumour', 'normal'],
    });
    expect(inspection.targets).toHaveLength(1);
    expect(inspection.targets[0]).toMatchObject({
      name: 'which',
      kind: 'binary',
      classes: ['normal', 'tumour'],
      counts: { train: [18, 6], val: [6, 2], test: [6, 2], none: [0, 0] },
    });
    expect(evidence(inspection, 'table-found')).toEqual({ table: 'a.csv', rows: 40, columns: 5 });
    expect(evidence(inspection, 'column-file')).toEqual({
      column: 'where',
      matched: 40,
      rows: 40,
      example: 'img/0.png',
    });
    expect(evidence(inspection, 'column-label')).toEqual({
      column: 'which',
      classes: 2,
      example: 'tumour',
    });
    expect(evidence(inspection, 'column-patient')).toEqual({ column: 'who', patients: 20, rows: 40 });
    expect(evidence(inspection, 'column-split')).toEqual({ column: 'when', values: 'train, dev, test' });
    expect(evidence(inspection, 'column-text')?.column).toBe('what');
    expect(samples.ids[5]).toBe('img/5.png');
    expect(samples.patients?.[5]).toBe('P2');
    expect(samples.text['what']?.[5]).toMatch(/^scan 5 shows/);
    expect([...samples.labels[0]!.values.slice(0, 5)]).toEqual([1, 0, 0, 0, 1]);
    expect(progress).toContainEqual({ stage: 'table', done: 40 });
  });

  it('reads Chinese headings in GB18030', async () => {
    const source = fixtures('chinese.gb18030.csv');
    const { inspection } = await read(source);
    // Without its images only the text is left.
    expect(inspection).toMatchObject({ images: 0, patients: 12, samples: 24 });
    expect(inspection.columns?.roles).toEqual(
      roles({ labels: ['标签'], text: '报告', patient: '患者', split: '划分' }),
    );
    expect(inspection.targets[0]).toMatchObject({
      classes: ['正常', '肺炎'],
      counts: { train: [8, 8], val: [2, 2], test: [2, 2], none: [0, 0] },
    });
    const bytes = await (await source.open('chinese.gb18030.csv')).slice(0, 1e6);
    const names = count(24, (i) => `数据/图像${i}.png`);
    const withImages = await read(folder(names, { '表.csv': bytes }));
    expect(withImages.inspection).toMatchObject({ images: 24 });
    expect(withImages.inspection.columns?.roles.file).toBe('文件');
    expect(withImages.table.images?.[3]).toEqual({ kind: 'file', path: '数据/图像3.png' });
  });

  it.each([
    ['from the root', ['img/a/0.png', 'img/b/0.png'], ['img/a/0.png', 'img/b/0.png']],
    ['from the table', ['a/0.png', 'b/0.png'], ['meta/a/0.png', 'meta/b/0.png']],
    [
      'with a folder that is not there',
      ['CheXpert/p1/s1/v.png', 'CheXpert/p2/s1/v.png'],
      ['p1/s1/v.png', 'p2/s1/v.png'],
    ],
    ['without outer folders', ['s1/v.png', 's2/v.png'], ['x/y/s1/v.png', 'x/y/s2/v.png']],
    ['by bare names', ['a.png', 'b.png'], ['x/a.png', 'y/b.png']],
    ['without extension', ['a', 'b'], ['x/a.png', 'y/b.jpg']],
    ['with another extension', ['a.jpg', 'b.jpg'], ['x/a.png', 'y/b.png']],
    ['as Windows writes paths', ['.\\x\\a.png', '.\\x\\b.png'], ['x/a.png', 'x/b.png']],
    ['in another case', ['A.PNG', 'b.png'], ['x/a.png', 'x/B.png']],
    ['that differ only in case', ['A.png', 'a.png'], ['A.png', 'a.png']],
  ])('finds images named %s', async (_, named, paths) => {
    const rows = named.map((name, i) => [name, i % 2]);
    const table = csv(['f', 'label'], ...rows, ...rows);
    const { table: samples } = await read(folder(paths, { 'meta/t.csv': table }), { reader: 'table' });
    expect(samples.images?.map((image) => image.path)).toEqual([...paths, ...paths]);
  });

  it.each(['', '.zip'])(
    'tells equal names apart by the split of the row, in folders called train%s',
    async (ending) => {
      const paths = ['train', 'test'].flatMap((name) => [
        `${name}${ending}/1.png`,
        `${name}${ending}/2.png`,
      ]);
      const table = csv(
        ['f', 'part', 'label'],
        ['1.png', 'train', 'a'],
        ['2.png', 'train', 'b'],
        ['1.png', 'test', 'a'],
        ['2.png', 'test', 'b'],
      );
      const { table: samples } = await read(folder(paths, { 't.csv': table }));
      expect(samples.ids).toEqual(paths);
    },
  );

  it('makes an image that two rows name two samples with ids of their own', async () => {
    const table = csv(['f', 'label'], ['0.png', 'a'], ['0.png', 'b'], ['1.png', 'a'], ['1.png', 'b']);
    const { inspection, table: samples } = await read(folder(images(2), { 't.csv': table }));
    expect(samples.ids).toEqual(['img/0.png', 'img/0.png#2', 'img/1.png', 'img/1.png#2']);
    expect(inspection).toMatchObject({ samples: 4, images: 2 });
  });
});

describe('what can be predicted', () => {
  it('joins columns of 0, 1, -1 and nothing to one multi-label target, and offers each', async () => {
    const cells = ['0', '1', '-1', ''];
    const rows = count(16, (i) => [`${i}.png`, cells[i % 4]!, i % 3 === 0 ? '1.0' : '0.0', i % 2]);
    const table = csv(['image', 'Edema', 'Mass', 'sex'], ...rows);
    const { inspection, table: samples } = await read(folder(images(16), { 't.csv': table }));
    expect(inspection.targets.map(({ name, kind }) => [name, kind])).toEqual([
      ['labels', 'multi-label'],
      ['Edema', 'binary'],
      ['Mass', 'binary'],
      ['sex', 'binary'],
    ]);
    expect(inspection.columns?.roles.labels).toEqual(['Edema', 'Mass']);
    expect(evidence(inspection, 'columns-multi-label')).toEqual({ columns: 'Edema, Mass' });
    expect(samples.labels[0]).toMatchObject({ width: 2 });
    expect([...samples.labels[0]!.values.slice(0, 8)]).toEqual([0, 1, 1, 0, -1, 0, -1, 1]);
    expect(inspection.targets[1]).toMatchObject({ classes: ['0', '1'], missing: 8 });
    expect(inspection.targets[1]!.counts.none).toEqual([4, 4]);
  });

  it('reads columns with exactly one 1 a row as classes', async () => {
    const rows = count(9, (i) => [i, ...[0, 1, 2].map((k) => (i % 3 === k ? '1.0' : '0.0'))]);
    const { inspection } = await read(
      folder(images(9), { 't.csv': csv(['image', 'MEL', 'NV', 'BCC'], ...rows) }),
    );
    expect(inspection.targets[0]).toMatchObject({
      kind: 'multi-class',
      classes: ['MEL', 'NV', 'BCC'],
      counts: { none: [3, 3, 3] },
    });
  });

  it('puts what is called a label first and facts about the person last', async () => {
    const rows = count(30, (i) => [
      i,
      i % 2 === 0 ? 'F' : 'M',
      i % 3 === 0 ? 'site A' : 'site B',
      ['mel', 'nv', 'bkl'][i % 3]!,
      40 + i,
      (i * 0.37).toFixed(3),
    ]);
    const table = csv(['image_id', 'sex', 'localization', 'dx', 'age', 'score'], ...rows);
    const { inspection } = await read(folder(images(30), { 't.csv': table }));
    expect(inspection.targets.map(({ name }) => name)).toEqual(['dx', 'localization', 'sex']);
  });

  it.each([
    [
      'unique values',
      (i: number) => `v${i}`,
      'unique-labels',
      { column: 'label', values: 20, rows: 20 },
    ],
    ['one value', () => 'x', 'one-class', { target: 'label', className: 'x', samples: 20 }],
  ])('shows a label column of %s with what is wrong', async (_, value, kind, parameters) => {
    const table = csv(['file', 'label'], ...count(20, (i) => [`${i}.png`, value(i)]));
    const { inspection } = await read(folder(images(20), { 't.csv': table }));
    expect(inspection.targets).toHaveLength(1);
    expect(inspection.targets[0]!.problem).toEqual({ kind, file: 't.csv', parameters });
  });

  it('shows a label column of more than 1000 classes with what is wrong', async () => {
    const rows = count(2002, (i) => [`${i}.png`, `v${i % 1001}`]);
    const { inspection } = await read(
      folder(images(2002), { 't.csv': csv(['file', 'label'], ...rows) }),
    );
    expect(inspection.targets[0]!.problem).toEqual({
      kind: 'too-many-classes',
      file: 't.csv',
      parameters: { column: 'label', values: 1001, limit: 1000 },
    });
  });

  it('takes empty cells and NA for missing labels', async () => {
    const rows = count(12, (i) => [`${i}.png`, ['a', 'b', '', 'N/A', 'nan', ' a '][i % 6]!]);
    const { inspection } = await read(folder(images(12), { 't.csv': csv(['file', 'label'], ...rows) }));
    expect(inspection.targets[0]).toMatchObject({
      classes: ['a', 'b'],
      missing: 6,
      counts: { none: [4, 2] },
    });
  });
});

describe('which table', () => {
  const labels = (from: number, to: number) =>
    csv(['f', 'label'], ...count(to - from, (i) => [`${from + i}.png`, i % 2 === 0 ? 'a' : 'b']));

  it('takes the one that names most images', async () => {
    const { inspection } = await read(
      folder(images(10), { 'a.csv': labels(0, 2), 'b.csv': labels(0, 10), 'c.csv': csv(['x'], [1]) }),
    );
    expect(evidence(inspection, 'table-found')?.table).toBe('b.csv');
  });

  it('joins tables that are named after splits', async () => {
    const { inspection, table } = await read(
      folder(images(10), {
        'x/train.csv': labels(0, 4),
        'x/valid_labels.csv': labels(4, 6),
        'x/test.csv': labels(6, 12),
      }),
    );
    expect(inspection.splits).toMatchObject({
      train: { samples: 4 },
      val: { samples: 2 },
      test: { samples: 4 },
    });
    expect(table.officialSplits[table.ids.indexOf('img/5.png')]).toBe('val');
    // Row 6 of test.csv: headings are row 1, and 6.png is on row 2.
    expect(inspection.rejected[0]).toEqual({
      kind: 'missing-file',
      file: '10.png',
      parameters: { table: 'x/test.csv', row: 6 },
    });
  });

  it('joins the tables of folders that are named after splits', async () => {
    const one = csv(['file_name', 'label'], ...count(4, (i) => [`${i}.png`, i % 2]));
    const paths = ['test', 'train'].flatMap((name) => count(4, (i) => `${name}/${i}.png`));
    const source = folder(paths, { 'train/metadata.csv': one, 'test/metadata.csv': one });
    const { inspection, table } = await read(source);
    expect(evidence(inspection, 'table-found')?.table).toBe('test/metadata.csv, train/metadata.csv');
    expect(table.ids).toEqual(paths);
    expect(table.officialSplits).toEqual(count(8, (i) => (i < 4 ? 'test' : 'train')));
  });

  it('reads the folder and table that MedMNIST saves, which has no headings', async () => {
    const split = (i: number) => (i < 6 ? 'TRAIN' : i < 9 ? 'VALIDATION' : 'TEST');
    const file = (i: number) => `${split(i).toLowerCase()}${i}_${i % 3}.png`;
    const files = count(12, file);
    const one = count(12, (i) => [split(i), file(i), i % 3]);
    const paths = files.map((name) => `cells/${name}`);
    const single = await read(folder(paths, { 'cells.csv': csv(...one) }));
    expect(single.table.ids).toEqual(paths);
    expect(single.inspection).toMatchObject({ reader: 'table', samples: 12 });
    expect(single.inspection.targets[0]).toMatchObject({
      classes: ['0', '1', '2'],
      counts: { train: [2, 2, 2], val: [1, 1, 1], test: [1, 1, 1] },
    });
    const several = count(12, (i) => [split(i), file(i), 0, i % 2, 0, Number(i > 3)]);
    const multi = await read(folder(paths, { 'cells.csv': csv(...several) }));
    expect(multi.inspection.targets[0]).toMatchObject({
      kind: 'multi-label',
      classes: ['label 0', 'label 1', 'label 2', 'label 3'],
      counts: { train: [0, 3, 0, 2] },
    });
  });

  it('prefers a table of all images to folders, and folders to a table of a few', async () => {
    const paths = count(20, (i) => `${i % 2 === 0 ? 'x' : 'y'}/${i}.png`);
    const all = await read(folder(paths, { 't.csv': labels(0, 20) }));
    expect(all.inspection).toMatchObject({ reader: 'table', alternatives: ['class-folders'] });
    const few = await read(folder(paths, { 't.csv': labels(0, 3) }));
    expect(few.inspection).toMatchObject({ reader: 'class-folders', alternatives: ['table'] });
    const asked = await read(folder(paths, { 't.csv': labels(0, 20) }), { reader: 'class-folders' });
    expect(asked.inspection.targets[0]!.classes).toEqual(['x', 'y']);
  });

  it('says that a table is damaged where folders are read instead', async () => {
    const paths = count(20, (i) => `${i % 2 === 0 ? 'x' : 'y'}/${i}.png`);
    const { inspection } = await read(folder(paths, { 'a.csv': 'f,label\n"0.png,a\n' }));
    expect(inspection.reader).toBe('class-folders');
    expect(inspection.rejected).toMatchObject([{ kind: 'damaged-table', file: 'a.csv' }]);
  });

  it('goes on with the others where one is damaged', async () => {
    const texts = { 'a.csv': 'f,label\n"0.png,a\n', 'b.csv': labels(0, 10) };
    const { inspection } = await read(folder(images(10), texts));
    expect(evidence(inspection, 'table-found')?.table).toBe('b.csv');
    expect(inspection.rejected).toMatchObject([{ kind: 'damaged-table', file: 'a.csv' }]);
    expect(await problemOf(folder(images(10), { 'a.csv': texts['a.csv'] }))).toMatchObject({
      kind: 'damaged-table',
      file: 'a.csv',
    });
  });
});

describe('rows without images', () => {
  it('rejects each and keeps the others', async () => {
    const table = csv(['f', 'label'], ...count(12, (i) => [i === 3 ? '' : `${i}.png`, i % 2]));
    const { inspection, table: samples } = await read(folder(images(10), { 't.csv': table }));
    expect(inspection.rejected).toEqual([
      { kind: 'missing-file', file: null, parameters: { table: 't.csv', row: 5 } },
      { kind: 'missing-file', file: '10.png', parameters: { table: 't.csv', row: 12 } },
      { kind: 'missing-file', file: '11.png', parameters: { table: 't.csv', row: 13 } },
    ]);
    expect(samples.length).toBe(9);
    expect(evidence(inspection, 'ignored-files')).toEqual({ files: 1, example: 'img/3.png' });
  });

  it('reads the images that are there of a large table', async () => {
    const table = csv(['f', 'label'], ...count(500, (i) => [`${i}.png`, i % 2]));
    const { inspection } = await read(folder(images(20), { 't.csv': table }));
    expect(inspection).toMatchObject({ samples: 20 });
    expect(inspection.rejected).toHaveLength(480);
    expect(inspection.evidence.find(({ kind }) => kind === 'column-file')?.holds).toBe(false);
  });

  it('names the first missing file where all are missing', async () => {
    const table = csv(['f', 'label'], ...count(6, (i) => [`other${i}.png`, i % 2]));
    expect(await problemOf(folder(images(6), { 't.csv': table }))).toEqual({
      kind: 'missing-file',
      file: 'other0.png',
      parameters: { table: 't.csv', row: 2 },
    });
  });
});

describe('corrections by hand', () => {
  const rows = count(12, (i) => [
    `${i}.png`,
    i % 2,
    i % 3 === 0 ? 1 : 0,
    `case ${i % 4}`,
    'free words here',
  ]);
  const source = folder(images(12), {
    't.csv': csv(['f', 'a', 'b', 'group', 'note'], ...rows),
  });

  it('takes the columns as given, and says that they were', async () => {
    const columns = roles({ file: 'f', labels: ['group'], text: 'note', patient: 'a' });
    const { inspection } = await read(source, { columns });
    expect(inspection.columns?.roles).toEqual(columns);
    expect(inspection.targets.map(({ name, kind }) => [name, kind])).toEqual([['group', 'multi-class']]);
    expect(inspection).toMatchObject({ patients: 2, text: [{ name: 'note', samples: 12 }] });
    expect(
      inspection.evidence.flatMap((reason) =>
        reason.kind === 'column-by-hand' ? [reason.parameters] : [],
      ),
    ).toEqual([
      { role: 'file', column: 'f' },
      { role: 'text', column: 'note' },
      { role: 'patient', column: 'a' },
      { role: 'labels', column: 'group' },
    ]);
  });

  it('takes for covariates what it is told, whatever the headings, and no label', async () => {
    const columns = roles({ file: 'f', labels: ['group'], covariates: ['b', 'group', 'note'] });
    const { inspection, table: samples } = await read(source, { columns });
    expect(samples.covariates).toEqual({
      b: count(12, (i) => (i % 3 === 0 ? 1 : 0)),
      note: count(12, () => 'free words here'),
    });
    expect(inspection.columns?.roles.covariates).toEqual(['b', 'note']);
    expect(inspection.evidence).toContainEqual(
      expect.objectContaining({ parameters: { role: 'covariates', column: 'note' } }),
    );
  });

  it('makes several columns of 0 and 1 one target, and can do without images', async () => {
    const { inspection } = await read(source, { columns: roles({ labels: ['a', 'b'], text: 'note' }) });
    expect(inspection.images).toBe(0);
    expect(inspection.targets.map(({ name, kind }) => [name, kind])).toEqual([
      ['labels', 'multi-label'],
      ['a', 'binary'],
      ['b', 'binary'],
    ]);
  });

  it.each([
    [roles({ file: 'path' }), 'missing-column', { column: 'path', found: 'f, a, b, group, note' }],
    [roles({ file: 'f' }), 'no-target', { columns: 'f, a, b, group, note' }],
    [roles({ labels: ['a'] }), 'recipe-does-not-fit', { path: 'reading.columns' }],
    [roles({ labels: ['a'], covariates: ['age'] }), 'missing-column', { column: 'age' }],
  ])('refuses %j with %s', async (columns, kind, parameters) => {
    expect(await problemOf(source, { columns })).toMatchObject({ kind, file: 't.csv', parameters });
  });
});

describe('texts alone', () => {
  it('reads a table without images', async () => {
    const rows = count(30, (i) => [
      `the patient was seen for reason number ${i} and sent home`,
      i % 3 === 0 ? 'yes' : 'no',
    ]);
    const { inspection, table } = await read(
      folder([], { 'notes.csv': csv(['t', 'readmitted'], ...rows) }),
    );
    expect(table.images).toBeNull();
    expect(table.ids[0]).toBe('notes.csv/2');
    expect(inspection).toMatchObject({ images: 0, samples: 30 });
    expect(inspection.targets[0]).toMatchObject({ name: 'readmitted', classes: ['no', 'yes'] });
  });

  it('does not take a table of numbers for samples', async () => {
    expect(await problemOf(folder([], { 't.csv': csv(['a', 'b'], [1, 2], [3, 4]) }))).toMatchObject({
      kind: 'no-images',
    });
  });
});

describe('facts beside the labels', () => {
  it('are covariates: numbers, or a few categories, none where a row has none', async () => {
    const rows = count(60, (i) => [
      `img/${i}.png`,
      i % 3 === 0 ? 'tumour' : 'normal',
      i === 7 ? '' : i % 2 === 0 ? 'north' : 'south',
      `${40 + (i % 30)}.5`,
      // A date tells samples apart, and a side of a box is no fact about all of a picture.
      `2020-01-${i}`,
      `${i}`,
    ]);
    const table = csv(['file', 'finding', 'site', 'age', 'date', 'w'], ...rows);
    const { table: samples, inspection } = await read(folder(images(60), { 'a.csv': table }));
    expect(inspection.columns?.roles.labels).toEqual(['finding']);
    expect(samples.covariates).toEqual({
      site: count(60, (i) => (i === 7 ? null : i % 2 === 0 ? 'north' : 'south')),
      age: count(60, (i) => 40.5 + (i % 30)),
    });
  });
});
