/** Datasets whose tables are not CSV, and whose images lie in tables. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeSplits } from '../../src/datasets/index.ts';
import { defaultRecipe, type CutOptions, type Source } from '../../src/domain/index.ts';
import { pixelReader } from '../../src/preprocess/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { parquetOfImages } from './generate/parquet.ts';
import { evidence, folder, problemOf, read } from './sources.ts';

const fixtures = new URL('../fixtures/table/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, fixtures)));
const images = Array.from({ length: 24 }, (_, i) => `img/${i}.png`);

function tables(...names: string[]): Source {
  return memorySource(
    'dropped',
    Object.fromEntries(names.map((name) => [`data/${name}`, bytesOf(name)])),
  );
}

const shape: Pick<CutOptions, 'size' | 'window' | 'decode' | 'orientation'> = {
  size: 28,
  window: 'auto',
  decode: 'exact',
  orientation: 'stored',
};

describe('a table of images', () => {
  it.each([
    'comma.csv',
    'bom-semicolon.csv',
    'tab.tsv',
    'bar.csv',
    'utf-16.csv',
    'gb18030.csv',
    'packed.csv.gz',
    'list.json',
    'lines.jsonl',
    'data.json',
    'columns.json',
    'pandas.json',
    'book.xlsx',
    'zstd-v2.parquet',
  ])('is the same in %s', async (name) => {
    const { inspection, table } = await read(folder(images, { [name]: bytesOf(name) }));
    expect(inspection.columns?.roles).toEqual({
      file: 'file',
      labels: ['label'],
      text: 'report',
      patient: 'patient',
      split: null,
      covariates: [],
    });
    expect(inspection).toMatchObject({ samples: 24, images: 24, patients: 12 });
    expect(inspection.targets[0]).toMatchObject({ classes: ['effusion', 'normal', 'pneumonia'] });
    expect(table.images?.[5]).toEqual({ kind: 'file', path: 'img/5.png' });
    expect(table.text['report']?.[1]).toBe('Scan 1, "pneumonia" 报告\nsecond line; third');
  });
});

describe('a table with images inside', () => {
  it('may be parquet in shards for splits, as Hugging Face has it', async () => {
    const source = tables(
      'train-00000-of-00002.parquet',
      'train-00001-of-00002.parquet',
      'test-00000-of-00001.parquet',
    );
    const { inspection, table } = await read(source);
    expect(inspection.columns?.roles).toMatchObject({ file: 'image', labels: ['label'] });
    expect(evidence(inspection, 'column-image')).toEqual({ column: 'image', rows: 24 });
    expect(inspection.targets[0]).toMatchObject({
      classes: ['effusion', 'normal', 'pneumonia'],
      counts: { train: [5, 6, 5], test: [3, 2, 3] },
    });
    const reader = pixelReader(source);
    for (const [i, reference] of table.images!.entries()) {
      const { data } = await reader.one(reference, shape);
      const row = Number(table.ids[i]!.split('/').at(-1)) - 1;
      const start = table.ids[i]!.includes('test') ? 16 : table.ids[i]!.includes('00001-of') ? 8 : 0;
      expect(data[0]).toBe(10 * (start + row));
    }
  });

  it.each([
    ['base64.tsv', 'answer', ['A', 'B'], 'question'],
    ['base64.jsonl', 'label', ['effusion', 'normal', 'pneumonia'], null],
    ['base64.json', 'label', ['effusion', 'normal', 'pneumonia'], null],
    ['binary.parquet', 'label', ['effusion', 'normal', 'pneumonia'], null],
  ])('may be %s', async (name, label, classes, text) => {
    const source = tables(name);
    const { inspection, table } = await read(source);
    expect(inspection.targets[0]).toMatchObject({ name: label, classes });
    expect(inspection.columns?.roles.text).toBe(text);
    expect(inspection).toMatchObject({ samples: 24, images: 24 });
    const reader = pixelReader(source);
    const pictures = await Promise.all(table.images!.map((one) => reader.one(one, shape)));
    expect(pictures.map(({ data }) => data[0])).toEqual(table.images!.map((_, i) => 10 * i));
  });

  it('may be parquet with the names of images in place of them', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `${i}.png`);
    const parquet = parquetOfImages(
      names.map((path) => ({ bytes: null, path })),
      [{ name: 'label', values: names.map((_, i) => i % 2) }],
      { label: { _type: 'ClassLabel', names: ['no', 'yes'] } },
    );
    const { inspection, table } = await read(
      folder(
        names.map((name) => `images/${name}`),
        { 'data/train-00000-of-00001.parquet': parquet },
      ),
    );
    expect(inspection.targets[0]).toMatchObject({ name: 'label', classes: ['no', 'yes'] });
    expect(table.images![3]).toEqual({ kind: 'file', path: 'images/3.png' });
  });

  it('may refer to the rows that have the images, as VLMEvalKit writes them', async () => {
    const whole = new TextDecoder().decode(bytesOf('base64.tsv'));
    const lines = whole.split('\n').map((line) => line.split('\t'));
    const imageOf = (index: number) => lines[index + 1]![1]!;
    const cells = new Map([
      [5, '4'],
      [7, `['${imageOf(7)}', '4']`],
      [9, "['8', '8']"],
    ]);
    const text = lines
      .map(([index, image, ...rest]) => [index, cells.get(Number(index)) ?? image, ...rest].join('\t'))
      .join('\n');
    const source = folder([], { 'base64.tsv': text });
    const { inspection, table } = await read(source);
    expect(inspection).toMatchObject({ reader: 'table', samples: 24 });
    expect(evidence(inspection, 'several-in-cell')).toEqual({ samples: 2, example: 'base64.tsv, 9' });
    const reader = pixelReader(source);
    const pictures = await Promise.all(table.images!.map((one) => reader.one(one, shape)));
    const seen = [4, 5, 7, 8, 9].map((row) => pictures[row]!.data[0]);
    expect(seen).toEqual([40, 40, 70, 80, 80]);
    const studies = table.studies!;
    expect(studies.map((study) => studies.indexOf(study)).slice(4, 10)).toEqual([4, 4, 6, 4, 8, 8]);
    for (let seed = 0; seed < 8; seed++) {
      const made = makeSplits(table, table.labels[0]!.target, defaultRecipe.split, seed);
      expect(new Set([4, 5, 7].map((row) => made[row])).size).toBe(1);
    }
  });

  it('takes the column of images that was chosen by hand', async () => {
    const columns = { file: 'image', labels: ['answer'], text: null, patient: null, split: null };
    const { inspection } = await read(tables('base64.tsv'), { columns });
    expect(inspection.columns?.roles).toEqual({ ...columns, covariates: [] });
    const asked = { columns: { ...columns, covariates: ['image'] } };
    expect(await problemOf(tables('base64.tsv'), asked)).toMatchObject({
      kind: 'recipe-does-not-fit',
      parameters: { path: 'reading.columns.covariates', found: 'image' },
    });
    expect(inspection.images).toBe(24);
  });
});

describe('a table that can not be read', () => {
  it('is refused by what it is', async () => {
    const old = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0);
    expect(await problemOf(memorySource('dropped', { 'book.xls': old }))).toMatchObject({
      kind: 'unsupported-table',
      file: 'book.xls',
    });
  });

  it('does not keep other shards from being read', async () => {
    const whole = bytesOf('train-00001-of-00002.parquet');
    const source = memorySource('dropped', {
      'train-00000-of-00002.parquet': bytesOf('train-00000-of-00002.parquet'),
      'train-00001-of-00002.parquet': whole.slice(0, whole.length / 2),
    });
    const { inspection } = await read(source);
    expect(inspection.samples).toBe(8);
  });
});
