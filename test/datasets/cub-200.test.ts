import { describe, expect, it } from 'vitest';
import { unnamedCub200Parquet } from './generate/cub-200.ts';
import { edited, expected, labelsOf, readMade, renamed, summaryOf, without } from './made.ts';

describe('CUB-200-2011', () => {
  it.each([
    ['cub-200', 'CUB-200-2011'],
    ['cub-200-parquet', 'CUB-200-2011 (Hugging Face)'],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, title) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({ reader: 'cub-200', title, rejected: [] });
    expect(summaryOf(recognised)).toEqual(expected('cub_200', name));
  });

  it('takes the class from the list, for names of files spell it otherwise', async () => {
    const { table } = await readMade('cub-200');
    expect(table.ids[0]).toContain('001.Black_footed_Albatross/Black_Footed_Albatross_0001');
    expect(table.labels[0]!.target.classes[0]).toBe('Black footed Albatross');
  });

  it('reads a box as its corner, width and height', async () => {
    const lists = edited(/bounding_boxes/, () => '1 60.0 27.0 32.5 30.4\n');
    const { table } = await readMade('cub-200', lists);
    expect(table.boxes).toMatchObject([{ sample: 0, x: 60, y: 27, width: 32.5, height: 30.4 }]);
  });

  it('takes no mask for an image', async () => {
    const { table } = await readMade('cub-200');
    expect(table.ids.filter((id) => id.includes('segmentations'))).toEqual([]);
  });

  it('reads attributes past a number too many, and leaves out what the picture does not show', async () => {
    const recognised = await readMade('cub-200');
    // The seventh picture of each species has lines of six fields, the fourth an attribute that is not visible.
    expect(labelsOf(recognised, 'attributes', 6)['has_part_312::value']).toBe(0);
    expect(labelsOf(recognised, 'attributes', 36 + 6)['has_part_312::value']).toBe(1);
    expect(labelsOf(recognised, 'attributes', 3)['has_part_2::value']).toBe(-1);
  });

  it('keeps every caption but the empty ones', async () => {
    const { table } = await readMade('cub-200');
    expect(table.text.captions![0]!.split('\n')).toHaveLength(10);
    expect(table.text.captions![4]!.split('\n')).toHaveLength(9);
  });

  it('is the same in the wrapper of Kaggle, with captions where others unpacked them', async () => {
    const usual = await readMade('cub-200');
    const moved = renamed((path) =>
      `cub2002011/${path}`.replace('text_c10/', 'captions/extracted/text/'),
    );
    const { inspection, table } = await readMade('cub-200', moved);
    expect(inspection.targets).toEqual(usual.inspection.targets);
    expect(table.text.captions![0]!.split('\n')).toHaveLength(10);
    expect(table.text).toEqual(usual.table.text);
    expect(table.boxes).toEqual(usual.table.boxes);
  });

  it('names the same classes with labels from 0 in parquet', async () => {
    const { table } = await readMade('cub-200-parquet');
    expect(table.labels[0]!.target.classes).toEqual(
      (await readMade('cub-200')).table.labels[0]!.target.classes,
    );
    expect(table.images![0]).toMatchObject({ kind: 'cell', column: 'image', row: 0 });
  });

  it('numbers classes from 1, as the lists do, where parquet does not name them', async () => {
    const { table } = await readMade('cub-200-parquet', unnamedCub200Parquet);
    expect(table.labels[0]!.target.classes).toEqual(['1', '2', '3']);
    expect([...table.labels[0]!.values.slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('does without what is in archives of its own', async () => {
    const { inspection } = await readMade('cub-200', without(/text_c10|attribute|segmentations/));
    expect(inspection).toMatchObject({ reader: 'cub-200', samples: 180, text: [] });
    expect(inspection.targets.map(({ name }) => name)).toEqual(['species']);
  });

  it('rejects a picture that is not there by itself', async () => {
    const { inspection } = await readMade(
      'cub-200',
      edited(/\/images\.txt/, (text) => text.replace('_0002_', '_9999_')),
    );
    expect(inspection.samples).toBe(179);
    expect(inspection.rejected).toMatchObject([{ kind: 'missing-file' }]);
  });
});
