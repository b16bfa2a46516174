import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/formats/index.ts';
import { unnamedCub200Parquet } from './generate/cub-200.ts';
import type { MadeFiles } from './generate/files.ts';
import { parquetOfImages } from './generate/parquet.ts';
import { picture, png } from './generate/picture.ts';
import { readMade } from './made.ts';
import { csv, evidence, folder, read } from './sources.ts';

const images = Array.from({ length: 12 }, (_, i) => `${i}.png`);
const table = csv(['file_name', 'label'], ...images.map((name, i) => [name, i % 3]));
const birds = ['auk', 'owl', 'wren'];

const card = (yaml: string) => `---\nlicense: mit\n${yaml}\n---\n# Birds\n---\nnames: no\n---\n`;
const stringKeys = `dataset_info:
  features:
  - name: image
    dtype: image
  - name: label
    dtype:
      class_label:
        names:
          '0': auk
          '1': owl
          '2': "wren"
  splits:
  - name: train
    num_bytes: 1`;
const asList = stringKeys.replace(/(names:)\n.*\n.*\n.*\n/, '$1 [auk, owl, wren]\n');
const infos = (label: unknown) => JSON.stringify({ default: { features: { label } } });

describe('names of classes that only the card of a dataset has', () => {
  it.each([
    ['README.md, by numbers', { 'README.md': card(stringKeys) }],
    ['README.md, as a list', { 'README.md': card(asList) }],
    ['README.md of Windows', { 'readme.md': `\ufeff${card(stringKeys).replaceAll('\n', '\r\n')}` }],
    ['dataset_infos.json', { 'dataset_infos.json': infos({ names: birds, _type: 'ClassLabel' }) }],
    [
      'the older file beside a card without any',
      { 'README.md': card('a: b'), 'dataset_infos.json': infos({ names: birds, _type: 'ClassLabel' }) },
    ],
  ])('are found in %s', async (_, files) => {
    const { inspection, table: samples } = await read(
      folder(images, { 'metadata.csv': table, ...files }),
    );
    expect(inspection.targets[0]).toMatchObject({ name: 'label', classes: birds });
    expect([...samples.labels[0]!.values.slice(0, 4)]).toEqual([0, 1, 2, 0]);
    const file = Object.keys(files).at(-1);
    expect(evidence(inspection, 'names-in-card')).toEqual({ file, columns: 'label' });
  });

  it('are no names where the card breaks off, and none for what is no number', async () => {
    const lines = csv(
      ['file_name', 'label'],
      ...images.map((name, i) => [name, [0, 1.5, 'x', -1][i % 4]!]),
    );
    const named = { 'metadata.csv': lines, 'README.md': card(asList) };
    const { inspection } = await read(folder(images, named));
    expect(inspection.targets[0]).toMatchObject({ classes: ['1.5', 'auk', 'x'], missing: 3 });
    for (const broken of [
      { 'README.md': card(stringKeys).replace(/---\n# Birds[^]*/, '') },
      { 'README.md': card('dataset_info: [}') },
      { 'dataset_infos.json': '{"default": ' },
    ]) {
      const { inspection: plain } = await read(folder(images, { 'metadata.csv': table, ...broken }));
      expect(plain.targets[0]).toMatchObject({ classes: ['0', '1', '2'] });
    }
  });

  it('are those of the configuration whose folder it is, and none where they disagree', async () => {
    const configuration = (name: string, names: string) => `- config_name: ${name}
  features:
  - name: label
    dtype:
      class_label:
        names: ${names}\n`;
    const [a, b] = [
      configuration('sea', '[auk, tern, gull]'),
      configuration('wood', '[owl, wren, tit]'),
    ];
    const files = { 'README.md': card(`dataset_info:\n${a}${b}`) };
    const at = (path: string) =>
      read(
        folder(
          images.map((name) => `${path}${name}`),
          { ...files, [`${path}metadata.csv`]: table },
        ),
      );
    expect((await at('wood/')).inspection.targets[0]).toMatchObject({ classes: ['owl', 'tit', 'wren'] });
    expect((await at('')).inspection.targets[0]).toMatchObject({ classes: ['0', '1', '2'] });
  });

  it('are those of the nearest card', async () => {
    const files = {
      'README.md': card(asList.replace('auk, owl, wren', 'a, b, c')),
      'birds/README.md': card(asList),
      'birds/metadata.csv': table,
    };
    const { inspection } = await read(
      folder(
        images.map((name) => `birds/${name}`),
        files,
      ),
    );
    expect(inspection.targets[0]).toMatchObject({ classes: birds });
  });

  it('are given to parquet that has none, and not to what has its own', async () => {
    const bytes = png(picture(() => 0.5, [], 16));
    const column = { name: 'label', values: images.map((_, i) => i % 3) };
    const parquet = (features: Record<string, unknown>) =>
      parquetOfImages(
        images.map((path) => ({ bytes, path })),
        [column],
        features,
      );
    const at = (features: Record<string, unknown>) =>
      read(
        folder([], {
          'data/train-00000-of-00001.parquet': parquet(features),
          'README.md': card(asList),
        }),
      );
    expect((await at({})).inspection.targets[0]).toMatchObject({ classes: birds });
    // Its own are numbers too.
    const own = { label: { names: ['2', '0', '1'], _type: 'ClassLabel' } };
    const { table: samples } = await at(own);
    expect(samples.labels[0]!.target.classes).toEqual(['0', '1', '2']);
    expect([...samples.labels[0]!.values.slice(0, 3)]).toEqual([2, 0, 1]);
  });

  it.each(['csv', 'jsonl', 'parquet'])('are those of objects in %s', async (ending) => {
    const yaml = `dataset_info:
  features:
  - name: objects
    sequence:
    - name: bbox
      sequence: float32
    - name: categories
      dtype:
        class_label:
          names: ['1', '2', effusion]`;
    const readme = new TextEncoder().encode(card(yaml));
    const withCard = (files: MadeFiles): MadeFiles => {
      const changed = Object.entries(files).map(([path, bytes]) => [path, nameless(bytes)] as const);
      return { ...Object.fromEntries(changed), 'README.md': readme };
    };
    const { table: named } = await readMade(`hf-objects-${ending}`, withCard);
    const { table: plain } = await readMade('hf-objects-jsonl');
    const names = ['1', '2', 'effusion'];
    expect(named.boxes).toEqual(
      plain.boxes!.map((box) => ({ ...box, className: names[Number(box.className)] })),
    );
    expect(named.labels[0]!.target.classes).toEqual(names);
  });

  it('are the species of CUB-200-2011', async () => {
    const names = '[001.Auk, 002.Owl, 010.Wren]';
    const { table: samples } = await readMade('cub-200-parquet', () => ({
      ...unnamedCub200Parquet(),
      'README.md': new TextEncoder().encode(card(asList.replace('[auk, owl, wren]', names))),
    }));
    expect(samples.labels[0]!.target.classes).toEqual(['Auk', 'Owl', 'Wren']);
  });
});

describe('YAML', () => {
  it('keeps words and numbers as they are written', async () => {
    expect(await readYaml('a: [010, no, 1.50, ~]')).toEqual({ a: ['010', 'no', '1.50', '~'] });
  });

  it('does not follow what would become too much, and gives what it can of the rest', async () => {
    const bomb = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
    ];
    expect(await readYaml(bomb.join('\n'))).toBeNull();
    expect(await readYaml('a: 1\na: 2\nb: "open')).toMatchObject({ a: '2' });
  });
});

/** Parquet without what `datasets` says of it; other bytes as they are. */
function nameless(bytes: Uint8Array): Uint8Array {
  const key = Buffer.from('huggingface');
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(key);
  if (at >= 0) copy.write('HUGGINGFACE', at);
  return new Uint8Array(copy);
}
