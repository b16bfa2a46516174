import { describe, expect, it } from 'vitest';
import { readImage } from '../../src/formats/index.ts';
import { expected, madeSource, readMade, renamed, summaryOf, without } from './made.ts';

describe('RSNA Pneumonia Detection 2018', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('rsna-pneumonia');
    expect(recognised.inspection).toMatchObject({
      reader: 'rsna-pneumonia',
      sharing: 'ask',
      rejected: [],
      patients: null,
    });
    expect(summaryOf(recognised)).toEqual(expected('rsna_pneumonia', 'rsna-pneumonia'));
  });

  it('has one sample and two boxes for an image that stands in both tables twice', async () => {
    const { table } = await readMade('rsna-pneumonia');
    expect(table.boxes!.filter(({ sample }) => sample === 2)).toHaveLength(2);
    expect(new Set(table.ids).size).toBe(table.length);
  });

  it('takes x and y of a box for its upper left corner', async () => {
    const source = madeSource('rsna-pneumonia');
    const file = await source.open('stage_2_train_labels.csv');
    const rows = new TextDecoder().decode(await file.slice(0, file.size)).split('\n');
    const [, ...cells] = rows.map((row) => row.split(',')).find((row) => row[5] === '1')!;
    const [x, y, width, height] = cells.map(Number);
    const { table } = await readMade('rsna-pneumonia');
    expect(table.boxes![0]).toMatchObject({ x, y, width, height });
  });

  it('reads a mirror with one merged table', async () => {
    const { inspection } = await readMade('rsna-pneumonia', (files) =>
      renamed((path) => path.replace('stage_2_train_labels', 'stage2_train_metadata'))(
        without(/class_info/)(files),
      ),
    );
    expect(inspection).toMatchObject({ reader: 'rsna-pneumonia', samples: 260 });
  });

  it('reads ages without a unit, also those that nobody reaches', async () => {
    const { table } = await readMade('rsna-pneumonia');
    expect(table.covariates!.age![4]).toBe(155);
    expect(table.covariates!.age!.every((age) => typeof age === 'number')).toBe(true);
  });

  it('takes no patients from headers that name each image a patient', async () => {
    const { table } = await readMade('rsna-pneumonia');
    expect(table.patients).toBeNull();
  });

  it('has images that are JPEG inside DICOM', async () => {
    const source = madeSource('rsna-pneumonia');
    const { table } = await readMade('rsna-pneumonia');
    const image = table.images![0]!;
    const pixels = await readImage(await source.open(image.path));
    expect(pixels).toMatchObject({ width: 48, height: 48 });
  });

  it('finds images that were converted, whose boxes stay in px of the original', async () => {
    const { inspection, table } = await readMade(
      'rsna-pneumonia',
      renamed((path) => path.replace('train_images/', 'train_images_png/').replace('.dcm', '.png')),
    );
    expect(inspection.samples).toBe(260);
    expect(table.boxSpaces![0]).toEqual([1024, 1024]);
  });

  it('does without the classes', async () => {
    const { inspection } = await readMade('rsna-pneumonia', without(/class_info/));
    expect(inspection.targets.map(({ name }) => name)).toEqual(['pneumonia']);
    expect(inspection.evidence).toContainEqual({
      kind: 'table-absent',
      holds: false,
      parameters: { table: 'stage_2_detailed_class_info.csv', gives: 'labels' },
    });
  });
});
